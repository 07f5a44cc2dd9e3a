package dev.waag.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code attestation}: files of the projects that it names must have an attestation that verifies. */
final class AttestationRequired implements DefaultRule {
    @Override
    public String id() {
        return "attestation";
    }

    @Override
    public String severity() {
        return "high";
    }

    @Override
    public Action action() {
        return Action.DENY;
    }

    @Override
    public String protectsFrom() {
        return "Files that nobody signed for, of projects that should be.";
    }

    @Override
    public List<Setting> settings() {
        return List.of(Setting.REQUIRE);
    }

    @Override
    public String when() {
        return "required && !attested";
    }

    @Override
    public boolean mayFire(Facts facts, Settings settings, Instant now) {
        return settings.requires(facts.project());
    }

    @Override
    public String message() {
        return "{why}, and the policy requires one of this project";
    }

    @Override
    public String help() {
        return "Take a release that is attested, or ask the project to publish with attestations (trusted publishing).";
    }

    @Override
    public Map<String, String> words(Facts facts, Settings settings) {
        String fault = facts.origin().fault();
        return Map.of("why", fault.isEmpty() ? "it has no attestation" : "its attestation does not verify: " + fault);
    }
}
