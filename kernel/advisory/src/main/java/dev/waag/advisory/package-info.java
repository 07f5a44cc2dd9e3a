/** Advisories in the OSV format: read, merged by their aliases, scored, kept as an index that is mapped on start, and matched against versions. */
@NullMarked
package dev.waag.advisory;

import org.jspecify.annotations.NullMarked;
