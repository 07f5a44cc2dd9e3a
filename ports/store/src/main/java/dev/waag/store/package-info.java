/** What survives a restart: SQL, blobs and the log's files. */
@NullMarked
package dev.waag.store;

import org.jspecify.annotations.NullMarked;
