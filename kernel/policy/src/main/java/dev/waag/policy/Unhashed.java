package dev.waag.policy;

/** {@code unhashed}: a pin that does not say which bytes it means. */
final class Unhashed implements SeenRule {
    @Override
    public String id() {
        return "unhashed";
    }

    @Override
    public String severity() {
        return "low";
    }

    @Override
    public Action action() {
        return Action.WARN;
    }

    @Override
    public String protectsFrom() {
        return "Locks whose files could be swapped.";
    }

    @Override
    public String fires() {
        return "a pin in a lock comes without a hash";
    }

    @Override
    public String message() {
        return "{project} is pinned without a hash";
    }

    @Override
    public String help() {
        return "Lock it again with hashes: waag lock does, as does pip-compile --generate-hashes.";
    }
}
