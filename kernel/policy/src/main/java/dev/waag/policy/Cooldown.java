package dev.waag.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code cooldown}: a file is held until it has been public for a while. */
final class Cooldown implements DefaultRule {
    @Override
    public String id() {
        return "cooldown";
    }

    @Override
    public String severity() {
        return "medium";
    }

    @Override
    public Action action() {
        return Action.HOLD;
    }

    @Override
    public String protectsFrom() {
        return "Malware in fresh releases: most of it is found and removed within days of its upload.";
    }

    @Override
    public List<Setting> settings() {
        return List.of(new Setting("hours", SettingType.HOURS, 72.0), Setting.EXCEPT);
    }

    @Override
    public String when() {
        return "!claimed && age_hours < cooldown_hours && !excepted";
    }

    @Override
    public boolean mayFire(Facts facts, Settings settings, Instant now) {
        double hours = hours(settings);
        return facts.uploadTime()
                .map(t -> Ages.hours(Ages.nanos(t, now)) < hours)
                .orElse(true);
    }

    private static double hours(Settings settings) {
        return settings.values().get("hours") instanceof Double h ? h : 0;
    }

    // The text says since when and until when, not how long ago: it stays true for as long as the decision does, so
    // pages may be cached.
    @Override
    public String message() {
        return "uploaded {upload_time}, {hours} h required; allowed from {allowed_from}";
    }

    @Override
    public String help() {
        return "Take an older release until then; where you need this one now, ask for a waiver of cooldown.";
    }

    @Override
    public Map<String, String> words(Facts facts, Settings settings) {
        return allowedFrom(facts, settings)
                .map(t -> Map.of("allowed_from", Texts.minuteFrom(t)))
                .orElse(Map.of());
    }

    @Override
    public Map<String, Object> notes(Facts facts, Settings settings) {
        return allowedFrom(facts, settings)
                .map(t -> Map.<String, Object>of("allowed_from", t.toString()))
                .orElse(Map.of());
    }

    /** Waiting for what mends a hole, while what stands in for it has the hole, protects nobody. */
    @Override
    public Optional<Excuse> excuse(Facts facts) {
        return facts.onlyFix()
                ? Optional.of(new Excuse(
                        "passed early: the only fix for " + String.join(", ", facts.onlyFixFor()),
                        "passed_early",
                        Map.of("only_fix_for", facts.onlyFixFor())))
                : Optional.empty();
    }

    private static Optional<Instant> allowedFrom(Facts facts, Settings settings) {
        double hours = hours(settings);
        return facts.uploadTime()
                .map(t -> Ages.firstPass(t, t, age -> age >= hours).orElse(t));
    }
}
