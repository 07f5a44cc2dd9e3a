package dev.waag.fetch;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Scheme, host and port (RFC 6454): who is spoken to. Host in lower case, without the brackets of an IPv6 address. */
record Origin(String scheme, String host, int port) {
    /** The URI must have a scheme and a host. */
    static Origin of(URI uri) {
        String scheme = lower(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return new Origin(scheme, host(uri), port);
    }

    static String host(URI uri) {
        String host = lower(uri.getHost());
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    boolean secure() {
        return scheme.equals("https");
    }

    /** Whether what was meant for this origin may go to another: to itself, or to the same host's https at the usual ports. */
    boolean mayPassTo(Origin other) {
        return equals(other) || host.equals(other.host) && port == 80 && other.secure() && other.port == 443;
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
