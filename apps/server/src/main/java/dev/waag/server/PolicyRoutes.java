package dev.waag.server;

import dev.waag.core.Json;
import dev.waag.judge.Judge;
import dev.waag.judge.WaiverCodec;
import dev.waag.policy.Policy;
import dev.waag.release.PolicyChanges;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * {@code /api/v1/policy}: puts another policy in force, or has it wait for a second person; {@code /api/v1/policy/{id}/approve}.
 * {@code /api/v1/policy-in-force}: the one that {@code waag check} judges by too.
 */
final class PolicyRoutes {
    static final String PATH = "/api/v1/policy";
    static final String IN_FORCE = "/api/v1/policy-in-force";
    private static final String APPROVE = "/approve";
    private static final Logger LOG = LoggerFactory.getLogger(PolicyRoutes.class);
    private static final int MAX_BODY = 2 << 20;

    private final PolicyChanges changes;
    private final Judge judge;

    PolicyRoutes(PolicyChanges changes, Judge judge) {
        this.changes = changes;
        this.judge = judge;
    }

    /** What everything is judged by now: the text, and the waivers that it and this gate have. Whoever may read may know what refuses them. */
    void inForce(Exchange x) {
        Policy policy = judge.policy();
        x.json(
                200,
                Map.of(
                        "digest",
                        policy.digest(),
                        "text",
                        policy.text(),
                        "waivers",
                        policy.waivers().stream().map(WaiverCodec::fields).toList()));
    }

    void handle(Exchange x) {
        try {
            boolean post = x.request().getMethod().equals("POST");
            if (!post) {
                x.json(200, Map.of("digest", judge.policy().digest(), "pending", changes.pending()));
            } else if (x.path().equals(PATH)) {
                Optional<String> text = x.body(MAX_BODY).flatMap(PolicyRoutes::text);
                if (text.isEmpty()) {
                    x.problem(400, "Bad Request", "the body is a JSON object with the policy as 'text'");
                } else {
                    ReleaseRoutes.answer(x, changes.apply(x.principal(), text.get(), judge));
                }
            } else if (x.path().endsWith(APPROVE)) {
                String id = x.path().substring(PATH.length() + 1, x.path().length() - APPROVE.length());
                ReleaseRoutes.answer(x, changes.approve(x.principal(), id, judge));
            } else {
                x.problem(404, "Not Found", "there are " + PATH + " and " + PATH + "/ID" + APPROVE);
            }
        } catch (SQLException e) {
            LOG.error("a policy could not be stored", e);
            x.problem(503, "The gate's database cannot be written now", "nothing was changed; see the server's log");
        } catch (IOException e) {
            x.callback().failed(e);
        }
    }

    private static Optional<String> text(byte[] body) {
        try {
            return Optional.of(Json.MAPPER.readTree(body).path("text"))
                    .filter(n -> n.isString())
                    .map(n -> n.asString());
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
