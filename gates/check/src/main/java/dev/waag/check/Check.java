package dev.waag.check;

import dev.waag.advisory.AdvisoryIndex;
import dev.waag.advisory.SourceInfo;
import dev.waag.advisory.Vulnerability;
import dev.waag.core.Exit;
import dev.waag.core.Secrets;
import dev.waag.core.UserException;
import dev.waag.doctor.Doctor;
import dev.waag.doctor.DoctorFinding;
import dev.waag.doctor.DoctorRequest;
import dev.waag.feeds.Advisories;
import dev.waag.feeds.AdvisorySources;
import dev.waag.feeds.FeedSettings;
import dev.waag.index.NamePattern;
import dev.waag.index.ReleaseReader;
import dev.waag.judge.KnownAdvisories;
import dev.waag.lock.LockException;
import dev.waag.lock.LockFile;
import dev.waag.lock.PinSource;
import dev.waag.lock.Sync;
import dev.waag.lock.SyncResult;
import dev.waag.lock.Unnamed;
import dev.waag.policy.Action;
import dev.waag.policy.KnownAdvisory;
import dev.waag.policy.Lookalikes;
import dev.waag.policy.Policy;
import dev.waag.policy.RuleView;
import dev.waag.policy.Sighting;
import dev.waag.report.AdvisorySet;
import dev.waag.report.CheckReport;
import dev.waag.report.PinnedProject;
import dev.waag.report.RuleText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code waag check}: judges what a project has locked, asks for or has installed, by the policy that the gate has. What nobody could tell
 * is listed as not checked, never passed.
 */
public final class Check {
    /** Rules over facts that no lock and no index tells in this version. */
    private static final Set<String> NEVER =
            Set.of("upstream-changed", "provenance-changed", "archive-unsafe", "install-code");

    private static final String CLAIMED = "claimed-name";

    private static final Set<String> BY_INDEX = Set.of(
            "missing-hash", "cooldown", "wheels-only", "yanked", "project-status", "attestation", "hash-unknown");

    private final CheckRequest request;
    private final Progress progress;
    private final Instant now;
    private final Policy policy;
    private final Target target;
    private final Findings findings;
    /** How many of the most downloaded names the rule {@code lookalike} compares with. */
    private final int popular;

    private final List<NamePattern> claims;
    private final Set<String> notChecked = new LinkedHashSet<>();
    private final List<AdvisorySet> sets = new ArrayList<>();
    private final Map<Item, Optional<ReleaseReader.Found>> releases = new LinkedHashMap<>();
    private Optional<AdvisoryIndex> index = Optional.empty();

    private Check(CheckRequest request, Progress progress, Instant now) {
        this.request = request;
        this.progress = progress;
        this.now = now;
        this.policy = request.policy();
        this.target = Target.of(request.python(), request.platform());
        this.findings = new Findings(policy, now);
        this.popular = popular(policy);
        this.claims = request.claimed().stream().map(NamePattern::new).toList();
        if (claims.isEmpty() && !request.asksGate()) {
            notChecked.add(CLAIMED);
        }
    }

    /**
     * Judges.
     *
     * @throws UserException where the request is wrong (usage), or where nothing can be known (incomplete): nothing to judge, an input that
     *     cannot be read, no advisories
     */
    public static CheckReport run(CheckRequest request, Progress progress, InstantSource clock) {
        return run(request, Extras.NONE, progress, clock).report();
    }

    /**
     * Judges, and does what else was asked for.
     *
     * @throws UserException as the other does, and where a lock is to be made again and its tool is not here, fails, or may ask no index
     */
    public static Outcome run(CheckRequest request, Extras extras, Progress progress, InstantSource clock) {
        return new Check(request, progress, clock.instant()).run(clock, extras);
    }

    /**
     * What a check may do besides judging.
     *
     * @param fix whether to say which version changes would clear the findings
     * @param resolve whether to make each lock again in a copy of its project, and to report what differs
     * @param told each command that is run, before it is
     */
    public record Extras(boolean fix, boolean resolve, Consumer<String> told) {
        /** Nothing. */
        public static final Extras NONE = new Extras(false, false, t -> {});
    }

    /**
     * @param plan empty unless it was asked for
     * @param warnings what the sources of advisories had to leave out, a sentence each
     */
    public record Outcome(CheckReport report, FixPlan plan, List<String> warnings) {}

