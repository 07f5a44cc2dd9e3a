package dev.waag.doctor;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The gate's address, and the comparison of other URLs with it: scheme, host and port are equal ({@code localhost},
 * {@code 127.0.0.1} and {@code ::1} are one host) and the path is below one of the gate's indexes. User information is
 * left out of it. A URL that two parsers could read in two ways (a backslash, a dot segment, a blank) is never the gate.
 */
final class GateUrl {
    private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(.*)");
    private static final Pattern INDEX = Pattern.compile("(?:/channel/[^/]+|/snapshot/[^/]+)?/simple(?:/.*)?");
    private static final Pattern AMBIGUOUS = Pattern.compile("[\\\\\\p{Cntrl}\\s]|%2[eEfF]|/\\.{1,2}(?:/|$)|%5[cC]");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private record Origin(String scheme, String host, int port) {}

    private record Parts(Origin origin, String path) {}

    private final Origin origin;
    private final String base;
    private final String simple;

    private GateUrl(Origin origin, String base) {
        this.origin = origin;
        this.base = base;
        boolean usual = origin.port() == usualPort(origin.scheme());
        this.simple = origin.scheme() + "://" + origin.host() + (usual ? "" : ":" + origin.port()) + base + "/simple/";
    }

    /** @throws UserException (usage) for anything but an http or https URL with a host */
    static GateUrl of(URI uri) {
        Parts parts = parse(uri.toString())
                .filter(p -> usualPort(p.origin().scheme()) != 0)
                .orElseThrow(() -> new UserException(
                        Exit.USAGE,
                        "The gate's address " + Shown.url(uri.toString()) + " is not one that can be compared with",
                        "it must be an http or https URL with a host",
                        "pass --url http://127.0.0.1:8080 (with the gate's own host and port)"));
        String path = parts.path().replaceFirst("(?:/channel/[^/]+|/snapshot/[^/]+)?/simple(?:/.*)?$", "");
        return new GateUrl(parts.origin(), path.replaceFirst("(?<!/)/+$", ""));
    }

    /** The gate's main index, with its last slash. */
    String simple() {
        return simple;
    }

    /** Whether this is one of the gate's indexes. */
    boolean isIndex(String url) {
        return below(url).filter(p -> INDEX.matcher(p).matches()).isPresent();
    }

    /** Whether the gate delivers this URL, whatever it is. */
    boolean serves(String url) {
        return below(url).filter(p -> p.startsWith("/")).isPresent();
    }

    /** pip refuses plain http from another machine unless the host is trusted, so such a gate needs to be. */
    boolean needsTrust(String hostAndPort) {
        String host = hostAndPort.strip().toLowerCase(Locale.ROOT);
        return origin.scheme().equals("http")
                && !LOOPBACK.contains(origin.host())
                && (host.equals(origin.host()) || host.equals(origin.host() + ":" + origin.port()));
    }

    /** Whether two index URLs lead to one place. */
    static boolean equal(String a, String b) {
        Optional<Parts> one = parse(a);
        Optional<Parts> other = parse(b);
        return one.isEmpty() || other.isEmpty()
                ? a.equals(b)
                : same(one.get().origin(), other.get().origin())
                        && trimmed(one.get()).equals(trimmed(other.get()));
    }

    private static String trimmed(Parts parts) {
        return parts.path().replaceFirst("(?<!/)/+$", "");
    }

    private Optional<String> below(String url) {
        return parse(url)
                .filter(p -> same(p.origin(), origin) && p.path().startsWith(base))
                .map(p -> p.path().substring(base.length()));
    }

    private static boolean same(Origin a, Origin b) {
        return a.scheme().equals(b.scheme())
                && a.port() == b.port()
                && (a.host().equals(b.host()) || (LOOPBACK.contains(a.host()) && LOOPBACK.contains(b.host())));
    }

    private static Optional<Parts> parse(String text) {
        Matcher m = URL.matcher(text.strip());
        if (!m.matches() || AMBIGUOUS.matcher(m.group()).find()) {
            return Optional.empty();
        }
        String scheme = m.group(1).toLowerCase(Locale.ROOT);
        String authority = m.group(2).substring(m.group(2).lastIndexOf('@') + 1);
        Matcher hostPort = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::(\\d{0,5}))?")
                .matcher(authority);
        if (!hostPort.matches()) {
            return Optional.empty();
        }
        String host = hostPort.group(1).toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        String port = Optional.ofNullable(hostPort.group(2)).orElse("");
        return Optional.of(new Parts(
                new Origin(scheme, host, port.isEmpty() ? usualPort(scheme) : Integer.parseInt(port)), m.group(3)));
    }

    private static int usualPort(String scheme) {
        return switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default -> 0;
        };
    }
}
