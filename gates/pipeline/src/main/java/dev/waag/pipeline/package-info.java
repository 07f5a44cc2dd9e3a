/** A project's line of stages with signed links between them, and the audit of the workflows that run it. */
@NullMarked
package dev.waag.pipeline;

import org.jspecify.annotations.NullMarked;
