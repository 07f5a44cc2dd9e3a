package dev.waag.policy;

/** {@code outside-index}: a requirement that nothing judges, because it does not come through the gate. */
final class OutsideIndex implements SeenRule {
    @Override
    public String id() {
        return "outside-index";
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
        return "Requirements that go round the index.";
    }

    @Override
    public String fires() {
        return "a requirement comes from a URL, a repository, a path or another index";
    }

    @Override
    public String message() {
        return "{project} does not come from the index";
    }

    @Override
    public String help() {
        return "Take it from the index; publish it to Waag first where it is your own.";
    }
}
