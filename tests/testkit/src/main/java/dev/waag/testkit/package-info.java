/** A simulated public index and makers of wheels for the tests. */
@NullMarked
package dev.waag.testkit;

import org.jspecify.annotations.NullMarked;
