package dev.waag.fetch;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A proxy as the usual variables name it: {@code [scheme://][user:password@]host[:port][/]}.
 *
 * @param scheme http where none is written
 * @param host without the brackets of an IPv6 address
 * @param userinfo {@code user:password}, percent-decoded
 */
record ProxyServer(String scheme, String host, int port, Optional<String> userinfo) {
    /** Reads a variable's value; empty where it names no host or no sound port. */
    static Optional<ProxyServer> parse(String text) {
        String rest = text.strip();
        int slashes = rest.indexOf("://");
        String scheme = slashes < 0 ? "http" : rest.substring(0, slashes).toLowerCase(Locale.ROOT);
        rest = slashes < 0 ? rest : rest.substring(slashes + 3);
        int at = rest.lastIndexOf('@');
        Optional<String> userinfo = at < 0 ? Optional.empty() : decode(rest.substring(0, at));
        rest = rest.substring(at + 1);
        int path = rest.indexOf('/');
        rest = path < 0 ? rest : rest.substring(0, path);
        int colon = rest.lastIndexOf(':');
        boolean hasPort = colon >= 0 && colon > rest.lastIndexOf(']');
        String host = hasPort ? rest.substring(0, colon) : rest;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        Optional<Integer> port = hasPort ? port(rest.substring(colon + 1)) : Optional.of(usualPort(scheme));
        String named = host;
        return named.isEmpty() ? Optional.empty() : port.map(p -> new ProxyServer(scheme, named, p, userinfo));
    }

    private static int usualPort(String scheme) {
        return scheme.equals("https") ? 443 : scheme.startsWith("socks") ? 1080 : 80;
    }

    private static Optional<Integer> port(String digits) {
        boolean sound =
                !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return sound ? Optional.of(Integer.parseInt(digits)).filter(p -> p > 0 && p < 65536) : Optional.empty();
    }

    private static Optional<String> decode(String userinfo) {
        try {
            return Optional.of(URLDecoder.decode(userinfo.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.of(userinfo); // a password with a bare per cent sign
        }
    }

    String address() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return scheme + "://" + address();
    }
}
