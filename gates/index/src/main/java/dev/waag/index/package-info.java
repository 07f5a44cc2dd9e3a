/** The intake gate: upstreams, merged pages, names, file delivery. */
@NullMarked
package dev.waag.index;

import org.jspecify.annotations.NullMarked;
