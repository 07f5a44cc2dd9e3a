package dev.waag.python;

import java.util.OptionalInt;

/**
 * A string of Python in single or double quotes, as a marker holds it: Python's tools read it with Python's own rules, escapes among them
 * (Python Language Reference, "String and Bytes literals"). The quote itself cannot stand in it, escaped or not. Characters by their
 * Unicode name, {@code \N}, are not read.
 */
final class PythonString {
    private static final String PLAIN = "\\'\"";
    private static final String LETTERS = "abfnrtv";
    private static final String MEANINGS = "\u0007\b\f\n\r\t\u000b";

    private final Cursor in;
    private final String body;
    private final int start;
    private int at;

    private PythonString(Cursor in, String body) {
        this.in = in;
        this.body = body;
        this.start = in.at() + 1;
    }

    /** The text of the string whose opening quote stands here; passes the string. */
    static String read(Cursor in) throws RequirementException {
        int end = in.text().indexOf(in.peek(), in.at() + 1);
        if (end < 0) {
            throw in.error("this quote has no end", in.at());
        }
        String text = new PythonString(in, in.text().substring(in.at() + 1, end)).text();
        in.moveTo(end + 1);
        return text;
    }

    private String text() throws RequirementException {
        StringBuilder out = new StringBuilder(body.length());
        while (at < body.length()) {
            char c = body.charAt(at);
            if (c == '\n' || c == '\r' || c == '\0') {
                throw in.error("a line end or NUL cannot stand in quotes", start + at);
            }
            if (c == '\\') {
                escape(out);
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    /** Python keeps a backslash that begins no escape it knows. */
    private void escape(StringBuilder out) throws RequirementException {
        if (at + 1 == body.length()) {
            throw in.error("a quote cannot follow a backslash", start + at);
        }
        char c = body.charAt(at + 1);
        int letter = LETTERS.indexOf(c);
        if (letter >= 0) {
            out.append(MEANINGS.charAt(letter));
            at += 2;
        } else if (PLAIN.indexOf(c) >= 0) {
            out.append(c);
            at += 2;
        } else if (c == '\n' || c == '\r') {
            at += body.startsWith("\r\n", at + 1) ? 3 : 2;
        } else if (c >= '0' && c <= '7') {
            octal(out);
        } else if (c == 'x' || c == 'u' || c == 'U') {
            hex(out, c == 'x' ? 2 : c == 'u' ? 4 : 8);
        } else if (c == 'N') {
            throw in.error("characters by name, \\N, are not read", start + at);
        } else {
            out.append('\\');
            at++;
        }
    }

    private void octal(StringBuilder out) {
        int value = 0;
        int end = at + 1;
        while (end < Math.min(at + 4, body.length()) && body.charAt(end) >= '0' && body.charAt(end) <= '7') {
            value = 8 * value + body.charAt(end) - '0';
            end++;
        }
        out.append((char) value);
        at = end;
    }

    private void hex(StringBuilder out, int digits) throws RequirementException {
        OptionalInt code = hexValue(at + 2, digits);
        if (code.isEmpty() || !Character.isValidCodePoint(code.getAsInt())) {
            throw in.error("this escape needs " + digits + " hexadecimal digits of a character", start + at);
        }
        out.appendCodePoint(code.getAsInt());
        at += 2 + digits;
    }

    private OptionalInt hexValue(int from, int digits) {
        if (from + digits > body.length()) {
            return OptionalInt.empty();
        }
        long value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = body.charAt(i) < 0x80 ? Character.digit(body.charAt(i), 16) : -1;
            if (digit < 0) {
                return OptionalInt.empty();
            }
            value = 16 * value + digit;
        }
        return value > Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of((int) value);
    }
}
