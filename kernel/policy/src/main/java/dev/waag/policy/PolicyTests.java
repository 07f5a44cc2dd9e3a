package dev.waag.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tests of a policy, as {@code waag policy test FILE} runs them. The file is TOML:
 *
 * <pre>{@code
 * [policy]                         # without it, the default pack is tested
 * file = "policy.toml"             # beside this file; or inline = '''…'''
 *
 * [[case]]
 * name = "a fresh release waits"
 * now = 2026-11-22T09:00:00Z       # default 2026-01-01T00:00:00Z
 * facts = { project = "numpy", age_hours = 23 }
 * unknown = ["size"]                # size, upload_time and licence can be unknown
 * expect = "hold"                  # allow, hold or deny
 * rules = ["cooldown"]             # exactly the rules that fire, warnings included and waived ones not; optional
 * }</pre>
 *
 * Facts have the names that {@code when} uses; those that a case does not name are those of a wheel with a SHA-256 that is a year old, under
 * the MIT licence, without advisories. In place of {@code facts} a case may have a {@code sighting = { rule = "unhashed", project = "numpy" }},
 * with the keys {@code rule}, {@code project}, {@code version}, {@code sha256}, {@code advisory} (a list: the id and its aliases),
 * {@code severity}, {@code message}, {@code licence}, {@code source} and {@code as_of}. Unknown keys are refused.
 */
public final class PolicyTests {
    /**
     * One case.
     *
     * @param name what it shows
     * @param line where it stands in the file
     * @param facts the file to judge, where it is about one
     * @param sighting what was seen, where it is about that
     * @param now when
     * @param expect the verdict that is right
     * @param rules the rules that fire, where the case says so
     */
    public record Case(
            String name,
            int line,
            Facts facts,
            Optional<Sighting> sighting,
            Instant now,
            Verdict expect,
            Optional<Set<String>> rules) {}

    /**
     * What became of a case.
     *
     * @param name the case's name
     * @param line where it stands in the file
     * @param passed whether the decision is as the case says
     * @param detail what was expected and what came, where it did not pass; else empty
     * @param decision the decision
     */
    public record Result(String name, int line, boolean passed, String detail, Decision decision) {}

    private final Optional<String> policyFile;
    private final Policy inlinePolicy;
    private final List<Case> cases;

    PolicyTests(Optional<String> policyFile, Policy inlinePolicy, List<Case> cases) {
        this.policyFile = policyFile;
        this.inlinePolicy = inlinePolicy;
        this.cases = List.copyOf(cases);
    }

    /**
     * Reads a file of tests.
     *
     * @throws PolicyException with every error of it, those of an inline policy included
     */
    public static PolicyTests load(PolicySource source) throws PolicyException {
        return PolicyTestReader.read(source);
    }

    /** The policy file that the tests name, relative to their own; the caller reads it. */
    public Optional<String> policyFile() {
        return policyFile;
    }

    /** The policy that stands in the tests, else the default pack. */
    public Policy inlinePolicy() {
        return inlinePolicy;
    }

    public List<Case> cases() {
        return cases;
    }

    /** Judges every case, in the order of the file. */
    public List<Result> run(Policy policy) {
        return cases.stream().map(c -> run(policy, c)).toList();
    }

    private static Result run(Policy policy, Case test) {
        Decision decision = decision(policy, test);
        Set<String> fired = decision.reasons().stream()
                .filter(r -> !r.note())
                .map(Reason::rule)
                .collect(Collectors.toCollection(TreeSet::new));
        boolean passed = decision.verdict() == test.expect()
                && test.rules().map(fired::equals).orElse(true);
        String detail = passed
                ? ""
                : "expected " + said(test.expect(), test.rules()) + ", got "
                        + said(decision.verdict(), Optional.of(fired))
                        + decision.reasons().stream()
                                .map(r -> "\n  " + r.rule() + " (" + r.action().text() + "): " + r.message())
                                .collect(Collectors.joining());
        return new Result(test.name(), test.line(), passed, detail, decision);
    }

    private static Decision decision(Policy policy, Case test) {
        if (test.sighting().isEmpty()) {
            return policy.decide(test.facts(), test.now());
        }
        List<Reason> reasons =
                policy.judge(test.sighting().get(), test.now()).stream().toList();
        Action action = reasons.isEmpty() ? Action.OFF : reasons.getFirst().action();
        return new Decision(Verdict.of(action), reasons, Optional.empty());
    }

    private static String said(Verdict verdict, Optional<Set<String>> rules) {
        return verdict.text()
                + rules.map(r -> " by " + (r.isEmpty() ? "no rule" : String.join(", ", new TreeSet<>(r))))
                        .orElse("");
    }
}
