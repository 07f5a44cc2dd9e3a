package dev.waag.sign;

import dev.waag.core.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What the public and the private form of a key have in common: {@code name+id+base64(type byte, 32 bytes)}. */
final class NoteKey {
    /** The signature type of Ed25519 (C2SP signed-note, "Signature types"). */
    static final byte ED25519 = 1;

    /** The signature type of a witness's Ed25519 cosignatures (C2SP tlog-cosignature). */
    static final byte COSIGNATURE = 4;

    /** The length of an Ed25519 public key, and of a private key's seed (RFC 8032 section 5.1). */
    static final int MATERIAL = 32;

    private final String name;
    private final int keyId;
    private final byte[] material;

    NoteKey(String name, int keyId, byte[] material) {
        this.name = name;
        this.keyId = keyId;
        this.material = material.clone();
    }

    String name() {
        return name;
    }

    int keyId() {
        return keyId;
    }

    byte[] material() {
        return material.clone();
    }

    /** Reads the form; whether the id belongs to the key is for the caller to check. */
    static NoteKey parse(String text) throws NoteException {
        return parse(text, ED25519);
    }

    static NoteKey parse(String text, byte type) throws NoteException {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3) {
            throw new NoteException("a key is written name+id+base64");
        }
        checkName(parts[0]);
        if (!parts[1].matches("[0-9a-f]{8}")) {
            throw new NoteException("the id of key " + parts[0] + " is not eight hexadecimal digits");
        }
        byte[] data = StrictBase64.decode(parts[2]);
        if (data.length == 0 || data[0] != type) {
            throw new NoteException("the type of key " + parts[0] + " is not "
                    + (type == ED25519 ? "Ed25519" : type == COSIGNATURE ? "that of a witness" : "known"));
        }
        if (data.length != 1 + MATERIAL) {
            throw new NoteException("key " + parts[0] + " is not " + MATERIAL + " bytes long");
        }
        byte[] material = new byte[MATERIAL];
        System.arraycopy(data, 1, material, 0, MATERIAL);
        return new NoteKey(parts[0], HexFormat.fromHexDigits(parts[1]), material);
    }

    String format() {
        return format(ED25519);
    }

    String format(byte type) {
        byte[] data = new byte[1 + MATERIAL];
        data[0] = type;
        System.arraycopy(material, 0, data, 1, MATERIAL);
        return name + "+" + HexFormat.of().toHexDigits(keyId) + "+" + StrictBase64.encode(data);
    }

    /** The recommended key id: the first four bytes of SHA-256(name, newline, type byte, public key). */
    static int idOf(String name, byte[] publicKey) {
        return idOf(name, ED25519, publicKey);
    }

    static int idOf(String name, byte type, byte[] publicKey) {
        var digest = Sha256.digest();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        digest.update(type);
        return ByteBuffer.wrap(digest.digest(publicKey)).getInt();
    }

    static void checkName(String name) throws NoteException {
        if (!isName(name)) {
            throw new NoteException(
                    "a key's name is not empty and has no space, no plus sign and no control character");
        }
    }

    static boolean isName(String name) {
        return !name.isEmpty()
                && NoteText.isUnicode(name)
                && name.codePoints()
                        .noneMatch(c -> c == '+'
                                || Character.isWhitespace(c)
                                || Character.isSpaceChar(c)
                                || Character.isISOControl(c));
    }
}
