package dev.waag.policy;

/** {@code advisories-stale}: a clean result by old advisories says little. */
final class AdvisoriesStale implements SeenRule {
    @Override
    public String id() {
        return "advisories-stale";
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
        return "Advisories so old that new ones are missing.";
    }

    @Override
    public String fires() {
        return "the newest of the advisories is too old";
    }

    @Override
    public String message() {
        return "the advisories are out of date";
    }

    @Override
    public String help() {
        return "Refresh them, and look why they were not: what was published since is missing.";
    }
}
