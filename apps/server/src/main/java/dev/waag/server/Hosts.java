package dev.waag.server;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The names by which clients may call this server. A request that names another is refused, so that a page in somebody's browser cannot
 * reach the server under a name of its own (DNS rebinding), and no answer carries a link that a stranger chose. IP addresses cannot be
 * rebound and are always right.
 */
final class Hosts {
    private final Set<String> allowed = new HashSet<>();
    /** Requests come under few names, mostly one: it is looked at once. */
    private volatile String last = "";

    Hosts(String listen, Optional<URI> publicUrl, List<String> more) {
        allowed.add("localhost");
        allowed.add(listen.toLowerCase(Locale.ROOT));
        publicUrl.ifPresent(u -> allowed.add(u.getHost().toLowerCase(Locale.ROOT)));
        more.forEach(h -> allowed.add(h.toLowerCase(Locale.ROOT)));
        try {
            allowed.add(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
        } catch (UnknownHostException e) {
            // a machine without a name of its own is called by address
        }
    }

    /** @param host the host part of the request's authority, without port */
    boolean allows(String host) {
        if (host.equals(last)) {
            return !host.isEmpty();
        }
        String h = host.toLowerCase(Locale.ROOT);
        if (!allowed.contains(h) && !isAddress(h)) {
            return false;
        }
        last = host;
        return true;
    }

    private static boolean isAddress(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return true;
        }
        if (host.indexOf(':') >= 0) {
            return true;
        }
        String[] parts = host.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }
}
