package dev.waag.policy;

/** {@code hash-unknown}: the lock and the index disagree on what the release is. */
final class HashUnknown implements SeenRule {
    @Override
    public String id() {
        return "hash-unknown";
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
        return "A lock that pins a hash that the index does not know.";
    }

    @Override
    public String fires() {
        return "a hash that a lock pins is none of those that the index gives for the release";
    }

    @Override
    public String message() {
        return "the index knows no file of {project} {version} with the pinned hash";
    }

    @Override
    public String help() {
        return "Find out where the hash came from before you install; lock the project again if the release was rebuilt.";
    }
}
