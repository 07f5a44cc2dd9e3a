package dev.waag.policy;

/** {@code lock-drift}: the manifest was edited after the lock was made, or the lock by hand. */
final class LockDrift implements SeenRule {
    @Override
    public String id() {
        return "lock-drift";
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
        return "A lock that no longer follows from its manifest.";
    }

    @Override
    public String fires() {
        return "a lock does not satisfy the manifest that it was made from";
    }

    @Override
    public String message() {
        return "the lock no longer follows from its manifest";
    }

    @Override
    public String help() {
        return "Lock the project again with its own tool, and look at what changes.";
    }
}
