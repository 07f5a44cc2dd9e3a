package dev.waag.fetch;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to fetch.
 *
 * @param uri http or https; userinfo in it is sent as credentials to its own origin, and not as part of the URL
 * @param headers further ones to send; those that the fetcher sets itself are refused. {@code Authorization} and {@code Cookie} go to the
 *     first origin only
 * @param range the part to ask for; the answer is then 206 with exactly that part, or 200 with all of it
 * @param head headers only
 * @param maxBytes of the body, decoded; one byte more ends the fetch
 * @param crossHost whether redirects may leave the host
 * @param acceptGzip whether the body may come packed; it is unpacked while it is read. Without this, the body is handed out as it is, as
 *     pip does with files, whatever coding the answer names. False where a range is asked for: a part cannot be unpacked
 * @param from the upstream whose page named this URL, which then decides whether a private address may be asked ({@link AllowList})
 */
public record FetchRequest(
        URI uri,
        Map<String, String> headers,
        Optional<Range> range,
        boolean head,
        long maxBytes,
        boolean crossHost,
        boolean acceptGzip,
        Optional<URI> from) {
    /** Ours, or the JDK's, to set. */
    private static final Set<String> RESERVED = Set.of(
            "accept-encoding",
            "connection",
            "content-length",
            "expect",
            "host",
            "proxy-authorization",
            "range",
            "transfer-encoding",
            "upgrade");

    public FetchRequest {
        headers = Map.copyOf(headers);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (RESERVED.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("the fetcher sets " + header.getKey() + " itself");
            }
            if (header.getValue().chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7f)) {
                throw new IllegalArgumentException("control characters in header " + header.getKey());
            }
        }
        acceptGzip &= range.isEmpty();
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes is not negative");
        }
    }

    /** Named by nobody in particular. */
    public FetchRequest(
            URI uri,
            Map<String, String> headers,
            Optional<Range> range,
            boolean head,
            long maxBytes,
            boolean crossHost,
            boolean acceptGzip) {
        this(uri, headers, range, head, maxBytes, crossHost, acceptGzip, Optional.empty());
    }

    /** A plain GET that stays on its host, unpacked. */
    public static FetchRequest of(URI uri, long maxBytes) {
        return new FetchRequest(uri, Map.of(), Optional.empty(), false, maxBytes, false, true);
    }

    /** The same, named by a page of this upstream. */
    public FetchRequest namedBy(URI upstream) {
        return new FetchRequest(uri, headers, range, head, maxBytes, crossHost, acceptGzip, Optional.of(upstream));
    }
}