    private Outcome run(InstantSource clock, Extras extras) {
        try (Asked asked = new Asked(request)) {
            // none waits for another, and each takes about as long as reading the locks
            Beside<Lookalikes> names = Beside.start(Lookalikes::shipped);
            Beside<Optional<Advisories>> opening = Beside.start(() -> open(asked, clock));
            Beside<List<Setting>> settings = Beside.start(this::settings);
            try {
                return run(extras, asked, names, opening, settings);
            } catch (RuntimeException e) {
                opening.abandon(); // what it writes must not come after the check has ended
                throw e;
            }
        }
    }

    private Outcome run(
            Extras extras,
            Asked asked,
            Beside<Lookalikes> names,
            Beside<Optional<Advisories>> opening,
            Beside<List<Setting>> settings) {
        Inputs inputs = new Inputs(request.environment(), Folders.globs(request.excluded()));
        request.paths().forEach(inputs::add);
        if (request.environments().isEmpty()) {
            inputs.demandSomething();
        }
        Items items = new Items(target);
        inputs.locks().forEach(items::lock);
        inputs.manifests().forEach(items::manifest);
        inputs.wheels().forEach(items::wheel);
        List<Item> all = new ArrayList<>(items.all());
        request.environments().forEach(e -> all.addAll(InstalledEnvironment.read(e)));
        inputs.locks().forEach(this::unnamed);
        inputs.pairs().forEach(p -> drift(p, inputs));
        if (extras.resolve()) {
            resolve(inputs, extras.told());
        }
        Lookalikes lookalikes = names.join();
        for (Item item : all) {
            byItself(item, lookalikes);
            claimed(item);
        }
        Set<String> told = findings.places("outside-index");
        for (Setting f : settings.join()) {
            // a requirement that names an address has been judged as what it is
            if (!f.finding().setting().equals("direct-url")
                    || !told.contains(f.file() + ":" + f.finding().line())) {
                see(
                        "outside-index",
                        f.file(),
                        f.finding().line(),
                        f.finding().message(),
                        f.finding().help());
            }
        }
        Optional<Advisories> opened = opening.join();
        advisories(all, asked, opened);
        licences(all, asked);
        FixPlan plan = extras.fix()
                ? new Fixes(request, target, index, releases, asked, inputs, now).plan(all, findings.all(), progress)
                : FixPlan.NONE;
        return new Outcome(report(all), plan, opened.map(Advisories::warnings).orElse(List.of()));
    }

    /** What the item says by itself. */
    private void byItself(Item item, Lookalikes lookalikes) {
        if (item.source().kind() != PinSource.Kind.INDEX && !item.source().isFolder() && !fromGate(item)) {
            findings.see(
                    "outside-index",
                    item,
                    item.name().value() + " comes from " + item.source().location());
        } else if (item.origin() == Item.Origin.LOCK || item.origin() == Item.Origin.MANIFEST) {
            pinned(item);
            otherIndex(item);
        }
        lookalikes
                .find(item.name().value(), popular)
                .ifPresent(l -> findings.see(Sighting.ofLookalike(l, item.name().value(), item.version()), item, ""));
    }

    /** Whether it names a file of the gate's own. */
    private boolean fromGate(Item item) {
        return item.source().kind() == PinSource.Kind.URL
                && request.gate().isPresent()
                && below(item.source().location(), request.gate().get());
    }

    private void pinned(Item item) {
        if (!item.pinned()) {
            String asked = item.requirement().isEmpty() ? item.name().value() : item.requirement();
            findings.see("unpinned", item, "'" + asked + "' is not pinned to one release");
        } else if (item.origin() == Item.Origin.LOCK && item.hashes().isEmpty()) {
            findings.see("unhashed", item, "");
        }
    }

    private void otherIndex(Item item) {
        String location = item.source().location();
        if (request.gate().isPresent()
                && !location.isEmpty()
                && !below(location, request.gate().get())) {
            findings.see(
                    "outside-index",
                    item,
                    item.name().value() + " is locked to " + Secrets.mask(location) + ", which is not the gate");
        }
    }

    /** A claimed name comes from the gate alone; where nothing tells where it comes from, or what the gate is, nobody knows. */
    private void claimed(Item item) {
        if (item.origin() != Item.Origin.LOCK && item.origin() != Item.Origin.MANIFEST
                || item.source().isFolder()
                || claims.stream().noneMatch(c -> c.matches(item.name()))) {
            return;
        }
        String location = item.source().location();
        String from = location.isEmpty() ? request.index().map(URI::toString).orElse("") : location;
        if (from.isEmpty() || request.gate().isEmpty()) {
            notChecked.add(CLAIMED);
        } else if (!below(from, request.gate().get())) {
            findings.see(
                    CLAIMED,
                    item,
                    item.name().value() + " is claimed as internal, and is taken from " + Secrets.mask(from)
                            + ", which is not the gate");
        }
    }

