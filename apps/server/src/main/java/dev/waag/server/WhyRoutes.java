package dev.waag.server;

import dev.waag.core.Json;
import dev.waag.judge.Inspections;
import dev.waag.store.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** {@code /why/{id}}: a decision as its ledger entry records it, for a person and for a program. The id is the entry's number. */
final class WhyRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(WhyRoutes.class);
    private static final String PREFIX = "/why/";

    private final Ledger ledger;
    private final Inspections inspections;
    private final Pages pages;

    WhyRoutes(Ledger ledger, Inspections inspections, Pages pages) {
        this.ledger = ledger;
        this.inspections = inspections;
        this.pages = pages;
    }

    void handle(Exchange x) {
        String id = x.below(PREFIX);
        try {
            Optional<JsonNode> entry = id.matches("\\d{1,18}")
                    ? ledger.entry(Long.parseLong(id))
                            .map(Json.MAPPER::readTree)
                            .filter(e -> e.path("kind").asString("").equals("decision"))
                    : Optional.empty();
            if (entry.isEmpty()) {
                x.problem(
                        404,
                        "Not Found",
                        "there is no decision " + id + "; the id is in the refusal that brought you here");
                return;
            }
            Map<String, Object> decision = decision(id, entry.get());
            if (html(x)) {
                x.fields().put(Exchange.NO_SNIFF);
                x.fields().put(Exchange.NO_CACHE);
                x.fields().put("Content-Security-Policy", Pages.POLICY);
                x.send(
                        200,
                        "text/html; charset=utf-8",
                        pages.why(decision, SimpleRoutes.prefix(x)).getBytes(StandardCharsets.UTF_8));
            } else {
                x.json(200, decision);
            }
        } catch (SQLException | IOException e) {
            LOG.error("decision {} cannot be read", id, e);
            x.problem(503, "The ledger cannot be read now", "see the server's log");
        }
    }

    private static boolean html(Exchange x) {
        String accept = x.header(HttpHeader.ACCEPT);
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("text/html");
    }

    /** With what was found in the file, where it was looked into: findings with their lines, capabilities and facts. */
    private Map<String, Object> decision(String id, JsonNode entry) throws SQLException {
        Map<String, Object> d = new LinkedHashMap<>();
        d.put("id", id);
        for (String field : new String[] {"project", "version", "filename", "sha256", "verdict"}) {
            d.put(field, entry.path(field).asString(""));
        }
        d.put("decided_at", entry.path("at").asString(""));
        d.put(
                "valid_until",
                entry.has("valid_until") ? entry.path("valid_until").asString() : null);
        d.put("reasons", entry.has("reasons") ? entry.path("reasons") : List.of());
        inspections
                .told(entry.path("sha256").asString(""), entry.path("filename").asString(""))
                .ifPresent(i -> d.put("inspection", i));
        return d;
    }
}
