package dev.waag.report;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** File paths as URI references (RFC 3986): relative ones stay relative to the folder that the command ran in. */
final class RelativeUri {
    private static final String PLAIN = "-._~!$&'()*+,;=@/";

    private RelativeUri() {}

    /** {@code a b\c.txt} is {@code a%20b/c.txt}, {@code /x} is {@code file:///x}; an empty path is {@code .}, the folder itself. */
    static String of(String path) {
        String slashed = Plain.wellFormed(path).replace('\\', '/');
        int from = 0;
        while (slashed.startsWith("./", from)) {
            from += 2;
        }
        String rest = slashed.substring(from);
        if (rest.isEmpty()) {
            return ".";
        }
        boolean drive = rest.length() > 2
                && rest.charAt(1) == ':'
                && rest.charAt(2) == '/'
                && Character.isLetter(rest.charAt(0));
        if (drive) {
            return "file:///" + rest.charAt(0) + ":" + encoded(rest.substring(2));
        }
        if (rest.startsWith("/")) {
            // Two slashes would begin a host.
            int at = 0;
            while (at < rest.length() && rest.charAt(at) == '/') {
                at++;
            }
            return "file:///" + encoded(rest.substring(at));
        }
        return encoded(rest);
    }

    /** Unreserved characters and what a path may hold stay, a colon does not: in a first segment it would end a scheme. */
    static String encoded(String text) {
        return encoded(text, PLAIN);
    }

    /** Letters, digits and the characters of {@code plain} stay, all other bytes of UTF-8 become {@code %XX}. */
    static String encoded(String text, String plain) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || plain.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return out.toString();
    }
}
