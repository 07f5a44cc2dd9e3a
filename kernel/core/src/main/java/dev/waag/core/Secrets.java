package dev.waag.core;

/** Keeps credentials out of what people read. */
public final class Secrets {
    /** What stands in the place of a secret. */
    public static final String MASK = "[REDACTED]";

    /** How far to look for the end of a userinfo that is not valid; a bound, so that a hostile text costs linear time. */
    private static final int LONGEST = 1024;

    private Secrets() {}

    /**
     * The text with the userinfo of every URL in it (RFC 3986, section 3.2.1) replaced: {@code https://user:pass@host/} becomes
     * {@code https://[REDACTED]@host/}. The user is replaced too, since tokens are written there. A password that holds an
     * unencoded {@code /}, {@code ?} or {@code #} makes the URL invalid, and those are the ones that end up in error
     * messages: what stands before the last {@code @} of the word is then replaced as well.
     */
    public static String mask(String text) {
        int start = text.indexOf("//");
        if (start < 0) {
            return text;
        }
        StringBuilder masked = new StringBuilder(text.length());
        int copied = 0;
        while (start >= 0) {
            int from = start + 2;
            int at = userinfoEnd(text, from);
            if (at >= 0) {
                masked.append(text, copied, from).append(MASK);
                copied = at;
                from = at;
            }
            start = text.indexOf("//", from);
        }
        return masked.append(text, copied, text.length()).toString();
    }

    /** Where the {@code @} that ends the userinfo of an authority starting at from stands, or -1 where there is none. */
    private static int userinfoEnd(String text, int from) {
        int at = -1;
        int colon = -1;
        int i = from;
        while (i < text.length() && !endsAuthority(text.charAt(i))) {
            char c = text.charAt(i);
            if (c == '@') {
                at = i;
            } else if (c == ':' && colon < 0) {
                colon = i;
            }
            i++;
        }
        if (at >= 0 || colon < 0 || isPort(text, colon + 1, i) || text.charAt(from) == '[') {
            return at;
        }
        int end = Math.min(text.length(), from + LONGEST);
        while (i < end && !isBlankOrQuote(text.charAt(i))) {
            if (text.charAt(i) == '@') {
                at = i;
            }
            i++;
        }
        return at;
    }

    private static boolean endsAuthority(char c) {
        return c == '/' || c == '?' || c == '#' || isBlankOrQuote(c);
    }

    private static boolean isBlankOrQuote(char c) {
        return c <= ' ' || c == '"' || c == '<' || c == '>';
    }

    private static boolean isPort(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
