package dev.waag.lock;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;

/** Bytes as text. What cannot be decoded is an error, never replaced: a replaced character could hide a requirement. */
final class Encodings {
    private Encodings() {}

    /** A TOML, JSON or INI file: UTF-8, a byte order mark before it passed over. */
    static String utf8(String file, byte[] content) throws LockException {
        int start = startsWith(content, 0xef, 0xbb, 0xbf) ? 3 : 0;
        return decode(file, content, start, StandardCharsets.UTF_8);
    }

    /** A requirements file as pip decodes it: by byte order mark, else by a coding comment in the first two lines (PEP 263), else UTF-8. */
    static String requirements(String file, byte[] content) throws LockException {
        if (startsWith(content, 0xef, 0xbb, 0xbf)) {
            return decode(file, content, 3, StandardCharsets.UTF_8);
        } else if (startsWith(content, 0xff, 0xfe, 0, 0)) {
            return decode(file, content, 4, StandardCharsets.UTF_32LE);
        } else if (startsWith(content, 0, 0, 0xfe, 0xff)) {
            return decode(file, content, 4, StandardCharsets.UTF_32BE);
        } else if (startsWith(content, 0xff, 0xfe)) {
            return decode(file, content, 2, StandardCharsets.UTF_16LE);
        } else if (startsWith(content, 0xfe, 0xff)) {
            return decode(file, content, 2, StandardCharsets.UTF_16BE);
        }
        return decode(file, content, 0, declared(file, content));
    }

    private static Charset declared(String file, byte[] content) throws LockException {
        int start = 0;
        for (int line = 1; line <= 2 && start < content.length; line++) {
            int end = start;
            while (end < content.length && content[end] != '\n') {
                end++;
            }
            String name = content[start] == '#'
                    ? coding(new String(content, start, end - start, StandardCharsets.ISO_8859_1))
                    : "";
            if (!name.isEmpty()) {
                return charset(file, line, name);
            }
            start = end + 1;
        }
        return StandardCharsets.UTF_8;
    }

    /** What follows the first {@code coding:} or {@code coding=}, if a name does. */
    private static String coding(String comment) {
        for (int at = comment.indexOf("coding"); at >= 0; at = comment.indexOf("coding", at + 1)) {
            int start = at + "coding".length();
            if (start >= comment.length() || comment.charAt(start) != ':' && comment.charAt(start) != '=') {
                continue;
            }
            start++;
            while (start < comment.length() && Character.isWhitespace(comment.charAt(start))) {
                start++;
            }
            int end = start;
            while (end < comment.length() && isName(comment.charAt(end))) {
                end++;
            }
            if (end > start) {
                return comment.substring(start, end);
            }
        }
        return "";
    }

    private static boolean isName(char c) {
        return TomlScalars.isDigit(c)
                || c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c == '-'
                || c == '_'
                || c == '.';
    }

    private static Charset charset(String file, int line, String name) throws LockException {
        String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
        try {
            // Python's spelling of two names that Java spells otherwise.
            return switch (plain) {
                case "utf8", "utf-8-sig" -> StandardCharsets.UTF_8;
                case "latin-1", "latin1", "iso-latin-1", "l1" -> StandardCharsets.ISO_8859_1;
                default -> Charset.forName(plain);
            };
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new LockException(file, line, 1, "no such encoding: " + LockException.quote(name));
        }
    }

    private static boolean startsWith(byte[] content, int... bytes) {
        if (content.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((content[i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static String decode(String file, byte[] content, int start, Charset charset) throws LockException {
        String text = new String(content, start, content.length - start, charset);
        // Only a text that has the replacement character can be one with something replaced.
        return text.indexOf('\ufffd') < 0 ? text : strict(file, content, start, charset);
    }

    private static String strict(String file, byte[] content, int start, Charset charset) throws LockException {
        ByteBuffer in = ByteBuffer.wrap(content, start, content.length - start);
        CharBuffer out = CharBuffer.allocate(content.length - start + 1);
        CoderResult result = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(in, out, true);
        if (result.isError()) {
            int line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += content[i] == '\n' ? 1 : 0;
            }
            throw new LockException(file, line, 1, "it is not text in " + charset.name());
        }
        return out.flip().toString();
    }
}
