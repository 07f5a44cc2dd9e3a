package dev.waag.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What tests of this package have in common. */
final class Given {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final Policy DEFAULTS = Policy.defaults();

    private Given() {}

    /** An unremarkable wheel. */
    static FactsDraft file() {
        return new FactsDraft(NOW);
    }

    static Facts aged(double hours) {
        return file().say(Fact.AGE_HOURS, hours).facts();
    }

    static Policy policy(String... lines) {
        try {
            return Policy.load(new PolicySource("policy.toml", String.join("\n", lines)));
        } catch (PolicyException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** A policy of nothing but one rule. */
    static Policy only(String when, String action) {
        return policy(
                "extends = 'none'",
                "[[rule]]",
                "id = 'mine'",
                "when = '''" + when + "'''",
                "action = '" + action + "'",
                "message = 'refused'");
    }

    static List<String> errors(String... lines) {
        try {
            Policy.load(new PolicySource("policy.toml", String.join("\n", lines)));
            return List.of();
        } catch (PolicyException e) {
            return e.errors().stream().map(PolicyError::toString).toList();
        }
    }

    static Decision decide(Facts facts) {
        return DEFAULTS.decide(facts, NOW);
    }

    /** The reason of a rule that must be there. */
    static Reason reason(Decision decision, String rule) {
        return find(decision, rule).orElseThrow(() -> new AssertionError("no " + rule + " in " + decision));
    }

    static Optional<Reason> find(Decision decision, String rule) {
        return decision.reasons().stream().filter(r -> r.rule().equals(rule)).findFirst();
    }

    /** Every message of the default pack must fit a reason phrase. */
    static boolean fitsReasonPhrase(String message) {
        return message.length() <= 90 && message.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
