package dev.waag.advisory;

import dev.waag.python.Version;

/**
 * Bytes that compare, unsigned and one by one, as versions do by PEP 440: a search among many versions then makes none of them.
 *
 * <p>A number is its count of digits (one byte, or {@value #LONG} and four) and its digits; no number begins with 0. In this order: the epoch;
 * the numbers of the release without zeros at its end, and 0; the kind of pre-release (0 for a development release of the number itself, 1 to
 * 3 for a, b and rc with their number, 4 for none); the post-release's number or 0; 0 and the development release's number, or 1; each local
 * segment, 1 with its characters and 0, or 2 with its number, and 0.
 */
final class VersionKey {
    private static final int LONG = 250;

    private final String text;
    private final ByteWriter out = new ByteWriter();
    private int at;

    /** @param text as {@link Version#toString()} normalizes it */
    private VersionKey(String text) {
        this.text = text;
    }

    static byte[] of(Version version) {
        return new VersionKey(version.toString()).bytes();
    }

    private byte[] bytes() {
        int epoch = text.indexOf('!');
        number(0, Math.max(0, epoch));
        at = epoch + 1;
        release();
        char pre = peek(0);
        boolean post = text.startsWith(".post", at);
        boolean dev = text.startsWith(".dev", at);
        if (pre == 'a' || pre == 'b' || pre == 'r') {
            out.u8(pre == 'a' ? 1 : pre == 'b' ? 2 : 3);
            at += pre == 'r' ? 2 : 1;
            numberHere();
            post = text.startsWith(".post", at);
        } else {
            out.u8(dev ? 0 : 4);
        }
        if (post) {
            at += ".post".length();
            numberHere();
        } else {
            out.u8(0);
        }
        if (text.startsWith(".dev", at)) {
            at += ".dev".length();
            out.u8(0);
            numberHere();
        } else {
            out.u8(1);
        }
        local();
        return out.toBytes();
    }

    private void release() {
        int start = at;
        int end = start;
        int significant = start;
        while (isDigit(peek(0))) {
            int from = at;
            skipDigits();
            end = at;
            if (!(at == from + 1 && text.charAt(from) == '0')) {
                significant = at;
            }
            if (peek(0) == '.' && isDigit(peek(1))) {
                at++;
            }
        }
        at = start;
        while (at < significant) {
            numberHere();
            at++;
        }
        at = end;
        out.u8(0);
    }

    private void local() {
        while (at < text.length()) {
            at++; // the plus sign, or the dot between two segments
            int start = at;
            boolean numeric = true;
            while (at < text.length() && text.charAt(at) != '.') {
                numeric &= isDigit(text.charAt(at));
                at++;
            }
            if (numeric) {
                out.u8(2);
                number(start, at);
            } else {
                out.u8(1);
                for (int i = start; i < at; i++) {
                    out.u8(text.charAt(i));
                }
                out.u8(0);
            }
        }
        out.u8(0);
    }

    private void numberHere() {
        int start = at;
        skipDigits();
        number(start, at);
    }

    /** The digits of a number; none for zero, where it needs not differ from an absent one. */
    private void number(int start, int end) {
        int length = end - start;
        if (length < LONG) {
            out.u8(length);
        } else {
            out.u8(LONG).i32(length);
        }
        for (int i = start; i < end; i++) {
            out.u8(text.charAt(i));
        }
    }

    private void skipDigits() {
        while (isDigit(peek(0))) {
            at++;
        }
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
