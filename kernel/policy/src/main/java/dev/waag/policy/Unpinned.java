package dev.waag.policy;

/** {@code unpinned}: a requirement that means whichever release is newest on the day. */
final class Unpinned implements SeenRule {
    @Override
    public String id() {
        return "unpinned";
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
        return "Requirements that may become another release without anybody's doing.";
    }

    @Override
    public String fires() {
        return "a requirement names no single release";
    }

    @Override
    public String message() {
        return "{project} is not pinned to one release";
    }

    @Override
    public String help() {
        return "Pin it with ==, or lock the project: waag lock writes a lock with every release and hash in it.";
    }
}
