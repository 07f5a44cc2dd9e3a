package dev.waag.server;

import dev.waag.core.Json;
import dev.waag.core.Sha256;
import dev.waag.judge.Judge;
import dev.waag.policy.Waiver;
import dev.waag.python.ProjectName;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.io.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code /api/v1/waivers}: what {@code waag waive} talks to. */
final class ApiRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ApiRoutes.class);
    private static final String WAIVERS = "/api/v1/waivers";
    private static final int MAX_BODY = 64 << 10;

    private final Judge judge;

    ApiRoutes(Judge judge) {
        this.judge = judge;
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
        Optional<byte[]> body = body(x);
        if (body.isEmpty()) {
            x.problem(413, "Content Too Large", "a waiver has at most " + MAX_BODY + " bytes");
            return;
        }
        List<String> errors = new ArrayList<>();
        Waiver asked;
        try {
            asked = read(Json.MAPPER.readTree(body.get()), errors);
        } catch (JacksonException e) {
            x.problem(400, "Bad Request", "the body is no JSON object");
            return;
        }
        if (errors.isEmpty()) {
            x.json(201, json(judge.waive(asked, x.actor())));
        } else {
            x.problem(400, "Bad Request", String.join("; ", errors));
        }
    }

    private static Optional<byte[]> body(Exchange x) throws IOException {
        try (InputStream in = Content.Source.asInputStream(x.request())) {
            byte[] bytes = in.readNBytes(MAX_BODY + 1);
            return bytes.length > MAX_BODY ? Optional.empty() : Optional.of(bytes);
        }
    }

    private Waiver read(JsonNode n, List<String> errors) {
        String rule = required(n, "rule", errors);
        if (!rule.isEmpty() && judge.policy().rule(rule).isEmpty()) {
            errors.add("there is no rule '" + rule + "'");
        }
        Optional<String> sha256 = optional(n, "sha256");
        if (sha256.isPresent() && Sha256.parse(sha256.get()).isEmpty()) {
            errors.add("'sha256' is no SHA-256 in hex");
        }
        Optional<String> advisory = optional(n, "advisory");
        String project = optional(n, "project").orElse("");
        if (project.isEmpty() && sha256.isEmpty() && advisory.isEmpty()) {
            errors.add("a waiver needs 'project', 'sha256' or 'advisory'");
        }
        String owner = required(n, "owner", errors);
        String reason = required(n, "reason", errors);
        Instant expires = expires(required(n, "expires", errors), errors);
        return new Waiver(
                "",
                rule,
                ProjectName.normalize(project),
                optional(n, "version"),
                sha256.map(s -> s.toLowerCase(Locale.ROOT)),
                advisory,
                owner,
                reason,
                expires);
    }

    /** A date holds through its end, UTC. */
    private static Instant expires(String text, List<String> errors) {
        if (text.isEmpty()) {
            return Instant.EPOCH;
        }
        try {
            return LocalDate.parse(text)
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
        } catch (DateTimeParseException e) {
            errors.add("'expires' must be a date such as 2027-03-31");
            return Instant.EPOCH;
        }
    }

    private static String required(JsonNode n, String field, List<String> errors) {
        Optional<String> value = optional(n, field);
        if (value.isEmpty()) {
            errors.add("'" + field + "' is missing");
        }
        return value.orElse("");
    }

    private static Optional<String> optional(JsonNode n, String field) {
        return n.path(field).isString() && !n.path(field).asString().isBlank()
                ? Optional.of(n.path(field).asString().strip())
                : Optional.empty();
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
