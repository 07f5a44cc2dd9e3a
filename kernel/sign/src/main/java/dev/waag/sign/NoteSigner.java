package dev.waag.sign;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.time.Instant;

/** A private Ed25519 key that signs notes. Whoever has it, or what {@link #encode} returns, signs in its name. */
public final class NoteSigner {
    private static final String PREFIX = "PRIVATE+KEY+";

    private final NoteKey key;
    private final PrivateKey privateKey;
    private final NoteVerifier verifier;

    private NoteSigner(String name, byte[] seed) throws NoteException {
        this.verifier = NoteVerifier.ed25519(name, Ed25519.publicOf(seed));
        this.key = new NoteKey(name, verifier.keyId(), seed);
        this.privateKey = Ed25519.privateKey(seed);
    }

    /** A new key from the platform's random numbers. The name must suit C2SP signed-note: not empty, no space, no plus sign. */
    public static NoteSigner generate(String name) {
        byte[] seed = new byte[NoteKey.MATERIAL];
        new SecureRandom().nextBytes(seed);
        try {
            return new NoteSigner(name, seed);
        } catch (NoteException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Reads {@code PRIVATE+KEY+name+id+base64}, the form of golang.org/x/mod/sumdb/note; refuses an id that is not the key's. */
    public static NoteSigner parse(String skey) throws NoteException {
        if (!skey.startsWith(PREFIX)) {
            throw new NoteException("a private key begins with " + PREFIX);
        }
        NoteKey key = NoteKey.parse(skey.substring(PREFIX.length()));
        NoteSigner signer = new NoteSigner(key.name(), key.material());
        if (signer.key.keyId() != key.keyId()) {
            throw new NoteException("the id of private key " + key.name() + " is not that of its name and public key");
        }
        return signer;
    }

    /** The key as a file of the key store ({@link KeyFile}), encrypted under the passphrase. */
    public byte[] toFile(char[] passphrase, KeyFile.Strength strength) {
        return KeyFile.write(key.name(), privateKey, passphrase, strength);
    }

    /** Reads what {@link #toFile} wrote; the key's name is kept in lower case there. */
    public static NoteSigner ofFile(byte[] file, char[] passphrase) throws NoteException {
        KeyFile.Entry entry = KeyFile.read(file, passphrase);
        if (entry.key() instanceof EdECPrivateKey edwards && edwards.getBytes().isPresent()) {
            return new NoteSigner(entry.alias(), edwards.getBytes().get());
        }
        throw new NoteException("the key file holds no Ed25519 key");
    }

    /** The private key in the form that {@link #parse} reads: a secret. */
    public String encode() {
        return PREFIX + key.format();
    }

    /** The public key. */
    public NoteVerifier verifier() {
        return verifier;
    }

    /**
     * Signs a text and returns the whole signed note: the text, an empty line, one signature line.
     *
     * @param text ends in a newline and holds no other control character
     * @throws IllegalArgumentException for a text that cannot be a note's
     */
    public String sign(String text) {
        if (!text.endsWith("\n") || !NoteText.isAllowed(text)) {
            throw new IllegalArgumentException(
                    "the text of a note ends in a newline and holds no other control character");
        }
        return text + "\n" + signatureLine(text);
    }

    private String signatureLine(String text) {
        byte[] signature = Ed25519.sign(privateKey, text.getBytes(StandardCharsets.UTF_8));
        byte[] line = ByteBuffer.allocate(Integer.BYTES + signature.length)
                .putInt(key.keyId())
                .put(signature)
                .array();
        return SignedNote.DASH + key.name() + " " + StrictBase64.encode(line) + "\n";
    }

    /**
     * Cosigns a checkpoint as a witness (C2SP tlog-cosignature, "Ed25519 signed message") and returns the signature line, with its newline.
     *
     * @param text the checkpoint, which the caller has found consistent with all that it cosigned before
     * @param at when; counted in seconds
     */
    public String cosign(String text, Instant at) {
        WitnessKey witness = WitnessKey.of(verifier);
        byte[] signature = Ed25519.sign(privateKey, WitnessKey.message(text, at.getEpochSecond()));
        byte[] line = ByteBuffer.allocate(Integer.BYTES + Long.BYTES + signature.length)
                .putInt(witness.keyId())
                .putLong(at.getEpochSecond())
                .put(signature)
                .array();
        return SignedNote.DASH + key.name() + " " + StrictBase64.encode(line) + "\n";
    }

    @Override
    public String toString() {
        return verifier + " [REDACTED]";
    }
}
