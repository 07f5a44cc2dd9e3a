package dev.waag.policy;

import java.util.List;

/**
 * The rules whose facts this version does not gather. Policy files may set them already, so that one file serves versions to come; none
 * fires. A rule that learns to fire leaves this list for a class of its own.
 */
record Announced(String id, String severity, Action action, String protectsFrom, List<Setting> settings)
        implements DefaultRule {
    static final List<DefaultRule> RULES = List.of(
            rule(
                    "archive-unsafe",
                    "high",
                    Action.DENY,
                    "Archives that write outside their folder or mean two things to two readers."),
            rule("install-code", "high", Action.HOLD, "Code that runs while a package installs."));

    private static DefaultRule rule(
            String id, String severity, Action action, String protectsFrom, Setting... settings) {
        return new Announced(id, severity, action, protectsFrom, List.of(settings));
    }
}
