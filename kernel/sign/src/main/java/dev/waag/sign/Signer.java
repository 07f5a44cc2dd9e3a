package dev.waag.sign;

/** Something that signs: a private key in memory, in a token, or behind another machine's interface. */
public interface Signer {
    /** The public key. */
    VerifyKey publicKey();

    /** The signature of a message in the form of the key's algorithm ({@link KeyAlgorithm}). */
    byte[] sign(byte[] message);

    /** 64 hexadecimal digits: {@link VerifyKey#keyId}. */
    default String keyId() {
        return publicKey().keyId();
    }

    default KeyAlgorithm algorithm() {
        return publicKey().algorithm();
    }
}
