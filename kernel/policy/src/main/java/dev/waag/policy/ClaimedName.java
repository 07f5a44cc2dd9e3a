package dev.waag.policy;

import java.time.Instant;

/** {@code claimed-name}: a file of an internal name that came from outside. The index never asks an upstream for one; this is the second lock. */
final class ClaimedName implements DefaultRule {
    @Override
    public String id() {
        return "claimed-name";
    }

    @Override
    public String severity() {
        return "critical";
    }

    @Override
    public Action action() {
        return Action.DENY;
    }

    @Override
    public String protectsFrom() {
        return "Dependency confusion: a stranger publishes a file under the name of one of your internal projects.";
    }

    @Override
    public String when() {
        return "claimed && !hosted";
    }

    @Override
    public boolean mayFire(Facts facts, Settings settings, Instant now) {
        return facts.claimed() && !facts.hosted();
    }

    @Override
    public String message() {
        return "the name is claimed as internal, and this file came from outside";
    }

    @Override
    public String help() {
        return "Publish the release to Waag yourself; if the name is not yours after all, remove the claim from waag.toml.";
    }
}
