package dev.waag.code;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A source as UTF-8, whatever it was written in: PEP 263 and the byte order marks.
 *
 * @param utf8 with {@code \n} at the end of every line
 * @param high whether it has bytes beyond ASCII
 * @param odd an encoding that hides the text from whoever opens the file, if it names one
 */
record Source(byte[] utf8, boolean high, Optional<String> odd) {
    /** PEP 263, "Defining the Encoding": in the first or second line. */
    private static final Pattern CODING =
            Pattern.compile("(?:[ \\t\\f]*(?:#[^\\r\\n]*)?\\r?\\n)?[ \\t\\f]*#.*?coding[:=][ \\t]*([-\\w.]+)");

    private static final Set<String> PLAIN =
            Set.of("utf8", "utf", "u8", "utf8sig", "ascii", "usascii", "646", "cp65001");

    static Source of(byte[] bytes) {
        if (starts(bytes, 0xEF, 0xBB, 0xBF)) {
            return plain(java.util.Arrays.copyOfRange(bytes, 3, bytes.length), Optional.empty());
        }
        if (starts(bytes, 0xFF, 0xFE) || bytes.length > 3 && bytes[1] == 0 && bytes[3] == 0 && bytes[0] > 0) {
            return from(new String(bytes, UTF_16LE), "utf-16");
        }
        if (starts(bytes, 0xFE, 0xFF) || bytes.length > 3 && bytes[0] == 0 && bytes[2] == 0 && bytes[1] > 0) {
            return from(new String(bytes, UTF_16BE), "utf-16");
        }
        Matcher m = CODING.matcher(new String(bytes, 0, Math.min(bytes.length, 400), ISO_8859_1));
        if (!m.lookingAt()) {
            return plain(bytes, Optional.empty());
        }
        String name = m.group(1).toLowerCase(Locale.ROOT).replace('_', '-');
        String key = name.replace("-", "");
        if (PLAIN.contains(key)) {
            return plain(bytes, Optional.empty());
        }
        return switch (key) {
            case "utf7", "u7", "unicode11utf7" -> from(utf7(new String(bytes, ISO_8859_1)), name);
            case "unicodeescape", "rawunicodeescape" ->
                from(Literals.unescape(new String(bytes, ISO_8859_1), false), name);
            case "rot13", "rot-13" -> from(Fold.rot13(new String(bytes, ISO_8859_1)), name);
            case "hex", "base64", "bz2", "zlib", "zip", "uu", "quopri", "punycode", "idna" ->
                plain(bytes, Optional.of(name));
            default -> {
                Optional<Charset> charset = charset(key, name);
                yield charset.isEmpty()
                        ? plain(bytes, Optional.empty())
                        : plain(new String(bytes, charset.get()).getBytes(UTF_8), Optional.empty());
            }
        };
    }

    private static Optional<Charset> charset(String key, String name) {
        String known = key.equals("latin1") || key.equals("l1") ? "ISO-8859-1" : key.startsWith("cp") ? key : name;
        try {
            return Optional.of(Charset.forName(known));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Source from(String text, String odd) {
        String s = !text.isEmpty() && text.charAt(0) == '\uFEFF' ? text.substring(1) : text;
        return plain(s.getBytes(UTF_8), Optional.of(odd));
    }

    private static Source plain(byte[] bytes, Optional<String> odd) {
        byte[] text = bytes;
        boolean high = false;
        boolean lone = false;
        for (int i = 0; i < bytes.length; i++) {
            high |= bytes[i] < 0;
            lone |= bytes[i] == '\r' && (i + 1 == bytes.length || bytes[i + 1] != '\n');
        }
        if (high && !isUtf8(bytes)) {
            text = new String(bytes, ISO_8859_1).getBytes(UTF_8); // Python 2 took such files
        }
        if (lone) {
            text = text.clone();
            for (int i = 0; i < text.length; i++) {
                if (text[i] == '\r') {
                    text[i] = i + 1 < text.length && text[i + 1] == '\n' ? (byte) ' ' : (byte) '\n';
                }
            }
        }
        return new Source(text, high, odd);
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean starts(byte[] bytes, int... with) {
        for (int i = 0; i < with.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != with[i]) {
                return false;
            }
        }
        return true;
    }

    /** RFC 2152: {@code +…-} is UTF-16 in base64 without padding, {@code +-} a plus sign. */
    static String utf7(String s) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < s.length(); ) {
            char c = s.charAt(i++);
            if (c != '+') {
                out.append(c);
                continue;
            }
            int end = i;
            while (end < s.length()
                    && (Character.isLetterOrDigit(s.charAt(end)) || s.charAt(end) == '/' || s.charAt(end) == '+')
                    && s.charAt(end) < 128) {
                end++;
            }
            if (end == i) {
                out.append(i < s.length() && s.charAt(i) == '-' ? "+" : "");
            } else {
                try {
                    String part = s.substring(i, end);
                    byte[] units = Base64.getDecoder()
                            .decode(part.length() % 4 == 1 ? part.substring(0, part.length() - 1) : part);
                    out.append(new String(units, 0, units.length & ~1, UTF_16BE));
                } catch (IllegalArgumentException e) {
                    out.append(s, i, end);
                }
            }
            i = end < s.length() && s.charAt(end) == '-' ? end + 1 : end;
        }
        return out.toString();
    }
}
