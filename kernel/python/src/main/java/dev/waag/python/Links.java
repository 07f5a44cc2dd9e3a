package dev.waag.python;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** References on a page, made absolute. */
final class Links {
    /** What RFC 3986 lets stand in a URI. */
    private static final String ALLOWED = "-._~:/?#@!$&'()*+,;=%";

    private Links() {}

    /** The absolute URL; empty where it is not http or https, has no host, or cannot be read. Characters that must be escaped are. */
    static Optional<URI> resolve(URI base, String reference) {
        try {
            URI url = base.resolve(new URI(escape(reference)));
            String scheme = url.getScheme();
            boolean web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
            if (!web || url.getHost() == null) {
                return Optional.empty();
            }
            return Optional.of(withinRoot(url));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Java keeps {@code /../} where a reference climbs above the root; RFC 3986, 5.2.4 drops it. */
    private static URI withinRoot(URI url) {
        URI within = url;
        while (within.getRawPath().startsWith("/../")) {
            within = URI.create(within.toString().replaceFirst("/\\.\\./", "/"));
        }
        return within;
    }

    /** The URL as text, without its fragment. */
    static String withoutFragment(URI url) {
        String text = url.toString();
        int fragment = text.indexOf('#');
        return fragment < 0 ? text : text.substring(0, fragment);
    }

    /** The last part of the URL's path, percent-decoded; {@code ""} for a folder. */
    static String lastSegment(URI url) {
        String path = url.getRawPath();
        return path == null ? "" : decode(path.substring(path.lastIndexOf('/') + 1));
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
        return c == '%' ? isEscape(text, i) : Ascii.isLetterOrDigit(c) || ALLOWED.indexOf(c) >= 0;
    }

    private static boolean isEscape(String text, int i) {
        return text.charAt(i) == '%'
                && i + 2 < text.length()
                && HexFormat.isHexDigit(text.charAt(i + 1))
                && HexFormat.isHexDigit(text.charAt(i + 2));
    }
}
