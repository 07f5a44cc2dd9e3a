/**
 * Python's packaging standards as values: names, versions, specifiers, requirements, markers, tags, file names, the Simple API, core
 * metadata, a wheel's metadata from its end. No I/O: streams and readers are handed in, and nothing here knows a host or a file. The
 * measure is what Python's own tools make of the same text (docs/python-standards.md).
 *
 * <p>Everything read is taken to be hostile. What cannot be used is left out or counts as absent where the standard makes it optional;
 * where leaving it out would change the meaning of the whole, the whole is refused with a
 * {@link dev.waag.python.PageFormatException} or a {@link dev.waag.python.RequirementException}.
 */
@NullMarked
package dev.waag.python;

import org.jspecify.annotations.NullMarked;
