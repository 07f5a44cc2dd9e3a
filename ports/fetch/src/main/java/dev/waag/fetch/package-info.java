/** The only outbound HTTP. */
@NullMarked
package dev.waag.fetch;

import org.jspecify.annotations.NullMarked;
