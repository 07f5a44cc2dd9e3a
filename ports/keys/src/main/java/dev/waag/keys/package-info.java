/**
 * The key ring of a data folder: keys made, rotated and revoked, each change a new version of the trust root and an entry of the ledger in
 * one transaction; and the stores that hold the private halves: encrypted files, a PKCS#11 token, a vault. No private key leaves this
 * module's signers.
 */
@NullMarked
package dev.waag.keys;

import org.jspecify.annotations.NullMarked;
