package dev.waag.python;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** References on a page, made absolute. */
final class Links {
    private static final boolean[] PLAIN = new boolean[128];

    static {
        // what RFC 3986 lets stand in a URI, without the percent sign, which must begin an escape
        for (char c : "-._~:/?#@!$&'()*+,;=".toCharArray()) {
            PLAIN[c] = true;
        }
        for (char c = 0; c < PLAIN.length; c++) {
            PLAIN[c] |= Ascii.isLetterOrDigit(c);
        }
    }

    private Links() {}

    /** The absolute URL, its fragment included; empty where it is not http or https, has no host, or cannot be read. Characters that must be escaped are. */
    static Optional<String> resolve(URI base, String reference) {
        // nearly every index writes these, and there may be thousands on a page
        if (isPlainWebUrl(reference)) {
            return Optional.of(reference);
        }
        // browsers take it for a slash, others do not: nobody could say which host is meant
        if (reference.indexOf('\\') >= 0) {
            return Optional.empty();
        }
        try {
            URI url = base.resolve(new URI(escape(reference)));
            String scheme = url.getScheme();
            boolean web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
            return web && url.getHost() != null ? Optional.of(withinRoot(url).toString()) : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The URL without its fragment. */
    static String withoutFragment(String url) {
        int fragment = url.indexOf('#');
        return fragment < 0 ? url : url.substring(0, fragment);
    }

    /** What stands behind the {@code #}; {@code ""} where there is none. */
    static String fragment(String url) {
        int fragment = url.indexOf('#');
        return fragment < 0 ? "" : url.substring(fragment + 1);
    }

    /** The last part of an absolute URL's path, percent-decoded; {@code ""} for a folder. */
    static String lastSegment(String url) {
        int end = 0;
        while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != '#') {
            end++;
        }
        int slash = url.lastIndexOf('/', end - 1);
        boolean inPath = slash > url.indexOf("://") + 2;
        return inPath ? decode(url.substring(slash + 1, end)) : "";
    }

    /** Java keeps {@code /../} where a reference climbs above the root; RFC 3986, 5.2.4 drops it. */
    private static URI withinRoot(URI url) {
        URI within = url;
        while (within.getRawPath().startsWith("/../")) {
            within = URI.create(within.toString().replaceFirst("/\\.\\./", "/"));
        }
        return within;
    }

    /** Whether a text is certainly an absolute http(s) URL with an ordinary host name and nothing to escape; false says nothing. */
    private static boolean isPlainWebUrl(String text) {
        int host = text.startsWith("https://") ? 8 : text.startsWith("http://") ? 7 : -1;
        if (host < 0) {
            return false;
        }
        int path = hostEnd(text, host);
        if (path == host || path == text.length() || text.charAt(path) != '/') {
            return false;
        }
        int fragments = 0;
        for (int i = path; i < text.length(); i++) {
            if (!isPlain(text, i)) {
                return false;
            }
            fragments += text.charAt(i) == '#' ? 1 : 0;
        }
        return fragments <= 1;
    }

    /** The end of a host name of labels that begin with a letter, and of the port; where it is written otherwise, some index that holds no slash. */
    private static int hostEnd(String text, int start) {
        int i = start;
        char before = '.';
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean fits = before == '.'
                    ? Ascii.isLetter(c)
                    : Ascii.isLetterOrDigit(c) || c == '-' || c == '.' && before != '-';
            if (!fits) {
                break;
            }
            before = c;
            i++;
        }
        if (before == '.' || before == '-') {
            return start;
        }
        if (i < text.length() && text.charAt(i) == ':') {
            int digits = i + 1;
            while (digits < text.length() && digits < i + 6 && Ascii.isDigit(text.charAt(digits))) {
                digits++;
            }
            return digits > i + 1 ? digits : i;
        }
        return i;
    }

    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int i = 0;
        while (i < text.length()) {
            if (isEscape(text, i)) {
                bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 3;
            } else {
                int c = text.codePointAt(i);
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String escape(String reference) {
        for (int i = 0; i < reference.length(); i++) {
            if (!isPlain(reference, i)) {
                return escaped(reference);
            }
        }
        return reference;
    }

    private static String escaped(String reference) {
        StringBuilder out = new StringBuilder(reference.length() + 16);
        int i = 0;
        while (i < reference.length()) {
            int c = reference.codePointAt(i);
            if (isPlain(reference, i)) {
                out.append((char) c);
            } else {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
                }
            }
            i += Character.charCount(c);
        }
        return out.toString();
    }

    private static boolean isPlain(String text, int i) {
        char c = text.charAt(i);
        return c < PLAIN.length && PLAIN[c] || c == '%' && isEscape(text, i);
    }

    private static boolean isEscape(String text, int i) {
        return text.charAt(i) == '%'
                && i + 2 < text.length()
                && HexFormat.isHexDigit(text.charAt(i + 1))
                && HexFormat.isHexDigit(text.charAt(i + 2));
    }
}
