package dev.waag.policy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code advisories-stale}: a clean result by old advisories says little. */
final class AdvisoriesStale implements SeenRule {
    static final String ID = "advisories-stale";

    /** The fact that stands for the setting where the advisories were configured with an age. */
    static final String MAX_AGE = "max_age_hours";

    private static final Setting HOURS = new Setting("hours", SettingType.HOURS, 48.0);

    @Override
    public String id() {
        return ID;
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
    public List<Setting> settings() {
        return List.of(HOURS);
    }

    @Override
    public String fires() {
        return "the advisories are older than the hours, or nobody knows how old";
    }

    @Override
    public boolean fires(Sighting seen, Settings settings, Instant now) {
        // the configuration's max-age says it for the sets that it names
        double hours = seen.facts().get(MAX_AGE) instanceof Double h
                ? h
                : settings.values().get(HOURS.key()) instanceof Double h ? h : 0;
        return asOf(seen).map(t -> Ages.hours(Ages.nanos(t, now)) > hours).orElse(true);
    }

    @Override
    public String message() {
        return "the advisories of {source} are {as of}";
    }

    @Override
    public String help() {
        return "Refresh them, and look why that was not done: what was published since is missing.";
    }

    @Override
    public Map<String, String> words(Sighting seen, Settings settings) {
        return Map.of(
                "source",
                String.valueOf(seen.facts().getOrDefault("source", "an unknown source")),
                "as of",
                asOf(seen).map(t -> "as of " + Texts.minute(t)).orElse("of unknown age"));
    }

    private static Optional<Instant> asOf(Sighting seen) {
        try {
            return Optional.ofNullable(seen.facts().get("as_of")).map(t -> Instant.parse(String.valueOf(t)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
