/** The transparency log as mathematics: RFC 6962 hashes, C2SP tlog-tiles, checkpoints, proofs. No I/O. */
@NullMarked
package dev.waag.ledger;

import org.jspecify.annotations.NullMarked;
