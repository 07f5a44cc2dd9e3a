@NullMarked
package dev.waag.release;

import org.jspecify.annotations.NullMarked;
