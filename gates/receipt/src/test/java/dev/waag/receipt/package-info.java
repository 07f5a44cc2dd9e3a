@NullMarked
package dev.waag.receipt;

import org.jspecify.annotations.NullMarked;
