/** What every floor uses: digests, durations, JSON, user errors. No I/O. */
@NullMarked
package dev.waag.core;

import org.jspecify.annotations.NullMarked;
