package dev.waag.server;

import java.io.IOException;
import java.io.UncheckedIOException;

/** {@code /api/v1/openapi.json}: the API's description, kept by hand beside it. */
final class OpenApiRoute {
    static final String PATH = "/api/v1/openapi.json";

    private OpenApiRoute() {}

    static byte[] document() {
        try (var in = OpenApiRoute.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is missing from this build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void handle(Exchange x) {
        x.fields().put(Exchange.NO_CACHE);
        x.send(200, "application/json", document());
    }
}
