/** HTTP routes over the gates; no decisions of its own. */
@NullMarked
package dev.waag.server;

import org.jspecify.annotations.NullMarked;
