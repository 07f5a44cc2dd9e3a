/**
 * Where advisories come from: exports, advisory repositories, and catalogues of what is exploited, read from files or fetched, and laid down
 * as one index that every process of this user shares.
 *
 * <pre>
 * CACHE/lock              held while something is fetched or built
 * CACHE/index/ID.idx      an index; ID is the digest of what its sources were
 * CACHE/index/ID.txt      what could not be read of them, a line each
 * CACHE/web/DIGEST/       what was fetched from a URL, by the digest of the URL
 * </pre>
 *
 * <p>The files are written beside their places and renamed, so that a process sees a whole file or none. An index is never changed: other
 * sources have another ID.
 */
@NullMarked
package dev.waag.feeds;

import org.jspecify.annotations.NullMarked;
