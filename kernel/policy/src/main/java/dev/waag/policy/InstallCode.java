package dev.waag.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code install-code}: code that runs by itself looks like malware. */
final class InstallCode implements DefaultRule {
    /** Fitted on labelled samples (docs/inspection.md). */
    private static final Setting THRESHOLD = new Setting("threshold", SettingType.SCORE, 0.8);

    @Override
    public String id() {
        return "install-code";
    }

    @Override
    public String severity() {
        return "high";
    }

    @Override
    public Action action() {
        return Action.HOLD;
    }

    @Override
    public String protectsFrom() {
        return "Malware that runs while a package is installed, imported, or whenever Python starts.";
    }

    @Override
    public List<Setting> settings() {
        return List.of(THRESHOLD, Setting.EXCEPT);
    }

    @Override
    public String when() {
        return "install_score >= install_code_threshold && !claimed && !excepted";
    }

    @Override
    public boolean mayFire(Facts facts, Settings settings, Instant now) {
        double threshold = settings.values().get(THRESHOLD.key()) instanceof Double d ? d : 0;
        return facts.inspected().map(i -> i.installScore() >= threshold).orElse(false);
    }

    @Override
    public String message() {
        return "{sign}";
    }

    @Override
    public String help() {
        return "Look at it before anybody installs it: `waag inspect {project}=={version}` shows the lines.{more}";
    }

    @Override
    public Map<String, String> words(Facts facts, Settings settings) {
        List<String> signs = facts.inspected().map(Inspected::installSigns).orElse(List.of());
        String more = signs.size() < 2
                ? ""
                : " Also: " + String.join("; ", signs.subList(1, Math.min(4, signs.size()))) + ".";
        return Map.of(
                "sign",
                signs.isEmpty() ? "code that runs by itself looks like malware" : signs.getFirst(),
                "more",
                more);
    }
}
