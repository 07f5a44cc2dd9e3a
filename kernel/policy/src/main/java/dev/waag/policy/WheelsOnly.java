package dev.waag.policy;

import java.time.Instant;
import java.util.List;

/** {@code wheels-only}: what is not a wheel runs the project's own code while it installs. */
final class WheelsOnly implements DefaultRule {
    @Override
    public String id() {
        return "wheels-only";
    }

    @Override
    public String severity() {
        return "medium";
    }

    @Override
    public Action action() {
        return Action.DENY;
    }

    @Override
    public String protectsFrom() {
        return "Install-time code: an sdist runs its build script on the machine that installs it, before anybody looked.";
    }

    @Override
    public List<Setting> settings() {
        return List.of(Setting.EXCEPT);
    }

    @Override
    public String when() {
        return "kind != 'wheel' && !claimed && !excepted";
    }

    @Override
    public boolean mayFire(Facts facts, Settings settings, Instant now) {
        return !facts.kind().equals("wheel");
    }

    @Override
    public String message() {
        return "only wheels are allowed, and this file is none (kind: {kind})";
    }

    @Override
    public String help() {
        return "Take a release that has a wheel for your platform, or build one of this sdist and publish it to Waag.";
    }
}
