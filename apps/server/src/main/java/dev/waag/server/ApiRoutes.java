package dev.waag.server;

import dev.waag.core.Json;
import dev.waag.judge.Judge;
import dev.waag.policy.Waiver;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code /api/v1/waivers}: what {@code waag waive} talks to. */
final class ApiRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ApiRoutes.class);
    private static final String WAIVERS = "/api/v1/waivers";
    /** So that it fits an entry of the ledger with what is added there. */
    private static final int MAX_BODY = 32 << 10;

    private final Judge judge;
    private final InstantSource clock;

    ApiRoutes(Judge judge, InstantSource clock) {
        this.judge = judge;
        this.clock = clock;
    }

    void handle(Exchange x) {
        try {
            String method = x.request().getMethod();
            if (x.path().equals(WAIVERS) && method.equals("POST")) {
                grant(x);
            } else if (x.path().equals(WAIVERS)) {
                x.json(
                        200,
                        Map.of(
                                "waivers",
                                judge.policy().waivers().stream()
                                        .map(ApiRoutes::json)
                                        .toList()));
            } else if (x.path().startsWith(WAIVERS + "/") && method.equals("DELETE")) {
                revoke(x, x.path().substring(WAIVERS.length() + 1));
            } else {
                x.problem(404, "Not Found", "there is " + WAIVERS);
            }
        } catch (SQLException e) {
            LOG.error("a waiver could not be stored", e);
            x.problem(503, "The gate's database cannot be written now", "nothing was changed; see the server's log");
        } catch (IOException e) {
            x.callback().failed(e);
        }
    }

    private void grant(Exchange x) throws IOException, SQLException {
        Optional<byte[]> body = x.body(MAX_BODY);
        if (body.isEmpty()) {
            x.problem(413, "Content Too Large", "a waiver has at most " + MAX_BODY + " bytes");
            return;
        }
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(body.get());
        } catch (JacksonException e) {
            x.problem(400, "Bad Request", "the body is no JSON object");
            return;
        }
        switch (WaiverRequest.read(json, judge.policy(), clock.instant())) {
            case WaiverRequest.Right right -> x.json(201, json(judge.waive(right.waiver(), x.actor())));
            case WaiverRequest.Wrong wrong -> x.problem(400, "Bad Request", String.join("; ", wrong.errors()));
        }
    }

    private void revoke(Exchange x, String id) throws SQLException {
        if (judge.revoke(id, x.actor())) {
            x.json(200, Map.of("id", id, "revoked", true));
        } else {
            x.problem(
                    404,
                    "Not Found",
                    "there is no waiver '" + id
                            + "' that was granted here; those of the policy file are changed there");
        }
    }

    private static Map<String, Object> json(Waiver w) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", w.id());
        fields.put("rule", w.rule());
        fields.put("project", w.project());
        fields.put("version", w.version().orElse(null));
        fields.put("sha256", w.sha256().orElse(null));
        fields.put("advisory", w.advisory().orElse(null));
        fields.put("owner", w.owner());
        fields.put("reason", w.reason());
        fields.put("expires", w.expires().toString());
        return fields;
    }
}
