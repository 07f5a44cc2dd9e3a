package dev.waag.sign;

import java.security.PublicKey;
import java.util.HexFormat;

/** A public Ed25519 key by which signed notes are verified (C2SP signed-note, "Ed25519 signatures"). */
public final class NoteVerifier {
    private final NoteKey key;
    private final PublicKey publicKey;

    private NoteVerifier(NoteKey key) throws NoteException {
        this.key = key;
        this.publicKey = Ed25519.publicKey(key.material());
    }

    /** Reads {@code name+id+base64}; refuses an id that is not the key's, and any type other than Ed25519. */
    public static NoteVerifier parse(String vkey) throws NoteException {
        NoteKey key = NoteKey.parse(vkey);
        if (NoteKey.idOf(key.name(), key.material()) != key.keyId()) {
            throw new NoteException("the id of key " + key.name() + " is not that of its name and public key");
        }
        return new NoteVerifier(key);
    }

    /** Takes the 32 raw bytes of a public key (RFC 8032 section 5.1.5). */
    public static NoteVerifier ed25519(String name, byte[] publicKey) throws NoteException {
        NoteKey.checkName(name);
        if (publicKey.length != NoteKey.MATERIAL) {
            throw new NoteException("an Ed25519 public key is " + NoteKey.MATERIAL + " bytes long");
        }
        return new NoteVerifier(new NoteKey(name, NoteKey.idOf(name, publicKey), publicKey));
    }

    /** Takes an Ed25519 public key of this platform; refuses one of another algorithm. */
    public static NoteVerifier ed25519(String name, PublicKey publicKey) throws NoteException {
        return ed25519(name, Ed25519.raw(publicKey));
    }

    public String name() {
        return key.name();
    }

    /** The id of the key, as an unsigned 32-bit number. */
    public int keyId() {
        return key.keyId();
    }

    /** The key as {@link #parse} reads it. */
    public String vkey() {
        return key.format();
    }

    /** The 32 raw bytes of the public key. */
    public byte[] publicKey() {
        return key.material();
    }

    /** The same key in the part of a witness. */
    public WitnessKey witness() {
        return WitnessKey.of(this);
    }

    /** Whether the signature, without the key id before it, is this key's for the text. */
    public boolean verify(byte[] text, byte[] sig) {
        return Ed25519.verify(publicKey, text, sig);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteVerifier that && vkey().equals(that.vkey());
    }

    @Override
    public int hashCode() {
        return vkey().hashCode();
    }

    @Override
    public String toString() {
        return name() + "+" + HexFormat.of().toHexDigits(keyId());
    }
}
