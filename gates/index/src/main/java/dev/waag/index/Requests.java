package dev.waag.index;

import dev.waag.fetch.FetchRequest;
import dev.waag.fetch.Range;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** What we ask of upstreams. A page must come from the upstream's own host; a file may lie on another and may be moved there. */
final class Requests {
    private Requests() {}

    static FetchRequest page(URI uri, Map<String, String> headers, long maxBytes) {
        return new FetchRequest(uri, headers, Optional.empty(), false, maxBytes, false, true);
    }

    /** A file as its bytes are: never packed on the way, for its hash is of these bytes. */
    static FetchRequest file(URI uri, long maxBytes, String upstream) {
        return new FetchRequest(uri, Map.of(), Optional.empty(), false, maxBytes, true, false, named(upstream));
    }

    /** The provenance of a file, which may lie where files lie. */
    static FetchRequest provenance(URI uri, long maxBytes, String upstream) {
        return new FetchRequest(
                uri,
                Map.of("Accept", Provenance.CONTENT_TYPE + ", application/json;q=0.5"),
                Optional.empty(),
                false,
                maxBytes,
                true,
                true,
                named(upstream));
    }

    static FetchRequest part(URI uri, Range range, long maxBytes, String upstream) {
        return new FetchRequest(uri, Map.of(), Optional.of(range), false, maxBytes, true, false, named(upstream));
    }

    static FetchRequest head(URI uri, String upstream) {
        return new FetchRequest(uri, Map.of(), Optional.empty(), true, 0, true, false, named(upstream));
    }

    private static Optional<URI> named(String upstream) {
        return Optional.of(URI.create(upstream));
    }
}