    private static boolean below(String location, URI gate) {
        try {
            URI uri = URI.create(location);
            return String.valueOf(uri.getAuthority()).equalsIgnoreCase(gate.getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static int popular(Policy policy) {
        return policy.rule("lookalike")
                .map(r -> r.settings().get("popular"))
                .map(n -> ((Number) n).intValue())
                .orElse(0);
    }

    private void unnamed(LockFile lock) {
        for (Unnamed u : lock.unnamed()) {
            if (!u.source().isFolder()) {
                see(
                        "outside-index",
                        u.place().file(),
                        u.place().line(),
                        "'" + u.text() + "' does not come from the index",
                        "");
            }
        }
    }

    private void drift(Inputs.Pair pair, Inputs inputs) {
        try {
            SyncResult result = Sync.judge(pair.manifest(), pair.lock(), inputs.context(), target.environment());
            if (result.state() == SyncResult.State.DRIFTED) {
                result.reasons()
                        .forEach(r -> see(
                                "lock-drift",
                                r.place().file(),
                                r.place().line(),
                                pair.lock().file() + " does not follow from "
                                        + pair.manifest().file() + ": " + r.sentence(),
                                ""));
            } else if (result.state() == SyncResult.State.UNKNOWN) {
                notChecked.add("lock-drift");
            }
        } catch (LockException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    String.valueOf(e.getMessage()),
                    "the file is damaged, or was edited by hand",
                    "mend it");
        }
    }

    private void resolve(Inputs inputs, Consumer<String> told) {
        URI asked = request.index()
                .orElseThrow(() -> new UserException(
                        Exit.USAGE,
                        "--resolve needs an index",
                        "a lock is made by asking one, and --offline lets nothing leave this machine",
                        "leave out one of them"));
        Resolve resolve = new Resolve(request.environment(), asked, inputs.context(), told);
        for (LockFile lock : inputs.locks()) {
            Optional<List<Resolve.Difference>> found = resolve.differences(lock);
            if (found.isEmpty()) {
                notChecked.add("lock-drift");
            }
            for (Resolve.Difference d : found.orElse(List.of())) {
                findings.see(
                        new Sighting(
                                "lock-drift",
                                d.project(),
                                d.version(),
                                Optional.empty(),
                                Set.of(),
                                "",
                                d.sentence(),
                                "",
                                Map.of()),
                        Optional.empty(),
                        lock.file(),
                        d.line(),
                        "");
            }
        }
    }

    private void see(String rule, String file, int line, String message, String help) {
        findings.see(
                new Sighting(rule, "", "", Optional.empty(), Set.of(), "", message, help, Map.of()),
                Optional.empty(),
                file,
                line,
                "");
    }

    /** A finding of the doctor's, with its file as it is shown. */
    private record Setting(String file, DoctorFinding finding) {}

    /** The doctor's findings in the project's files. */
    private List<Setting> settings() {
        if (policy.rule("outside-index").filter(r -> r.action() != Action.OFF).isEmpty()) {
            return List.of();
        }
        Path home = Path.of(request.environment().getOrDefault("HOME", "/"));
        List<Setting> settings = new ArrayList<>();
        for (Path path : request.paths()) {
            if (!Files.exists(path)) {
                continue; // reading the inputs says so
            }
            List<PathMatcher> excluded = Folders.globs(request.excluded());
            try {
                DoctorRequest asked = new DoctorRequest(path, request.gate(), request.environment(), home);
                for (DoctorFinding f : Doctor.examineProject(asked).findings()) {
                    if (Folders.leftOut(excluded, Path.of(f.place()))) {
                        continue;
                    }
                    Path shown = Files.isDirectory(path) ? path.resolve(f.place()) : path.resolveSibling(f.place());
                    settings.add(new Setting(Inputs.shown(shown), f));
                }
            } catch (IOException e) {
                throw new UserException(
                        Exit.INCOMPLETE,
                        path + " cannot be searched: " + e.getMessage(),
                        "its permissions, or its disk",
                        "");
            }
        }
        return settings;
    }

    private Optional<Advisories> open(Asked asked, InstantSource clock) {
        if (request.advisories().isEmpty()) {
            return Optional.empty();
        }
        FeedSettings feeds = new FeedSettings(
                request.advisories(),
                request.kev(),
                request.epss(),
                request.cache(),
                Duration.ofHours(1),
                request.index().isEmpty());
        return Optional.of(new AdvisorySources(feeds, () -> asked.fetcher(feeds.urls()), clock).open());
    }

    private void advisories(List<Item> items, Asked asked, Optional<Advisories> opened) {
        Map<Item, List<KnownAdvisory>> known = new HashMap<>();
        if (opened.isPresent()) {
            AdvisoryIndex all = opened.get().index();
            index = Optional.of(all);
            all.sources().forEach(this::source);
            for (Item item : items) {
                if (item.pinned()) {
                    known.put(item, byIndexFile(all, item));
                }
            }
        } else if (request.index().isPresent()) {
            known.putAll(asked.ofTheIndex(items, progress));
            known.forEach((item, list) -> list.forEach(a -> see(a, item, "")));
            long records = known.values().stream().mapToLong(List::size).sum();
            sets.add(new AdvisorySet("the index's own", (int) records, Optional.of(now)));
        } else {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "there are no advisories, so nothing can be said about vulnerabilities",
                    "none were named, and --offline keeps from asking the index",
                    "name a source: --advisories FILE.zip, a folder of OSV records, or WAAG_ADVISORIES_SOURCES");
        }
        if (request.index().isPresent()) {
            IndexFacts facts =
                    new IndexFacts(policy, target, findings, index, now, request.asksGate() && !request.policyNamed());
            releases.putAll(asked.releases(items, now, progress));
            releases.forEach((item, release) -> {
                if (release.isPresent()) {
                    facts.judge(item, release.get(), known.getOrDefault(item, List.of()));
                } else {
                    findings.see(
                            "hash-unknown",
                            item,
                            "the index has no project " + item.name().value());
                }
            });
        }
    }

    /** What is installed and what is at hand tells its licence; what is only pinned, its metadata at the index does. */
    private void licences(List<Item> items, Asked asked) {
        if (policy.rule("licence").filter(r -> r.action() != Action.OFF).isEmpty()) {
            return;
        }
        Map<Item, String> told = asked.licences(releases, progress);
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            boolean local = item.origin() == Item.Origin.ENVIRONMENT || item.origin() == Item.Origin.FILE;
            if (!local && request.index().isEmpty()) {
                notChecked.add("licence");
            } else if (local || item.pinned()) {
                Item known = item.withLicence(item.licence().isEmpty() ? told.getOrDefault(item, "") : item.licence());
                items.set(i, known);
                findings.see(
                        Sighting.ofLicence(
                                Optional.of(known.licence()).filter(l -> !l.isEmpty()),
                                item.name().value(),
                                item.version(),
                                item.firstSha256()),
                        known,
                        "");
            }
        }
    }

