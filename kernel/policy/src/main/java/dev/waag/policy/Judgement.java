package dev.waag.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One file judged at one instant: every rule that is on has its say, then the waivers. */
final class Judgement {
    private static final Comparator<Reason> STRONGEST_FIRST = Comparator.comparing(Reason::action)
            .thenComparingInt(r -> Severities.rank(r.severity()))
            .thenComparing(Reason::rule);

    private final WaiverBook waivers;
    private final Facts facts;
    private final Instant now;
    private final Scope scope;
    private final List<Reason> reasons = new ArrayList<>(2);
    private @Nullable Instant changesAt;

    Judgement(WaiverBook waivers, Facts facts, Instant now) {
        this.waivers = waivers;
        this.facts = facts;
        this.now = now;
        this.scope = new Scope(facts, now);
    }

    Decision of(List<? extends Rule> rules) {
        for (Rule rule : rules) {
            Condition condition = rule.condition();
            Outcome outcome = condition.judge(scope.with(rule.settings()));
            condition.nextChange(scope, outcome).ifPresent(this::change);
            if (!(outcome instanceof Outcome.Silent)) {
                reasons.add(waive(rule, reason(rule, condition, outcome)));
            }
        }
        reasons.sort(STRONGEST_FIRST);
        return new Decision(verdict(), reasons, Optional.ofNullable(changesAt));
    }

    private Verdict verdict() {
        return switch (reasons.isEmpty() ? Action.OFF : reasons.getFirst().action()) {
            case DENY -> Verdict.DENY;
            case HOLD -> Verdict.HOLD;
            case WARN, OFF -> Verdict.ALLOW;
        };
    }

    private void change(Instant at) {
        if (changesAt == null || at.isBefore(changesAt)) {
            changesAt = at;
        }
    }

    private Reason reason(Rule rule, Condition condition, Outcome outcome) {
        Map<String, Object> seen = new LinkedHashMap<>();
        condition.reads().forEach(f -> f.note(facts, seen));
        return switch (outcome) {
            case Outcome.Unknown unknown -> unknown(rule, unknown, seen);
            case Outcome.Failed failed -> failed(rule, failed, seen);
            default -> {
                seen.putAll(rule.notes(facts));
                yield new Reason(
                        rule.id(), rule.action(facts), rule.severity(), rule.message(facts), rule.help(facts), seen);
            }
        };
    }

    private Reason unknown(Rule rule, Outcome.Unknown outcome, Map<String, Object> seen) {
        List<String> what = outcome.facts().stream().map(Fact::words).distinct().toList();
        seen.put("unknown", what);
        String message = "the file's " + String.join(" and ", what) + (what.size() == 1 ? " is" : " are")
                + " unknown, so " + rule.id() + " cannot be judged";
        String help = "What cannot be judged is held: see to it that the index gives this fact, or ask for a waiver of "
                + rule.id() + ".";
        return atMostHeld(rule, message, help, seen);
    }

    private Reason failed(Rule rule, Outcome.Failed outcome, Map<String, Object> seen) {
        return atMostHeld(
                rule,
                "the rule fails on this file: " + outcome.why(),
                "Correct the `when` of " + rule.id() + " in the policy file.",
                seen);
    }

    /** What was not judged is not denied either; nor is it refused by a rule that only warns. */
    private Reason atMostHeld(Rule rule, String message, String help, Map<String, Object> seen) {
        Action action = rule.action(facts).atMost(Action.HOLD);
        return new Reason(rule.id(), action, rule.severity(), rule.shorten(message), help, seen);
    }

    /** A refusal under a waiver becomes a note that says so; where the waiver has expired, the refusal says that. */
    private Reason waive(Rule rule, Reason reason) {
        Optional<Waiver> found = waivers.find(rule.id(), facts);
        if (found.isEmpty()) {
            return reason;
        }
        Waiver waiver = found.get();
        Map<String, Object> seen = new LinkedHashMap<>(reason.facts());
        String end = Texts.lastDay(waiver.expires());
        seen.put("waived", waiver.inForce(now));
        seen.put("waiver", waiver.id());
        seen.put("waiver_owner", waiver.owner());
        seen.put("waiver_reason", waiver.reason());
        seen.put("waiver_expires", waiver.expires().toString());
        if (!waiver.inForce(now)) {
            String help = reason.help() + " Its waiver by " + Texts.line(waiver.owner()) + " expired: " + end + ".";
            return new Reason(reason.rule(), reason.action(), reason.severity(), reason.message(), help.strip(), seen);
        }
        change(waiver.expires());
        return new Reason(
                reason.rule(),
                Action.WARN,
                "info",
                rule.shorten("waived until " + end + " by " + waiver.owner() + ": " + waiver.reason()),
                "Without the waiver: " + reason.message() + ".",
                seen);
    }
}
