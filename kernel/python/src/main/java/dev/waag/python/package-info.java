/** Python's packaging standards as values: names, versions, file names, the Simple API, core metadata. No I/O. */
@NullMarked
package dev.waag.python;

import org.jspecify.annotations.NullMarked;
