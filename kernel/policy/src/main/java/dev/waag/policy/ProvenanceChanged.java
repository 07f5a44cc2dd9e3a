package dev.waag.policy;

import java.time.Instant;

/** {@code provenance-changed}: a project's releases were attested by one publisher, and this file is by another or by nobody. */
final class ProvenanceChanged implements DefaultRule {
    @Override
    public String id() {
        return "provenance-changed";
    }

    @Override
    public String severity() {
        return "high";
    }

    @Override
    public Action action() {
        return Action.HOLD;
    }

    @Override
    public String protectsFrom() {
        return "A project that loses its provenance, or is suddenly built elsewhere: the mark of a stolen account or token.";
    }

    @Override
    public String when() {
        return "provenance_change != ''";
    }

    @Override
    public boolean mayFire(Facts facts, Settings settings, Instant now) {
        return !facts.origin().change().isEmpty();
    }

    @Override
    public String message() {
        return "{provenance_change}";
    }

    @Override
    public String help() {
        return "Find out from the project whether it moved; if so: waag provenance accept {project}=={version} --owner YOU --reason WHY.";
    }
}
