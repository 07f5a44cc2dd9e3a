package dev.waag.policy;

import java.time.Instant;

/** {@code upstream-changed}: what upstream says about a file is no longer what it said first. */
final class UpstreamChanged implements DefaultRule {
    @Override
    public String id() {
        return "upstream-changed";
    }

    @Override
    public String severity() {
        return "critical";
    }

    @Override
    public Action action() {
        return Action.HOLD;
    }

    @Override
    public String protectsFrom() {
        return "A release that is replaced after people came to trust it: files of an index never change, unless something is wrong.";
    }

    @Override
    public String when() {
        return "upstream_change != ''";
    }

    @Override
    public boolean mayFire(Facts facts, Settings settings, Instant now) {
        return facts.upstreamChange().isPresent();
    }

    @Override
    public String message() {
        return "changed upstream since it was first seen: {upstream_change}";
    }

    @Override
    public String help() {
        return "Do not install it before you know why; compare it with a copy that you had, and ask its publisher.";
    }
}
