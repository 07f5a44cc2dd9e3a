package dev.waag.keys;

import dev.waag.sign.Dsse;

/**
 * A signature whose making is in the ledger.
 *
 * @param entry the number of the ledger entry of kind {@code signature}
 */
public record LoggedSignature(Dsse.Signature signature, long entry) {}
