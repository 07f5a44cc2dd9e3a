package dev.waag.server;

import dev.waag.core.Json;
import dev.waag.core.Sha256;
import dev.waag.identity.Permission;
import dev.waag.identity.Principal;
import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import dev.waag.release.Answer;
import dev.waag.release.EvidenceDocument;
import dev.waag.release.ReleaseGate;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * {@code /api/v1/releases/{project}[/{action}]}: what {@code waag release} talks to. What came with a release's files is at
 * {@code /{project}/{version}/evidence}, each document below that at {@code /{filename}/{sha256}}, for whoever may read packages.
 */
final class ReleaseRoutes {
    static final String PREFIX = "/api/v1/releases/";
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseRoutes.class);
    private static final String ACTIONS = "stage, approve, promote, rollback, attach, yank, unyank, mark, delete";
    private static final int MAX_BODY = 32 << 10;
    /** Of a body with links: each has a line for every file that a stage took or made. */
    private static final int MAX_LINKS = 16 << 20;

    private final ReleaseGate gate;

    ReleaseRoutes(ReleaseGate gate) {
        this.gate = gate;
    }

    /** What the body of a request says. */
    private record Asked(
            Optional<String> version,
            Optional<String> channel,
            String reason,
            Optional<String> status,
            Optional<String> links) {}

    void handle(Exchange x) {
        String[] parts = x.below(PREFIX).split("/", -1);
        Optional<ProjectName> project = ProjectName.parse(parts[0]);
        boolean evidence = (parts.length == 3 || parts.length == 5) && parts[2].equals("evidence");
        if (project.isEmpty() || parts.length > 2 && !evidence) {
            x.problem(404, "Not Found", "releases are at " + PREFIX + "PROJECT");
            return;
        }
        try {
            if (evidence) {
                evidence(x, project.get(), normal(parts[1]), parts);
                return;
            }
            boolean post = x.request().getMethod().equals("POST");
            if (!post && parts.length == 1) {
                answer(x, gate.status(project.get(), Optional.empty()));
            } else if (!post) {
                answer(x, gate.status(project.get(), Optional.of(normal(parts[1]))));
            } else if (parts.length == 2) {
                act(x, project.get(), parts[1]);
            } else {
                x.problem(405, "Method Not Allowed", "post to " + PREFIX + "PROJECT/ACTION");
            }
        } catch (SQLException e) {
            LOG.error("a release could not be changed", e);
            x.problem(503, "The gate's database cannot be written now", "nothing was changed; see the server's log");
        } catch (IOException e) {
            x.callback().failed(e);
        }
    }

    private void evidence(Exchange x, ProjectName project, String version, String[] parts) throws SQLException {
        if (x.request().getMethod().equals("POST")) {
            x.problem(405, "Method Not Allowed", "evidence is only read here; post to " + PREFIX + "PROJECT/attach");
            return;
        }
        if (!x.permits(Permission.READ)) {
            return;
        }
        if (parts.length == 3) {
            answer(x, gate.evidence(project, version));
            return;
        }
        Optional<Sha256> sha256 = Sha256.parse(parts[4]);
        Optional<EvidenceDocument> document =
                sha256.isEmpty() ? Optional.empty() : gate.evidence(project, version, parts[3], sha256.get());
        if (document.isEmpty()) {
            x.problem(
                    404,
                    "Not Found",
                    "there is no such evidence beside a file " + parts[3] + " of " + project + " " + version);
            return;
        }
        x.fields().put("X-Content-Type-Options", "nosniff");
        x.send(200, document.get().mediaType(), document.get().body());
    }

    private void act(Exchange x, ProjectName project, String action) throws IOException, SQLException {
        Optional<Asked> asked = asked(x, action.equals("attach") ? MAX_LINKS : MAX_BODY);
        if (asked.isEmpty()) {
            x.problem(
                    400,
                    "Bad Request",
                    "the body is no JSON object of version, channel, status, reason and links, or too large");
            return;
        }
        Principal who = x.principal();
        Asked a = asked.get();
        switch (action) {
            case "stage" -> answer(x, gate.stage(who, project, a.version()));
            case "approve" -> answer(x, gate.approve(who, project, a.version()));
            case "promote" -> answer(x, gate.promote(who, project, a.version(), a.channel()));
            case "rollback" -> answer(x, gate.rollback(who, project, a.version(), a.channel(), a.reason()));
            case "attach" ->
                answer(x, gate.attach(who, project, a.version(), a.links().orElse("")));
            case "mark" -> answer(x, gate.mark(who, project, a.status().orElse(""), a.reason()));
            case "yank", "unyank", "delete" -> ofVersion(x, who, project, action, a);
            default -> x.problem(404, "Not Found", "there is no '" + action + "': " + ACTIONS);
        }
    }

    private void ofVersion(Exchange x, Principal who, ProjectName project, String action, Asked a) throws SQLException {
        if (a.version().isEmpty()) {
            x.problem(400, "Bad Request", "'version' is missing");
            return;
        }
        String version = a.version().get();
        answer(
                x,
                switch (action) {
                    case "yank" -> gate.yank(who, project, version, Optional.of(a.reason()));
                    case "unyank" -> gate.yank(who, project, version, Optional.empty());
                    default -> gate.delete(who, project, version, a.reason());
                });
    }

    private static Optional<Asked> asked(Exchange x, int largest) throws IOException {
        Optional<byte[]> body = x.body(largest);
        if (body.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonNode json = body.get().length == 0 ? Json.MAPPER.createObjectNode() : Json.MAPPER.readTree(body.get());
            return json.isObject()
                    ? Optional.of(new Asked(
                            text(json, "version").map(ReleaseRoutes::normal),
                            text(json, "channel"),
                            text(json, "reason").orElse(""),
                            text(json, "status"),
                            text(json, "links")))
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode json, String member) {
        return Optional.of(json.path(member).asString("").strip()).filter(t -> !t.isEmpty());
    }

    /** As versions are stored. */
    private static String normal(String version) {
        return Version.parse(version).map(Version::toString).orElse(version);
    }

    static void answer(Exchange x, Answer answer) {
        switch (answer) {
            case Answer.Done done -> {
                Map<String, Object> fields = new LinkedHashMap<>(done.fields());
                fields.put("changed", done.changed());
                x.json(200, fields);
            }
            case Answer.Refused r -> {
                Map<String, Object> body = new LinkedHashMap<>();
                body.put("type", "about:blank");
                body.put("title", r.what());
                body.put("status", r.status());
                body.put("detail", r.what());
                body.put("remedy", r.remedy());
                body.put("reasons", r.reasons());
                x.problem(r.status(), r.what(), Json.MAPPER.writeValueAsBytes(body));
            }
        }
    }
}
