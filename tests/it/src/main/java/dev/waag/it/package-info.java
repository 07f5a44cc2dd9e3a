/** Whole-product tests. */
@NullMarked
package dev.waag.it;

import org.jspecify.annotations.NullMarked;
