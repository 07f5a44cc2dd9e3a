package dev.waag.sign;

import java.util.Base64;

/** Base64 of RFC 4648 section 4 in its one canonical spelling: padded, no line breaks, no stray bits (section 3.5). */
public final class StrictBase64 {
    private StrictBase64() {}

    public static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The bytes that the text spells. The JDK's decoder takes text without padding; two spellings of one value are one too many here. */
    public static byte[] decode(String text) throws NoteException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new NoteException("not base64: " + e.getMessage());
        }
        if (!encode(bytes).equals(text)) {
            throw new NoteException("not canonical base64");
        }
        return bytes;
    }
}
