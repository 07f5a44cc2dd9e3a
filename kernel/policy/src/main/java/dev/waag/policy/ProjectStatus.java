package dev.waag.policy;

import java.util.Map;
import java.util.Optional;

/** {@code project-status}: the index marks the project as deprecated, archived or quarantined (PEP 792). */
final class ProjectStatus implements DefaultRule {
    @Override
    public String id() {
        return "project-status";
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
        return "Projects that their index found unsafe (quarantined), and ones that nobody mends any more (archived, deprecated).";
    }

    @Override
    public String when() {
        return "status in ['quarantined', 'archived', 'deprecated']";
    }

    @Override
    public String message() {
        return "the project is {status}{because}";
    }

    @Override
    public String help() {
        return "Look for another project that does the job; the index or the maintainers no longer vouch for this one.";
    }

    /**
     * Deprecated and archived: what the file sets, else a warning. Quarantined: refused however strict the file is with the others, and
     * weaker only where it says warn in so many words.
     */
    @Override
    public Action actionFor(Facts facts, Optional<Action> set) {
        boolean refused = set.isEmpty() || set.get().refuses();
        return facts.status().equals("quarantined") && refused ? Action.DENY : set.orElse(Action.WARN);
    }

    @Override
    public String digested(Optional<Action> set) {
        return set.map(Action::text).orElse("by status");
    }

    @Override
    public Map<String, String> words(Facts facts, Settings settings) {
        return Map.of("because", facts.statusReason().isBlank() ? "" : ": " + facts.statusReason());
    }

    @Override
    public Map<String, Object> notes(Facts facts, Settings settings) {
        return Map.of("status_reason", facts.statusReason());
    }
}
