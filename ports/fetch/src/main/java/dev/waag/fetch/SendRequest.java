package dev.waag.fetch;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request that changes something at its receiver. It is sent once and to where it is meant: a redirect is not followed, and where a
 * kept connection turns out to be closed it is not sent again, for nobody knows whether it was carried out.
 *
 * @param method {@code POST}, {@code PUT}, {@code PATCH} or {@code DELETE}
 * @param uri http or https; userinfo in it is sent as credentials, and not as part of the URL
 * @param headers further ones to send, as in {@link FetchRequest}
 * @param body what to send; empty for none
 * @param maxBytes of the answer's body
 */
public record SendRequest(String method, URI uri, Map<String, String> headers, Optional<byte[]> body, long maxBytes) {
    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH", "DELETE");

    public SendRequest {
        if (!METHODS.contains(method)) {
            throw new IllegalArgumentException("not a method to send with: " + method);
        }
        headers = asked(uri, headers, maxBytes).headers();
    }

    /** How its answer is read. */
    FetchRequest asked() {
        return asked(uri, headers, maxBytes);
    }

    private static FetchRequest asked(URI uri, Map<String, String> headers, long maxBytes) {
        return new FetchRequest(uri, headers, Optional.empty(), false, maxBytes, false, true);
    }
}
