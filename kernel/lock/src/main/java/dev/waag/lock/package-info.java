/** Lock files and manifests of every Python packaging tool, read into one shape: what is pinned, by whom it is asked for, and at which line it stands. */
@NullMarked
package dev.waag.lock;

import org.jspecify.annotations.NullMarked;
