package dev.waag.server;

import dev.waag.core.Json;
import dev.waag.index.IndexGate;
import dev.waag.index.OriginDesk;
import dev.waag.judge.Origins;
import dev.waag.python.ProjectName;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code /api/v1/provenance/PROJECT}: who attested a project's releases, and the acceptance of a change of that. */
final class ProvenanceRoutes {
    static final String PREFIX = "/api/v1/provenance/";
    static final String ACCEPT = "/api/v1/provenance";

    private static final Logger LOG = LoggerFactory.getLogger(ProvenanceRoutes.class);
    private static final int MAX_BODY = 16 << 10;
    private static final int MAX_TEXT = 1000;

    private final IndexGate gate;

    ProvenanceRoutes(IndexGate gate) {
        this.gate = gate;
    }

    /** {@code GET}: the releases in the order of their upload. */
    void history(Exchange x) {
        Optional<ProjectName> project = ProjectName.parse(x.path().substring(PREFIX.length()));
        Optional<Origins> origins;
        try {
            origins = project.isEmpty() ? Optional.empty() : gate.origins().of(project.get());
        } catch (SQLException e) {
            LOG.error("the provenance could not be read", e);
            x.problem(503, "The gate's database cannot be read now", "see the server's log");
            return;
        }
        if (origins.isEmpty()) {
            x.problem(404, "Not Found", "the gate knows no such project");
            return;
        }
        List<Map<String, Object>> releases =
                origins.get().history().stream().map(ProvenanceRoutes::json).toList();
        x.json(200, Map.of("project", project.get().value(), "releases", releases));
    }

    private static Map<String, Object> json(Origins.Release r) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", r.version());
        json.put("uploaded", r.at().toString());
        json.put("publishers", r.publishers());
        json.put("unattested", r.unattested());
        json.put("change", r.change());
        return json;
    }

    /** {@code POST {project, version, owner, reason}}. */
    void accept(Exchange x) {
        try {
            Optional<byte[]> body = x.body(MAX_BODY);
            JsonNode json = body.isEmpty() ? Json.MAPPER.nullNode() : Json.MAPPER.readTree(body.get());
            Optional<ProjectName> project = ProjectName.parse(text(json, "project"));
            String version = text(json, "version");
            String owner = text(json, "owner");
            String reason = text(json, "reason");
            if (project.isEmpty() || version.isEmpty() || owner.isEmpty() || reason.isEmpty()) {
                x.problem(
                        400,
                        "Bad Request",
                        "project, version, owner and reason are texts of at most " + MAX_TEXT
                                + " characters, none empty");
                return;
            }
            switch (gate.origins().accept(project.get(), version, owner, reason, x.actor())) {
                case OriginDesk.Acceptance.Done done -> {
                    Map<String, Object> answer = new LinkedHashMap<>();
                    answer.put("project", project.get().value());
                    answer.put("version", done.release().version());
                    answer.put("change", done.release().change());
                    answer.put("accepted", done.release().held());
                    answer.put("entry", done.entry());
                    x.json(201, answer);
                }
                case OriginDesk.Acceptance.Nothing nothing -> x.problem(409, "Nothing to accept", nothing.reason());
            }
        } catch (JacksonException e) {
            x.problem(400, "Bad Request", "the body is no JSON object");
        } catch (SQLException e) {
            LOG.error("an acceptance could not be stored", e);
            x.problem(503, "The gate's database cannot be written now", "nothing was changed; see the server's log");
        } catch (IOException e) {
            x.callback().failed(e);
        }
    }

    private static String text(JsonNode json, String key) {
        String text = json.path(key).isString() ? json.path(key).stringValue().strip() : "";
        return text.length() > MAX_TEXT ? "" : text;
    }
}
