/** The commands, their rendering and exit codes. */
@NullMarked
package dev.waag.cli;

import org.jspecify.annotations.NullMarked;
