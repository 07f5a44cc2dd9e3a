package dev.waag.policy;

import java.time.Instant;
import java.util.Map;

/** {@code yanked}: its publisher withdrew the file (PEP 592). */
final class Yanked implements DefaultRule {
    @Override
    public String id() {
        return "yanked";
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
        return "Releases that their own publisher withdrew, for a bug or worse. Resolvers pass them over; exact pins still take them.";
    }

    @Override
    public String when() {
        return "yanked";
    }

    @Override
    public boolean mayFire(Facts facts, Settings settings, Instant now) {
        return facts.yanked();
    }

    @Override
    public String message() {
        return "yanked by its publisher{because}";
    }

    @Override
    public String help() {
        return "Move to another release; the publisher withdrew this one.";
    }

    @Override
    public Map<String, String> words(Facts facts, Settings settings) {
        return because(facts.yankedReason());
    }

    @Override
    public Map<String, String> words(Sighting seen, Settings settings) {
        return because(String.valueOf(seen.facts().getOrDefault("yanked_reason", "")));
    }

    private static Map<String, String> because(String reason) {
        return Map.of("because", reason.isBlank() ? "" : ": " + reason);
    }

    @Override
    public Map<String, Object> notes(Facts facts, Settings settings) {
        return Map.of("yanked_reason", facts.yankedReason());
    }
}
