package dev.waag.policy;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Waivers by the rule that they waive, the one that ends last first, so that the others' ends change nothing. */
final class WaiverBook {
    private static final Comparator<Waiver> LAST_FIRST =
            Comparator.comparing(Waiver::expires).reversed().thenComparing(Waiver::id);

    /** A reason as the waivers leave it, and when the one in force ends. */
    record Waived(Reason reason, Optional<Instant> until) {}

    private final Map<String, List<Waiver>> byRule;

    WaiverBook(List<Waiver> waivers) {
        byRule = waivers.stream().sorted(LAST_FIRST).collect(Collectors.groupingBy(Waiver::rule));
    }

    /** Whether any waiver is about that rule. */
    boolean has(String rule) {
        return byRule.containsKey(rule);
    }

    /** The waiver that covers the subject and ends last, expired or not. */
    private Optional<Waiver> find(String rule, Subject subject) {
        for (Waiver waiver : byRule.getOrDefault(rule, List.of())) {
            if (waiver.covers(subject)) {
                return Optional.of(waiver);
            }
        }
        return Optional.empty();
    }

    /** A refusal under a waiver becomes a note that says so; where the waiver has expired, the refusal says that. */
    Waived apply(Reason reason, Subject subject, Instant now, UnaryOperator<String> shorten) {
        Optional<Waiver> found = find(reason.rule(), subject);
        if (found.isEmpty()) {
            return new Waived(reason, Optional.empty());
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
            return new Waived(
                    new Reason(reason.rule(), reason.action(), reason.severity(), reason.message(), help.strip(), seen),
                    Optional.empty());
        }
        Reason note = new Reason(
                reason.rule(),
                Action.WARN,
                "info",
                shorten.apply("waived until " + end + " by " + waiver.owner() + ": " + waiver.reason()),
                "Without the waiver: " + reason.message() + ".",
                seen);
        return new Waived(note, Optional.of(waiver.expires()));
    }
}
