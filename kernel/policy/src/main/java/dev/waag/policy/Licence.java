package dev.waag.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code licence}: a release whose licence is not on the list of those that are allowed. */
final class Licence implements SeenRule {
    static final String ID = "licence";

    private static final String FACT = "licence";
    private static final Setting ALLOW = new Setting("allow", SettingType.LICENCES, List.of());

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String severity() {
        return "medium";
    }

    @Override
    public Action action() {
        return Action.OFF;
    }

    @Override
    public String protectsFrom() {
        return "Licences that your organisation did not agree to.";
    }

    @Override
    public List<Setting> settings() {
        return List.of(ALLOW);
    }

    @Override
    public String fires() {
        return "the release's licence is not allowed, or unknown";
    }

    @Override
    public boolean fires(Sighting seen, Settings settings, Instant now) {
        return expression(seen).map(e -> !Licences.allows(e, allow(settings))).orElse(true);
    }

    @Override
    public String message() {
        return "{seen}";
    }

    @Override
    public String help() {
        return "{advice}";
    }

    /** What is unknown is not denied, as with any other fact. */
    @Override
    public Action actionFor(Sighting seen, Optional<Action> set) {
        Action action = set.orElse(action());
        return expression(seen).isPresent() ? action : action.atMost(Action.HOLD);
    }

    @Override
    public Map<String, String> words(Sighting seen, Settings settings) {
        Optional<String> expression = expression(seen);
        if (expression.isEmpty()) {
            return Map.of(
                    "seen",
                    "the release's licence is unknown, so licence cannot be judged",
                    "advice",
                    "Read its licence; where you agree to it, waive licence for this release, and ask the project for a License-Expression.");
        }
        String refused = String.join(", ", Licences.refused(expression.get(), allow(settings)));
        boolean alone = refused.equals(expression.get());
        return Map.of(
                "seen",
                refused + (refused.contains(", ") ? " are" : " is") + " not allowed"
                        + (alone ? "" : " (" + expression.get() + ")"),
                "advice",
                "Look for another project that does the job, or have the licence looked at and listed under allow in [rules.licence].");
    }

    @Override
    public List<Sighting> in(Facts facts) {
        return List.of(Sighting.ofLicence(
                facts.licence(),
                facts.project(),
                facts.version(),
                Optional.ofNullable(facts.hashes().get("sha256"))));
    }

    private static Optional<String> expression(Sighting seen) {
        return Optional.ofNullable(seen.facts().get(FACT)).map(String::valueOf);
    }

    private static List<String> allow(Settings settings) {
        return settings.values().get(ALLOW.key()) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
