package dev.waag.check;

import dev.waag.policy.Action;
import dev.waag.policy.Policy;
import dev.waag.policy.Reason;
import dev.waag.policy.RuleView;
import dev.waag.policy.Sighting;
import dev.waag.policy.Waiver;
import dev.waag.report.Finding;
import dev.waag.report.FindingBuilder;
import dev.waag.report.FindingWaiver;
import dev.waag.report.UnusedWaiver;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the policy makes of what was seen, as findings; keeps account of the waivers that were needed. */
final class Findings {
    private final Policy policy;
    private final Instant now;
    private final Set<Finding> findings = new LinkedHashSet<>();
    private final Set<String> used = new HashSet<>();

    Findings(Policy policy, Instant now) {
        this.policy = policy;
        this.now = now;
    }

    List<Finding> all() {
        return new ArrayList<>(findings);
    }

    /** Where a rule has found something, each as {@code file:line}. */
    Set<String> places(String rule) {
        Set<String> places = new HashSet<>();
        for (Finding f : findings) {
            if (f.rule().equals(rule)) {
                places.add(f.file() + ":" + f.line());
            }
        }
        return places;
    }

    /** Whether a rule has something against an item that no waiver covers. */
    boolean refuses(String rule, Item item) {
        return findings.stream()
                .anyMatch(f -> f.fails()
                        && f.rule().equals(rule)
                        && f.project().equals(item.name().value())
                        && f.version().equals(item.version()));
    }

    /** Something that a rule of the default pack may have against an item, or against none. */
    void see(Sighting seen, Optional<Item> item, String file, int line, String more) {
        policy.judge(seen, now).ifPresent(r -> add(r, seen.severity(), item, file, line, more));
    }

    void see(Sighting seen, Item item, String more) {
        see(seen, Optional.of(item), item.file(), item.line(), more);
    }

    /** A rule that this only knows the id of, about an item. */
    void see(String rule, Item item, String message) {
        see(
                new Sighting(
                        rule,
                        item.name().value(),
                        item.version(),
                        item.firstSha256(),
                        Set.of(),
                        "",
                        message,
                        "",
                        Map.of()),
                item,
                "");
    }

    /** One reason of a decision on a file that an item allows. */
    void decided(Reason reason, Item item) {
        add(reason, "", Optional.of(item), item.file(), item.line(), "");
    }

    private void add(Reason reason, String severity, Optional<Item> item, String file, int line, String more) {
        reason.waiver().ifPresent(used::add);
        // only a waived reason says no more what its rule would have done
        Optional<RuleView> rule = reason.waived() ? policy.rule(reason.rule()) : Optional.empty();
        Action action = reason.waived() ? rule.map(RuleView::action).orElse(reason.action()) : reason.action();
        String rated = !reason.waived()
                ? reason.severity()
                : severity.isEmpty() ? rule.map(RuleView::severity).orElse("info") : severity;
        FindingBuilder finding = Finding.builder(reason.rule(), rated, action.text())
                .at(file, line)
                .message(reason.message())
                .help(joined(help(reason), more));
        item.ifPresent(i -> finding.of(i.name().value(), i.version()).path(i.path()));
        Map<String, Object> facts = reason.facts();
        if (facts.get("advisory") instanceof String id) {
            finding.advisory(id, texts(facts.get("aliases")))
                    .fixedIn(texts(facts.get("fixed_in")))
                    .knownExploited(Boolean.TRUE.equals(facts.get("known_exploited")));
        }
        Finding built = finding.build();
        Optional<FindingWaiver> waiver = reason.waiver().map(id -> waiver(id, reason));
        findings.add(
                waiver.isEmpty()
                        ? built
                        : reason.waived() ? built.withWaiver(waiver.get()) : built.withExpired(waiver.get()));
    }

    private static String help(Reason reason) {
        return reason.help().isEmpty() ? "Look at it, or ask for a waiver of " + reason.rule() + "." : reason.help();
    }

    private static String joined(String help, String more) {
        return more.isEmpty() ? help : help + " " + more;
    }

    private static List<String> texts(@Nullable Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object one : list) {
                texts.add(String.valueOf(one));
            }
        }
        return texts;
    }

    private static FindingWaiver waiver(String id, Reason reason) {
        Map<String, Object> facts = reason.facts();
        return new FindingWaiver(
                id,
                reason.rule(),
                String.valueOf(facts.getOrDefault("waiver_owner", "")),
                String.valueOf(facts.getOrDefault("waiver_reason", "")),
                lastDay(Instant.parse(String.valueOf(facts.get("waiver_expires")))));
    }

    private static String lastDay(Instant expires) {
        return expires.minus(1, ChronoUnit.NANOS).toString().substring(0, 10);
    }

    /** The waivers that nothing needed, of rules that could be judged. */
    List<UnusedWaiver> unused(Set<String> notChecked) {
        return policy.waivers().stream()
                .filter(w -> !used.contains(w.id()) && !notChecked.contains(w.rule()))
                .map(Findings::unused)
                .toList();
    }

    private static UnusedWaiver unused(Waiver w) {
        return new UnusedWaiver(
                w.id(),
                w.rule(),
                w.project(),
                w.version().orElse(""),
                w.advisory().orElse(""),
                w.owner(),
                w.reason(),
                lastDay(w.expires()));
    }
}
