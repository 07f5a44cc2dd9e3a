package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.Secrets;
import dev.waag.core.UserException;
import dev.waag.judge.WaiverCodec;
import dev.waag.policy.Policy;
import dev.waag.policy.PolicyException;
import dev.waag.policy.PolicySource;
import dev.waag.policy.Waiver;
import java.net.URI;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The policy that is in force at a running gate, the waivers granted there included. */
final class GatePolicy {
    private static final String PATH = "/api/v1/policy-in-force";

    private GatePolicy() {}

    static Policy of(URI gate, Map<String, String> environment) {
        Optional<String> token = Optional.ofNullable(environment.get("WAAG_TOKEN"))
                .map(String::strip)
                .filter(t -> !t.isEmpty());
        try (Gate running = new Gate(gate, token, environment)) {
            return read(running.get(PATH), Secrets.mask(gate.toString()));
        }
    }

    /** @param where the gate's address, for messages */
    static Policy read(JsonNode answer, String where) {
        String text = answer.path("text").asString("");
        try {
            Policy policy =
                    text.isEmpty() ? Policy.defaults() : Policy.load(new PolicySource("the policy of " + where, text));
            Set<String> written = policy.waivers().stream().map(Waiver::id).collect(Collectors.toSet());
            List<Waiver> granted = new ArrayList<>();
            for (JsonNode one : answer.path("waivers")) {
                Waiver waiver = WaiverCodec.read(one);
                if (!written.contains(waiver.id())) {
                    granted.add(waiver);
                }
            }
            return policy.withWaivers(granted);
        } catch (PolicyException | DateTimeException | IllegalArgumentException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the policy of the gate at " + where + " cannot be read: " + e.getMessage(),
                    "the gate is of another version of Waag than this",
                    "use the gate's version here, or name a policy with --policy");
        }
    }
}
