package dev.waag.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code known-vulnerable}: the release has a published vulnerability that is bad enough. */
final class KnownVulnerable implements SeenRule {
    static final String ID = "known-vulnerable";

    private static final Setting LOWEST = new Setting("severity", SettingType.SEVERITY, "medium");

    @Override
    public String id() {
        return ID;
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
        return "Releases with a published vulnerability.";
    }

    @Override
    public List<Setting> settings() {
        return List.of(LOWEST);
    }

    @Override
    public String fires() {
        return "an advisory affects the release, and is of the severity or worse, or without a score";
    }

    /** A record without a score fires: that nobody scored it does not make it harmless. */
    @Override
    public boolean fires(Sighting seen, Settings settings, Instant now) {
        String lowest = String.valueOf(settings.values().get(LOWEST.key()));
        return seen.severity().isEmpty() || Severities.rank(seen.severity()) <= Severities.rank(lowest);
    }

    @Override
    public String message() {
        return "{advisory}{aka} ({how bad}), {fix}";
    }

    @Override
    public String help() {
        return "{remedy}.{about}";
    }

    @Override
    public Map<String, String> words(Sighting seen, Settings settings) {
        return Advisories.words(seen);
    }

    @Override
    public List<Sighting> in(Facts facts) {
        return Advisories.in(facts, false);
    }

    @Override
    public boolean ofAdvisories() {
        return true;
    }
}
