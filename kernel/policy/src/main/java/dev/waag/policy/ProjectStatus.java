package dev.waag.policy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code project-status}: the index marks the project as deprecated, archived, quarantined (PEP 792) or as something that nobody knows. */
final class ProjectStatus implements DefaultRule {
    private static final Set<String> TIRED = Set.of("archived", "deprecated");

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
        return "!(status in ['active', ''])";
    }

    @Override
    public boolean mayFire(Facts facts, Settings settings, Instant now) {
        return !facts.status().equals("active") && !facts.status().isEmpty();
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
     * Deprecated and archived: what the file sets, else a warning; a state outside the standard: what the file sets, else it holds. Quarantined: refused however strict the file is with the others, and
     * weaker only where it says warn in so many words.
     */
    @Override
    public Action actionFor(Facts facts, Optional<Action> set) {
        return actionFor(facts.status(), set);
    }

    @Override
    public Action actionFor(Sighting seen, Optional<Action> set) {
        return actionFor(String.valueOf(seen.facts().get("status")), set);
    }

    private static Action actionFor(String status, Optional<Action> set) {
        boolean refused = set.isEmpty() || set.get().refuses();
        if (status.equals("quarantined") && refused) {
            return Action.DENY;
        }
        return set.orElse(TIRED.contains(status) ? Action.WARN : Action.HOLD);
    }

    @Override
    public String digested(Optional<Action> set) {
        return set.map(Action::text).orElse("by status");
    }

    @Override
    public Map<String, String> words(Facts facts, Settings settings) {
        return because(facts.statusReason());
    }

    @Override
    public Map<String, String> words(Sighting seen, Settings settings) {
        return because(String.valueOf(seen.facts().getOrDefault("status_reason", "")));
    }

    private static Map<String, String> because(String reason) {
        return Map.of("because", reason.isBlank() ? "" : ": " + reason);
    }

    @Override
    public Map<String, Object> notes(Facts facts, Settings settings) {
        return Map.of("status_reason", facts.statusReason());
    }
}
