package dev.waag.policy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A rule as one policy has it: of the default pack with its settings, or of the file. */
sealed interface Rule permits PackRule, FileRule {
    String id();

    String severity();

    Settings settings();

    /** Whether it can fire at all. */
    boolean on();

    /** Whether it may fire on that file, now or later; where not, its condition need not be asked. */
    boolean mayFire(Facts facts, Instant now);

    /** Its compiled {@code when}; only asked of rules that are on. */
    Condition condition();

    /** What it does with a file that it fires on. */
    Action action(Facts facts);

    /** The message for a file that it fires on. */
    String message(Facts facts);

    String help(Facts facts);

    /** One line, short enough for its place, of text that is about this rule. */
    String shorten(String message);

    /** Its own words in its templates. */
    Map<String, String> words(Facts facts);

    /** What it adds to a reason's facts. */
    Map<String, Object> notes(Facts facts);

    /** Why a refusal of that file does not stand. */
    Optional<Excuse> excuse(Facts facts);

    RuleView view();

    /** Everything that a decision may depend on, and nothing else. */
    void digest(Canonical digest);

    /** Fills a template: the rule's words first, then its settings, then facts. */
    static String fill(Rule rule, Template template, Facts facts) {
        Map<String, String> words = rule.words(facts);
        return template.fill(word -> {
            String own = words.get(word);
            if (own != null) {
                return own;
            }
            Optional<Object> setting =
                    Optional.ofNullable(rule.settings().values().get(word));
            return setting.or(() -> Fact.of(word).flatMap(f -> f.constant(facts)))
                    .map(Texts::show)
                    .orElse("unknown");
        });
    }
}
