package dev.waag.server;

import dev.waag.core.Json;
import dev.waag.identity.Accounts;
import dev.waag.identity.Known;
import dev.waag.identity.OidcIssuer;
import dev.waag.identity.Principal;
import dev.waag.identity.Publishers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Trusted publishing as the public index has it: {@code /_/oidc/audience}, {@code /_/oidc/mint-token}, {@code /_/oidc/burn-token}, and its discovery (PEP 807). */
final class OidcRoutes {
    static final String AUDIENCE = "/_/oidc/audience";
    static final String MINT = "/_/oidc/mint-token";
    static final String BURN = "/_/oidc/burn-token";
    static final String DISCOVERY = "/.well-known/pytp";
    private static final String UPLOADS = "/legacy/";
    private static final String DISCOVERED = "application/vnd.pypi.pytp.v1+json";
    private static final Logger LOG = LoggerFactory.getLogger(OidcRoutes.class);
    private static final int MAX_BYTES = 32 << 10;

    private final Accounts accounts;
    private final Publishers publishers;
    private final List<OidcIssuer> issuers;
    private final Doorkeeper door;

    OidcRoutes(Accounts accounts, Publishers publishers, List<OidcIssuer> issuers, Doorkeeper door) {
        this.accounts = accounts;
        this.publishers = publishers;
        this.issuers = issuers;
        this.door = door;
    }

    void handle(Exchange x) {
        try {
            switch (x.path()) {
                case AUDIENCE -> audience(x);
                case DISCOVERY -> discovery(x);
                case BURN -> burn(x);
                default -> mint(x);
            }
        } catch (SQLException e) {
            LOG.error("an identity could not be exchanged", e);
            failed(x, 503, "unavailable", "the gate's database cannot be written now");
        } catch (IOException e) {
            x.callback().failed(e);
        }
    }

    private void audience(Exchange x) {
        if (issuers.isEmpty()) {
            x.json(403, Map.of("message", "Trusted publishing functionality not enabled"));
        } else {
            x.json(200, Map.of("audience", issuers.getFirst().audience()));
        }
    }

    /** PEP 807, "Trusted Publishing Discovery". */
    private void discovery(Exchange x) {
        Fields query = Request.extractQueryParameters(x.request(), StandardCharsets.UTF_8);
        String upload = query.getValue("discover") == null ? UPLOADS : query.getValue("discover");
        if (issuers.isEmpty() || !upload.equals(UPLOADS)) {
            x.problem(404, "Not Found", "identities are not exchanged for uploads to " + upload);
            return;
        }
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("audience-endpoint", x.base() + AUDIENCE);
        found.put("token-mint-endpoint", x.base() + MINT);
        x.fields().put(Exchange.NO_CACHE);
        x.send(200, DISCOVERED, Json.MAPPER.writeValueAsBytes(found));
    }

    private void mint(Exchange x) throws IOException, SQLException {
        if (issuers.isEmpty()) {
            failed(x, 422, "not-enabled", "Trusted publishing functionality not enabled");
            return;
        }
        Optional<String> identity = identity(x);
        if (identity.isEmpty()) {
            failed(x, 422, "invalid-payload", "the body must be a JSON object with a text 'token'");
            return;
        }
        switch (publishers.mint(identity.get())) {
            case Publishers.Refused refused -> refuse(x, refused);
            case Publishers.Minted minted -> {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("success", true);
                json.put("token", minted.fresh().secret());
                json.put(
                        "expires",
                        minted.fresh()
                                .token()
                                .expires()
                                .map(Instant::getEpochSecond)
                                .orElse(0L));
                x.json(200, json);
            }
        }
    }

    /** Ends a token that a job got, once it needs it no more; of others nothing is told. */
    private void burn(Exchange x) throws IOException, SQLException {
        Optional<String> token = identity(x);
        if (token.isPresent()
                && door.known("Bearer " + token.get()) instanceof Known.As as
                && as.principal().kind() == Principal.Kind.CI) {
            accounts.revokeToken(as.principal().tokenId().orElse(""), as.principal());
        }
        x.json(202, Map.of("message", "Accepted"));
    }

    private static Optional<String> identity(Exchange x) throws IOException {
        Optional<byte[]> body = x.body(MAX_BYTES);
        if (body.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonNode token = Json.MAPPER.readTree(body.get()).path("token");
            return token.isString() ? Optional.of(token.asString()) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private void refuse(Exchange x, Publishers.Refused refused) {
        door.refused(x, refused.code() + ": " + refused.why());
        failed(x, refused.code().equals("issuer-unavailable") ? 503 : 422, refused.code(), refused.why());
    }

    private static void failed(Exchange x, int status, String code, String why) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("message", "Token request failed");
        json.put("errors", List.of(Map.of("code", code, "description", why)));
        x.json(status, json);
    }
}
