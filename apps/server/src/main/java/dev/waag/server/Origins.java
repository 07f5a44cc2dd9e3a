package dev.waag.server;

import java.net.URI;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** The URL that links in an answer begin with: the configured one, else that under which the request came. */
final class Origins {
    /** Requests come under few names, mostly one: its URL is made once. */
    private record Own(String host, int port, boolean secure, String url) {}

    private final Optional<String> configured;
    private volatile Own last = new Own("", 0, false, "");

    Origins(Optional<URI> publicUrl) {
        this.configured = publicUrl.map(URI::toString);
    }

    /** Without a slash at its end. */
    String of(Request request, String host) {
        if (configured.isPresent()) {
            return configured.get();
        }
        int port = Request.getServerPort(request);
        boolean secure = request.isSecure();
        Own known = last;
        if (known.port() != port || known.secure() != secure || !known.host().equals(host)) {
            known = new Own(host, port, secure, url(host, port, secure));
            last = known;
        }
        return known.url();
    }

    private static String url(String host, int port, boolean secure) {
        String authority = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        boolean standard = port == (secure ? 443 : 80) || port <= 0;
        return (secure ? "https://" : "http://") + authority + (standard ? "" : ":" + port);
    }
}
