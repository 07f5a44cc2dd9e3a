/**
 * Who asks, and what they may do: users with roles, tokens, the identities of CI jobs, and the separation of duties between them.
 *
 * <p>A token is {@code waag_<id>_<secret><checksum>}: the id of 10 characters names it in lists and in the ledger, the secret has 256 random
 * bits, and the checksum (CRC-32, 6 digits in base 62) lets scanners for leaked secrets tell a token from a text like one. Only the SHA-256
 * of a token is kept.
 */
@NullMarked
package dev.waag.identity;

import org.jspecify.annotations.NullMarked;