    private List<KnownAdvisory> byIndexFile(AdvisoryIndex index, Item item) {
        List<KnownAdvisory> known = new ArrayList<>();
        for (Vulnerability v : index.affecting(item.name(), item.version())) {
            KnownAdvisory advisory = KnownAdvisories.of(v);
            known.add(advisory);
            see(advisory, item, Disagreements.of(v));
        }
        return known;
    }

    private void see(KnownAdvisory advisory, Item item, String more) {
        findings.see(Sighting.of(advisory, item.name().value(), item.version(), item.firstSha256()), item, more);
    }

    private void source(SourceInfo source) {
        sets.add(new AdvisorySet(source.name(), source.records(), source.asOf()));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("source", source.name());
        source.asOf().ifPresent(t -> facts.put("as_of", t.toString()));
        request.maxAge().ifPresent(age -> facts.put("max_age_hours", age.toMillis() / 3.6e6));
        findings.see(
                new Sighting("advisories-stale", "", "", Optional.empty(), Set.of(), "", "", "", facts),
                Optional.empty(),
                "",
                0,
                "");
    }

    private CheckReport report(List<Item> items) {
        for (RuleView rule : policy.rules()) {
            boolean unknown = NEVER.contains(rule.id())
                    || request.index().isEmpty()
                            && (BY_INDEX.contains(rule.id()) || !rule.when().isEmpty() && !byName(rule));
            if (rule.action() != Action.OFF && unknown) {
                notChecked.add(rule.id());
            }
        }
        List<RuleText> rules = policy.rules().stream()
                .map(r -> new RuleText(r.id(), r.severity(), r.protectsFrom(), r.help()))
                .toList();
        return new CheckReport(
                findings.all(),
                items.stream().map(Check::project).toList(),
                sets,
                List.copyOf(notChecked),
                findings.unused(new HashSet<>(notChecked)),
                rules,
                now,
                request.toolVersion());
    }

    /** Judged without an index that is asked. */
    private static boolean byName(RuleView rule) {
        return rule.id().equals("lookalike") || rule.id().equals(CLAIMED);
    }

    private static PinnedProject project(Item i) {
        return new PinnedProject(
                i.name().value(), i.version(), i.file(), i.line(), i.licence(), i.hashes(), i.direct());
    }
}
