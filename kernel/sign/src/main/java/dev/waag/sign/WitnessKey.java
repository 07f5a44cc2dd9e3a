package dev.waag.sign;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A public key by which a witness's cosignatures are verified (C2SP tlog-cosignature, "Ed25519"). Its written form differs from that of a
 * log's key in the type byte, which is 4, so that neither passes for the other.
 */
public final class WitnessKey {
    private static final int SIGNATURE = 64;

    private final String name;
    private final byte[] material;
    private final int keyId;
    private final PublicKey publicKey;

    private WitnessKey(String name, byte[] material) throws NoteException {
        this.name = name;
        this.material = material.clone();
        this.keyId = NoteKey.idOf(name, NoteKey.COSIGNATURE, material);
        this.publicKey = Ed25519.publicKey(material);
    }

    /** Reads {@code name+id+base64}; refuses an id that is not the key's, and any type other than a witness's. */
    public static WitnessKey parse(String vkey) throws NoteException {
        NoteKey key = NoteKey.parse(vkey, NoteKey.COSIGNATURE);
        WitnessKey witness = new WitnessKey(key.name(), key.material());
        if (witness.keyId != key.keyId()) {
            throw new NoteException("the id of key " + key.name() + " is not that of its name and public key");
        }
        return witness;
    }

    /** The same name and key, in the part of a witness. */
    static WitnessKey of(NoteVerifier key) {
        try {
            return new WitnessKey(key.name(), key.publicKey());
        } catch (NoteException e) {
            throw new IllegalStateException("a key that was usable is not any more", e);
        }
    }

    /** What is signed: the time, then the checkpoint. */
    static byte[] message(String text, long seconds) {
        return ("cosignature/v1\ntime " + seconds + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }

    public String name() {
        return name;
    }

    /** The id of the key, as an unsigned 32-bit number. */
    public int keyId() {
        return keyId;
    }

    /** The key as {@link #parse} reads it. */
    public String vkey() {
        return new NoteKey(name, keyId, material).format(NoteKey.COSIGNATURE);
    }

    /** When this witness cosigned the checkpoint; empty where the signature is not its own, or wrong. */
    public Optional<Instant> verify(String text, NoteSignature signature) {
        byte[] sig = signature.signature();
        if (signature.keyId() != keyId || !signature.name().equals(name) || sig.length != Long.BYTES + SIGNATURE) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(sig);
        long seconds = buffer.getLong();
        byte[] rest = new byte[SIGNATURE];
        buffer.get(rest);
        if (seconds < 0 || !Ed25519.verify(publicKey, message(text, seconds), rest)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.ofEpochSecond(seconds));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return name + "+" + HexFormat.of().toHexDigits(keyId);
    }
}
