package dev.waag.check;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The only way that text of a read file gets into a report: a URL keeps scheme, user, host and path; password, lone
 * token, query and fragment go, and with them whatever could be a secret in an odd place. Control characters are made
 * visible, so that a file cannot write to the reader's terminal.
 */
final class Shown {
    static final String MASK = "***";

    private static final int LONGEST = 300;
    private static final Pattern URL =
            Pattern.compile("(?s)((?:[A-Za-z0-9._-]+=)?[A-Za-z][A-Za-z0-9+.-]*://)([^/?#\\s]*)([^?#\\s]*)(.*)");
    private static final Pattern HOST = Pattern.compile("\\[[0-9A-Fa-f:.]+](?::\\d{1,5})?|[^:@]*(?::\\d{1,5})?");
    private static final Pattern SCP = Pattern.compile("(?:git\\+)?git@([A-Za-z0-9.-]+):.*");

    /** A path segment that is long and mixed is more likely a token than a name. */
    private static final Pattern TOKEN =
            Pattern.compile("(?<=/)(?=[^/.]*\\d)(?=[^/.]*[A-Za-z])[A-Za-z0-9_~-]{16,}(?=/|$)");

    private Shown() {}

    /** A URL as it may be shown; text that is not a URL but may hold one (an {@code @} in it) is shown as the mask. */
    static String url(String raw) {
        String text = raw.strip();
        Matcher m = URL.matcher(text);
        if (m.matches()) {
            return plain(m.group(1)
                    + authorityAndPath(m.group(1), m.group(2), m.group(3))
                    + (m.group(4).isBlank() ? "" : "…"));
        }
        Matcher scp = SCP.matcher(text);
        if (scp.matches()) {
            return plain("git@" + scp.group(1) + ":…");
        }
        return text.contains("@") || text.contains("//") ? MASK : plain(text);
    }

    private static String authorityAndPath(String scheme, String authority, String path) {
        int at = authority.lastIndexOf('@');
        String host = authority.substring(at + 1);
        // A password with an unescaped slash or at sign ends up where the host or the path should be.
        boolean odd = !HOST.matcher(host).matches() || (path.contains("@") && !scheme.contains("+"));
        if (odd) {
            return MASK;
        }
        int cut = path.indexOf('@');
        String shownPath =
                TOKEN.matcher(cut < 0 ? path : path.substring(0, cut)).replaceAll(MASK.replace("*", "\\*"));
        return user(at < 0 ? "" : authority.substring(0, at), at >= 0) + host + shownPath + (cut < 0 ? "" : "@…");
    }

    private static String user(String info, boolean present) {
        if (!present) {
            return "";
        }
        int colon = info.indexOf(':');
        // In user:password the user is shown unless it is an unnamed token's usual place holder or looks like a token.
        boolean named = colon > 0 && info.substring(0, colon).matches("[A-Za-z][A-Za-z0-9_.-]{0,14}");
        return (named ? info.substring(0, colon + 1) : "") + MASK + "@";
    }

    /** The text on one line, shortened, without control or direction characters. */
    static String plain(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> {
            int type = Character.getType(c);
            boolean hidden = type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            shown.appendCodePoint(hidden ? '\uFFFD' : c);
        });
        return shown.append(text.codePointCount(0, text.length()) > LONGEST ? "…" : "")
                .toString();
    }
}
