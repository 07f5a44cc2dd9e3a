package dev.waag.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Where an answer points us (RFC 9110, section 15.4), and whether we go there. */
final class Redirects {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

    private Redirects() {}

    /** The next URL, absolute and without userinfo; empty where the answer is no redirect. */
    static Optional<URI> next(URI from, int status, HttpHeaders headers, boolean crossHost) throws FetchException {
        List<String> locations = headers.allValues("location");
        if (!STATUSES.contains(status) || locations.isEmpty()) {
            return Optional.empty();
        }
        String host = Origin.host(from);
        if (locations.size() > 1) {
            throw new FetchException.BadRedirect(
                    host, "it redirects to several places at once", "the upstream is at fault");
        }
        URI to = resolve(from, locations.getFirst());
        if (!isWeb(to)) {
            throw new FetchException.BadRedirect(
                    host, "it redirects to something that is not a web page", "the upstream is at fault");
        }
        if (Origin.of(from).secure() && !Origin.of(to).secure()) {
            throw new FetchException.BadRedirect(
                    host,
                    "it redirects from https to http, where anybody could change the answer",
                    "the upstream is at fault");
        }
        if (!crossHost && !Origin.of(from).mayPassTo(Origin.of(to))) {
            throw new FetchException.BadRedirect(
                    host,
                    "it redirects to another host, " + Origin.host(to) + ":"
                            + Origin.of(to).port(),
                    "if that is right, configure that host as the upstream");
        }
        return Optional.of(bare(to));
    }

    /** http or https with a host. */
    static boolean isWeb(URI uri) {
        String scheme = uri.getScheme();
        return uri.getHost() != null
                && uri.getPort() <= 65535
                && scheme != null
                && (scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"));
    }

    /** The URL as it is asked for: without userinfo and fragment. */
    static URI bare(URI uri) {
        Origin origin = Origin.of(uri);
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        while (path.startsWith("/../") || path.equals("/..")) {
            path = path.equals("/..") ? "/" : path.substring(3); // section 5.2.4: nothing is above the root
        }
        return URI.create(origin.scheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                + path + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
    }

    /** Servers write into Location what a URI may not hold (blanks, UTF-8); browsers encode that, and so does this. */
    private static URI resolve(URI from, String location) throws FetchException {
        StringBuilder encoded = new StringBuilder();
        for (byte b : location.strip()
                .getBytes(StandardCharsets.ISO_8859_1)) { // as the JDK reads headers: a character a byte
            boolean written = b > ' ' && b < 0x7f && "\"<>\\^`{|}".indexOf(b) < 0;
            encoded.append(written ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02X", b & 0xff));
        }
        // RFC 3986, section 5.2.2: a query alone keeps the path. java.net.URI follows an older RFC here, and in bare().
        String text = encoded.indexOf("?") == 0 ? from.getRawPath() + encoded : encoded.toString();
        try {
            return from.resolve(new URI(text));
        } catch (URISyntaxException e) {
            throw new FetchException.BadRedirect(
                    Origin.host(from), "it redirects to something that is not a URL", "the upstream is at fault");
        }
    }
}
