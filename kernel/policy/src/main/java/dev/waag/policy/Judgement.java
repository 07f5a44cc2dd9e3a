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
    /** Of one rule's reasons, in a decision; what an old release gathers in advisories fits no reader and no ledger entry. */
    static final int LISTED = 10;

    private static final Comparator<Reason> STRONGEST_FIRST = Comparator.comparing(Reason::action)
            .thenComparingInt(r -> Severities.rank(r.severity()))
            .thenComparing(Reason::rule);

    private final Judging judging;
    private final WaiverBook waivers;
    private final Facts facts;
    private final Instant now;
    private @Nullable Scope scope;
    private final List<Reason> reasons = new ArrayList<>(2);
    private @Nullable Instant changesAt;

    Judgement(Judging judging, WaiverBook waivers, Facts facts, Instant now) {
        this.judging = judging;
        this.waivers = waivers;
        this.facts = facts;
        this.now = now;
    }

    Decision of(List<? extends Rule> rules) {
        for (Rule rule : rules) {
            if (rule instanceof PackRule own && own.rule() instanceof SeenRule seen) {
                sightings(own, judging.ofFile(own, seen, facts));
                sightings(own, judging.told(own, seen, facts));
            } else {
                expression(rule);
            }
        }
        reasons.sort(STRONGEST_FIRST);
        return new Decision(verdict(), listed(), Optional.ofNullable(changesAt));
    }

    private void sightings(PackRule rule, List<Judging.Told> all) {
        boolean waivable = waivers.has(rule.id());
        for (Judging.Told told : all) {
            if (!waivable) {
                reasons.add(told.finished());
                continue;
            }
            Subject subject = Subject.of(facts, told.seen().advisory());
            WaiverBook.Waived waived = waivers.apply(told.raw(), subject, now, rule::shorten);
            waived.until().ifPresent(this::change);
            reasons.add(waived.reason().equals(told.raw()) ? told.finished() : Judging.finished(rule, waived.reason()));
        }
    }

    private void expression(Rule rule) {
        if (!rule.mayFire(facts, now)) {
            return;
        }
        Condition condition = rule.condition();
        Scope variables = scope == null ? new Scope(facts, now) : scope;
        scope = variables;
        Outcome outcome = condition.judge(variables.with(rule.settings()));
        condition.nextChange(variables, outcome).ifPresent(this::change);
        if (outcome instanceof Outcome.Silent) {
            return;
        }
        Reason reason = reason(rule, condition, outcome);
        Optional<Excuse> excuse = rule.excuse(facts);
        if (excuse.isPresent()) {
            reasons.add(excused(rule, reason, excuse.get()));
            return;
        }
        WaiverBook.Waived waived = waivers.apply(reason, Subject.of(facts), now, rule::shorten);
        waived.until().ifPresent(this::change);
        reasons.add(waived.reason());
    }

    private Verdict verdict() {
        return Verdict.of(reasons.isEmpty() ? Action.OFF : reasons.getFirst().action());
    }

    /** The strongest of each rule; the last of them says how many more there are. */
    private List<Reason> listed() {
        if (reasons.size() <= LISTED) {
            return reasons;
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        List<Reason> listed = new ArrayList<>();
        for (Reason reason : reasons) {
            if (counts.merge(reason.rule(), 1, Integer::sum) <= LISTED) {
                listed.add(reason);
            }
        }
        counts.forEach((rule, count) -> {
            if (count > LISTED) {
                int last = lastOf(rule, listed);
                listed.set(last, listed.get(last).with("not_listed", (long) count - LISTED));
            }
        });
        return listed;
    }

    private static int lastOf(String rule, List<Reason> listed) {
        int last = listed.size() - 1;
        while (!listed.get(last).rule().equals(rule)) {
            last--;
        }
        return last;
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

    private static Reason excused(Rule rule, Reason reason, Excuse excuse) {
        Map<String, Object> seen = new LinkedHashMap<>(reason.facts());
        seen.put(excuse.fact(), true);
        seen.putAll(excuse.facts());
        return new Reason(
                rule.id(),
                Action.WARN,
                "info",
                rule.shorten(excuse.message()),
                "Without that: " + reason.message() + ".",
                seen);
    }
}
