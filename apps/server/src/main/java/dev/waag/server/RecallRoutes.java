package dev.waag.server;

import dev.waag.alert.Alert;
import dev.waag.alert.Alerts;
import dev.waag.core.Json;
import dev.waag.release.Answer;
import dev.waag.release.RecallDocuments;
import dev.waag.release.ReleaseGate;
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

/** {@code POST /api/v1/recalls}: what {@code waag recall} talks to. */
final class RecallRoutes {
    static final String PATH = "/api/v1/recalls";
    private static final Logger LOG = LoggerFactory.getLogger(RecallRoutes.class);
    private static final int MAX_BODY = 16 << 10;
    private static final int LONGEST_REASON = 2000;

    private final ReleaseGate gate;
    private final Alerts alerts;
    private final InstantSource clock;

    RecallRoutes(ReleaseGate gate, Alerts alerts, InstantSource clock) {
        this.gate = gate;
        this.alerts = alerts;
        this.clock = clock;
    }

    void handle(Exchange x) {
        try {
            Optional<byte[]> body = x.body(MAX_BODY);
            Optional<JsonNode> json = body.flatMap(RecallRoutes::object);
            String target = json.map(j -> j.path("target").asString("").strip()).orElse("");
            String reason = json.map(j -> j.path("reason").asString("").strip()).orElse("");
            if (target.isEmpty() || target.length() > 300 || reason.length() > LONGEST_REASON) {
                x.problem(400, "Bad Request", "the body is a JSON object of target, reason, dry_run and format");
                return;
            }
            boolean dryRun = json.get().path("dry_run").asBoolean(false);
            String format = json.get().path("format").asString("json");
            Answer answer = gate.recall(x.principal(), target, reason, dryRun);
            if (answer instanceof Answer.Done done && done.changed()) {
                alerts.sendLater(alert(done.fields(), target, reason, x.actor()));
            }
            if (answer instanceof Answer.Done done && format.equals("openvex")) {
                x.json(200, RecallDocuments.openVex(done.fields(), x.base(), clock.instant()));
            } else if (answer instanceof Answer.Done done && format.equals("csaf")) {
                x.json(200, RecallDocuments.csaf(done.fields(), x.base(), clock.instant()));
            } else {
                ReleaseRoutes.answer(x, answer);
            }
        } catch (SQLException e) {
            LOG.error("a recall could not be stored", e);
            x.problem(503, "The gate's database cannot be written now", "nothing was changed; see the server's log");
        } catch (IOException e) {
            x.callback().failed(e);
        }
    }

    private Alert alert(Map<String, Object> report, String target, String reason, String actor) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("actor", actor);
        details.put("reason", reason);
        details.put("blocked", String.valueOf(report.get("blocked")));
        details.put("channels", String.valueOf(report.get("channels")));
        details.put("must_act", String.valueOf(report.get("must_act")));
        return new Alert("recall", clock.instant(), target, actor + " recalled " + target, details);
    }

    private static Optional<JsonNode> object(byte[] body) {
        try {
            return Optional.of(Json.MAPPER.readTree(body)).filter(JsonNode::isObject);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
