package dev.waag.inspect;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text from archives, which may be anything. */
final class Text {
    private Text() {}

    /** For people and terminals. */
    static final class Shown {
        private Shown() {}

        /** One line of at most that many characters, everything that does not print shown as its code point. */
        static String line(String text, int longest) {
            StringBuilder out = new StringBuilder(Math.min(text.length(), longest) + 8);
            int i = 0;
            while (i < text.length()) {
                int c = text.codePointAt(i);
                if (out.length() >= longest) {
                    return out.append("...").toString();
                }
                if (c == '\t') {
                    out.append(' ');
                } else if (prints(c)) {
                    out.appendCodePoint(c);
                } else {
                    out.append(String.format("\\u%04x", c));
                }
                i += Character.charCount(c);
            }
            return out.toString();
        }

        private static boolean prints(int c) {
            return switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.UNASSIGNED,
                        Character.PRIVATE_USE -> false;
                default -> true;
            };
        }
    }

    /** Empty where the bytes are not of that encoding. */
    static Optional<String> decode(byte[] bytes, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
