package dev.waag.sign;

import java.util.Arrays;
import java.util.HexFormat;

/** One signature line of a signed note: a value. */
public final class NoteSignature {
    private final String name;
    private final int keyId;
    private final byte[] signature;

    /**
     * @param name the name of the key
     * @param keyId the id of the key, an unsigned 32-bit number
     * @param signature what the key's algorithm made of the text (for Ed25519 64 bytes), without the key id
     */
    public NoteSignature(String name, int keyId, byte[] signature) {
        this.name = name;
        this.keyId = keyId;
        this.signature = signature.clone();
    }

    public String name() {
        return name;
    }

    public int keyId() {
        return keyId;
    }

    public byte[] signature() {
        return signature.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteSignature that
                && name.equals(that.name)
                && keyId == that.keyId
                && Arrays.equals(signature, that.signature);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + keyId;
    }

    @Override
    public String toString() {
        return name + "+" + HexFormat.of().toHexDigits(keyId);
    }
}
