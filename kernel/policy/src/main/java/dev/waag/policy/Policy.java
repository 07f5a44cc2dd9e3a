package dev.waag.policy;

import dev.waag.core.Exit;
import dev.waag.core.Suggest;
import dev.waag.core.UserException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an organisation allows: rules and waivers, from the default pack and a policy file. Immutable and safe for any number of threads.
 *
 * <p>The file is described in the package comment. A policy that only sets default rules is loaded without touching CEL; the first
 * {@link #decide} (or {@link #warm}) compiles the default pack, once a JVM.
 */
public final class Policy {
    private final List<Rule> rules;
    private final List<Waiver> waivers;
    private final String text;
    private final List<Rule> on;
    private final Map<String, PackRule> pack;
    private final WaiverBook book;
    /** Worked out when first asked for: nothing but the gate asks. */
    private volatile String digest = "";

    Policy(List<? extends Rule> rules, List<Waiver> waivers, String text) {
        this.rules = List.copyOf(rules);
        this.waivers = List.copyOf(waivers);
        this.text = text;
        this.on = this.rules.stream().filter(Rule::on).toList();
        this.pack = this.rules.stream()
                .filter(PackRule.class::isInstance)
                .map(PackRule.class::cast)
                .collect(Collectors.toUnmodifiableMap(PackRule::id, Function.identity()));
        this.book = new WaiverBook(waivers);
    }

    /** The default pack as it comes. Cheap. */
    public static Policy defaults() {
        return new Policy(PackRule.untouched(), List.of(), "");
    }

    /**
     * Reads a policy file.
     *
     * @throws PolicyException with every error of the file, each at its line and column
     */
    public static Policy load(PolicySource source) throws PolicyException {
        return PolicyReader.read(source);
    }

    /** The same with more waivers, such as those from the database. */
    public Policy withWaivers(List<Waiver> more) {
        return new Policy(rules, Stream.concat(waivers.stream(), more.stream()).toList(), text);
    }

    /** Judges one file. A fact that is unknown makes each rule that depends on it hold the file, and say which fact it is. */
    public Decision decide(Facts facts, Instant now) {
        return judging(now).decide(facts);
    }

    /** Judges several files at that instant. */
    public Judging judging(Instant now) {
        return new Judging(on, book, now);
    }

    /**
     * Judges something seen. Empty where the rule is off, or does not fire on it, such as an advisory below the severity that
     * {@code known-vulnerable} is set to; else its reason, waivers applied as {@link #decide} does. Touches no CEL.
     *
     * @throws IllegalArgumentException where the default pack has no such rule
     */
    public Optional<Reason> judge(Sighting seen, Instant now) {
        PackRule rule = pack.get(seen.rule());
        if (rule == null) {
            throw new IllegalArgumentException("no default rule " + seen.rule());
        }
        return rule.reason(seen, now)
                .map(r -> book.apply(r, Subject.of(seen), now, Texts::line).reason());
    }

    /** SHA-256 in hex of all that decisions depend on: it changes exactly when they may, whatever the file's order or layout. */
    public String digest() {
        String known = digest;
        if (known.isEmpty()) {
            known = digest(rules, waivers);
            digest = known;
        }
        return known;
    }

    /** Every rule: the default pack, those that are off or cannot fire yet included, then the file's own in its order. */
    public List<RuleView> rules() {
        return rules.stream().map(Rule::view).toList();
    }

    public Optional<RuleView> rule(String id) {
        for (Rule rule : rules) {
            if (rule.id().equals(id)) {
                return Optional.of(rule.view());
            }
        }
        return Optional.empty();
    }

    /** The text that it was read from, which has none of the waivers that came later; empty for the default pack as it comes. */
    public String text() {
        return text;
    }

    /** All waivers, expired ones included. */
    public List<Waiver> waivers() {
        return waivers;
    }

    /** The waivers that no longer hold at that instant. */
    public List<Waiver> expiredWaivers(Instant now) {
        return waivers.stream().filter(w -> !w.inForce(now)).toList();
    }

    /**
     * The documentation page of a default rule, in Markdown.
     *
     * @throws UserException where there is no such rule
     */
    public static String explain(String id) {
        DefaultRule rule = DefaultPack.find(id)
                .orElseThrow(() -> new UserException(
                        Exit.USAGE,
                        "There is no default rule '" + id + "'" + Suggest.hint(id, DefaultPack.ids()),
                        "it is misspelt, or of another version of Waag",
                        "See `waag policy show` for the rules"));
        return RulePages.page(rule);
    }

    /** Compiles the default pack and judges once, about half a second in a cold JVM, so that the first request need not wait for it. */
    public static void warm() {
        Facts facts = Facts.of("warm-up", "1", "warm_up-1-py3-none-any.whl", "wheel")
                .uploadTime(Optional.of(Instant.EPOCH))
                .build();
        Decision decision = defaults().decide(facts, Instant.EPOCH);
        if (decision.verdict() != Verdict.DENY) {
            throw new IllegalStateException("the default pack lets a file without a hash pass: " + decision);
        }
    }

    private static String digest(List<Rule> rules, List<Waiver> waivers) {
        Canonical canonical = new Canonical();
        rules.forEach(r -> r.digest(canonical));
        for (Waiver waiver : waivers) {
            canonical
                    .begin("waiver", waiver.id())
                    .add("rule", waiver.rule())
                    .add("project", waiver.project())
                    .add("version", waiver.version().orElse(""))
                    .add("sha256", waiver.sha256().orElse(""))
                    .add("advisory", waiver.advisory().orElse(""))
                    .add("owner", waiver.owner())
                    .add("reason", waiver.reason())
                    .add("expires", waiver.expires().toString());
        }
        return canonical.digest().hex();
    }
}
