package dev.waag.code;

import java.util.Locale;

/** The text of a string literal, by the Python reference, "String and Bytes literals". */
final class Literals {
    private Literals() {}

    /** @param start prefix and opening quotes */
    static boolean isBytes(String start) {
        return prefix(start).contains("b");
    }

    static boolean isRaw(String start) {
        return prefix(start).contains("r");
    }

    private static String prefix(String start) {
        int quote = 0;
        while (quote < start.length() && start.charAt(quote) != '"' && start.charAt(quote) != '\'') {
            quote++;
        }
        return start.substring(0, quote).toLowerCase(Locale.ROOT);
    }

    /** With its escapes replaced by what they stand for. */
    static String unescape(String s, boolean bytes) {
        if (s.indexOf('\\') < 0) {
            return s;
        }
        StringBuilder out = new StringBuilder(s.length());
        for (int i = 0; i < s.length(); ) {
            char c = s.charAt(i++);
            if (c != '\\' || i == s.length()) {
                out.append(c);
                continue;
            }
            char e = s.charAt(i++);
            switch (e) {
                case '\n' -> {}
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case 'a' -> out.append('\u0007');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'v' -> out.append('\u000b');
                case 'N' -> i = bytes ? keep(out, e, i) : named(s, i, out);
                case 'x' -> i = hex(s, i, 2, out);
                case 'u' -> i = bytes ? keep(out, e, i) : hex(s, i, 4, out);
                case 'U' -> i = bytes ? keep(out, e, i) : hex(s, i, 8, out);
                case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                    int n = e - '0';
                    for (int k = 0; k < 2 && i < s.length() && s.charAt(i) >= '0' && s.charAt(i) <= '7'; k++) {
                        n = n * 8 + s.charAt(i++) - '0';
                    }
                    out.append((char) n);
                }
                case '\\', '\'', '"' -> out.append(e);
                default -> keep(out, e, i);
            }
        }
        return out.toString();
    }

    /** A character by its name in Unicode, in braces. */
    private static int named(String s, int from, StringBuilder out) {
        int end = s.indexOf('}', from);
        if (from < s.length() && s.charAt(from) == '{' && end > 0) {
            try {
                out.appendCodePoint(Character.codePointOf(s.substring(from + 1, end)));
                return end + 1;
            } catch (IllegalArgumentException e) {
                // a name that Java's Unicode lacks
            }
        }
        return keep(out, 'N', from);
    }

    private static int keep(StringBuilder out, char e, int i) {
        out.append('\\').append(e);
        return i;
    }

    private static int hex(String s, int from, int digits, StringBuilder out) {
        int to = Math.min(s.length(), from + digits);
        int n = 0;
        int i = from;
        for (; i < to; i++) {
            int d = Character.digit(s.charAt(i), 16);
            if (d < 0) {
                break;
            }
            n = n * 16 + d;
        }
        if (Character.isValidCodePoint(n)) {
            out.appendCodePoint(n);
        }
        return i;
    }
}
