/** Where advisories come from: exports, folders and the catalogues of exploited vulnerabilities, fetched, kept and refreshed. */
@NullMarked
package dev.waag.feeds;

import org.jspecify.annotations.NullMarked;
