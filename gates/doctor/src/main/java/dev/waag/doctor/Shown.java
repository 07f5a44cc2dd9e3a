package dev.waag.doctor;

import dev.waag.core.Secrets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The only way that text of a read file gets into a report: a URL keeps scheme, host and path; user, password,
 * query and fragment go, and with them whatever could be a secret in an odd place. Control characters are made
 * visible, so that a file cannot write to the reader's terminal.
 */
final class Shown {
    private static final int LONGEST = 300;
    private static final Pattern URL =
            Pattern.compile("(?s)((?:[A-Za-z0-9._-]+=)?[A-Za-z][A-Za-z0-9+.-]*://)([^/?#\\s]*)([^?#\\s]*)(.*)");
    private static final Pattern HOST = Pattern.compile("\\[[0-9A-Fa-f:.]+](?::\\d{1,5})?|[^:@]*(?::\\d{1,5})?");
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9-]+(?:\\.[a-z0-9-]+)*\\.[a-z]{2,}");
    private static final Pattern SCP = Pattern.compile("(?:git\\+)?git@([A-Za-z0-9.-]+):.*");

    /** A path segment that is long and mixed is more likely a token than a name. */
    private static final Pattern TOKEN =
            Pattern.compile("(?<=/)(?=[^/.]*\\d)(?=[^/.]*[A-Za-z])[A-Za-z0-9_~-]{16,}(?=/|$)");

    private Shown() {}

    /** A URL as it may be shown; text that is not a URL but may hold one (an {@code @} in it) is shown as the mask. */
    static String url(String raw) {
        String text = raw.strip();
        Matcher m = URL.matcher(text);
        if (m.matches() && m.group(4).indexOf('@') < 0) {
            return plain(m.group(1)
                    + authorityAndPath(m.group(1), m.group(2), m.group(3))
                    + (m.group(4).isBlank() ? "" : "…"));
        }
        Matcher scp = SCP.matcher(text);
        if (scp.matches()) {
            return plain("git@" + scp.group(1) + ":…");
        }
        return text.contains("@") || text.contains("//") ? Secrets.MASK : plain(text);
    }

    private static String authorityAndPath(String scheme, String authority, String path) {
        int at = authority.lastIndexOf('@');
        String host = authority.substring(at + 1);
        int cut = path.indexOf('@');
        if (!HOST.matcher(host).matches() || (cut >= 0 && !isRevision(scheme, authority, path.substring(0, cut)))) {
            return Secrets.MASK;
        }
        String shownPath = TOKEN.matcher(cut < 0 ? path : path.substring(0, cut))
                .replaceAll(Matcher.quoteReplacement(Secrets.MASK));
        return (at < 0 ? "" : Secrets.MASK + "@") + host + shownPath + (cut < 0 ? "" : "@…");
    }

    /**
     * Whether the {@code @} after this path begins a revision ({@code git+https://host/x.git@v1}), rather than ending a password
     * that holds an unescaped slash: such a password ends up where the host or the path should be.
     */
    private static boolean isRevision(String scheme, String authority, String path) {
        return scheme.contains("+")
                && (path.endsWith(".git") || DOMAIN.matcher(authority).matches());
    }

    /** The text on one line, shortened, without control or direction characters. */
    static String plain(String text) {
        boolean whole = text.codePointCount(0, text.length()) <= LONGEST;
        return whole ? visible(text) : visible(text.substring(0, text.offsetByCodePoints(0, LONGEST))) + "…";
    }

    /** The text on one line, control and direction characters replaced. */
    static String visible(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean hidden = type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            shown.appendCodePoint(hidden ? '\uFFFD' : c);
        });
        return shown.toString();
    }
}
