/** The only starter of other programs. */
@NullMarked
package dev.waag.process;

import org.jspecify.annotations.NullMarked;
