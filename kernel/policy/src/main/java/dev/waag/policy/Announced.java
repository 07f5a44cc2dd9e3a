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
                    "known-vulnerable",
                    "high",
                    Action.DENY,
                    "Releases with a published vulnerability.",
                    severity("medium")),
            rule("known-malicious", "critical", Action.DENY, "Releases that are known to be malware."),
            rule(
                    "licence",
                    "medium",
                    Action.OFF,
                    "Licences that your organisation did not agree to.",
                    new Setting("allow", SettingType.LICENCES, List.of())),
            rule(
                    "provenance-changed",
                    "high",
                    Action.HOLD,
                    "A project that loses its provenance, or is suddenly built elsewhere."),
            rule(
                    "attestation",
                    "high",
                    Action.DENY,
                    "Files that nobody signed for, of projects that should be.",
                    new Setting("require", SettingType.PATTERNS, List.of())),
            rule(
                    "archive-unsafe",
                    "high",
                    Action.DENY,
                    "Archives that write outside their folder or mean two things to two readers."),
            rule("install-code", "high", Action.HOLD, "Code that runs while a package installs."),
            rule(
                    "unpinned",
                    "medium",
                    Action.DENY,
                    "Requirements that may become another release without anybody's doing."),
            rule("unhashed", "low", Action.WARN, "Locks whose files could be swapped."),
            rule("hash-unknown", "high", Action.DENY, "A lock that pins a hash that the index does not know."),
            rule("lock-drift", "medium", Action.DENY, "A lock that no longer follows from its manifest."),
            rule("outside-index", "high", Action.DENY, "Requirements that go round the index."),
            rule("advisories-stale", "low", Action.WARN, "Advisories so old that new ones are missing."));

    private static DefaultRule rule(
            String id, String severity, Action action, String protectsFrom, Setting... settings) {
        return new Announced(id, severity, action, protectsFrom, List.of(settings));
    }

    private static Setting severity(String lowest) {
        return new Setting("severity", SettingType.SEVERITY, lowest);
    }
}
