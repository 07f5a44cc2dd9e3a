package dev.waag.lock;

/** URLs as lock files have them: read leniently, since nothing here opens them. */
final class Urls {
    private Urls() {}

    /**
     * The URL without what a secret may be in: the password, and for HTTP the user too, since tokens stand there. A user alone stays for
     * other schemes, where it is part of the address ({@code ssh://git@host}). Variables, {@code ${NAME}}, stay.
     */
    static String withoutCredentials(String url) {
        int scheme = url.indexOf("://");
        if (scheme < 0) {
            return url;
        }
        int start = scheme + 3;
        int end = start;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        int at = url.lastIndexOf('@', end - 1);
        if (at < start || url.startsWith("${", start) && url.indexOf('}', start) == at - 1) {
            return url;
        }
        String user = url.substring(start, at);
        int colon = user.indexOf(':');
        boolean http =
                url.regionMatches(true, scheme - 4, "http", 0, 4) || url.regionMatches(true, scheme - 5, "https", 0, 5);
        if (http) {
            return url.substring(0, start) + url.substring(at + 1);
        }
        return colon < 0 ? url : url.substring(0, start + colon) + url.substring(at);
    }

    /** The last part of a URL's or path's path, decoded where {@code %2B} stands for a plus. */
    static String fileName(String location) {
        int end = location.indexOf("://") < 0 ? location.length() : cut(location);
        int slash = location.lastIndexOf('/', end - 1);
        return location.substring(slash + 1, end).replace("%2B", "+").replace("%2b", "+");
    }

    /** The value of a part of the fragment, as in {@code #egg=name&subdirectory=sub}; {@code ""} where there is none. */
    static String fragment(String url, String key) {
        int hash = url.indexOf('#');
        for (int at = hash; at >= 0; at = url.indexOf('&', at + 1)) {
            if (url.startsWith(key + "=", at + 1)) {
                int end = url.indexOf('&', at + 1);
                return url.substring(at + key.length() + 2, end < 0 ? url.length() : end);
            }
        }
        return "";
    }

    private static int cut(String url) {
        int end = url.indexOf('#');
        end = end < 0 ? url.length() : end;
        int query = url.indexOf('?');
        return query < 0 || query > end ? end : query;
    }
}
