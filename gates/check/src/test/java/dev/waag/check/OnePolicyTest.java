package dev.waag.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.feeds.AdvisorySources;
import dev.waag.feeds.FeedSettings;
import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchSettings;
import dev.waag.fetch.Fetcher;
import dev.waag.index.ReleaseReader;
import dev.waag.judge.Judge;
import dev.waag.judge.Sweep;
import dev.waag.policy.Policy;
import dev.waag.policy.PolicySource;
import dev.waag.python.ProjectName;
import dev.waag.python.SimplePage;
import dev.waag.report.CheckReport;
import dev.waag.report.Finding;
import dev.waag.store.DataFolder;
import dev.waag.store.Database;
import dev.waag.store.DecisionRecord;
import dev.waag.store.FileRecord;
import dev.waag.store.Ledger;
import dev.waag.store.ProjectRecord;
import dev.waag.testkit.Listing;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import dev.waag.testkit.Wheels;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One policy, two doors: a lock that {@code waag check} passes installs through the gate, and one that installs through the gate passes.
 * Random policies and random locks, the real judge on one side and the real check on the other, both reading the same index and the same
 * advisories. A pin installs where the gate gives out each file that an installer may take for it: its wheels, or its source distributions
 * where it has no wheel. Rules whose facts the gate alone can have (a file's content, what it was before) are off: check lists them as not
 * checked.
 */
class OnePolicyTest {
    private static final int POLICIES = 12;
    private static final Instant NOW = TestClock.START;
    private static final List<String> NAMES =
            List.of("kaas", "boter", "melk", "reqeusts", "brood", "yoghurt", "numpyy", "vla", "kwark", "room");

    private static final List<String> ACTIONS = List.of("deny", "hold", "warn", "off");

    /** A release of the index: what a lock may pin. */
    private record Release(ProjectName name, String version, List<String> hashes, Set<String> installable) {}

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final Random random = new Random(20_261_122);
    private final List<Release> releases = new ArrayList<>();

    @Test
    void whatCheckPassesInstallsThroughTheGateAndTheReverse() throws Exception {
        advisories();
        int passed = 0;
        int refused = 0;
        try (SimulatedIndex index = new SimulatedIndex();
                Fetcher fetcher = fetcher(index.url())) {
            fill(index);
            ReleaseReader reader = new ReleaseReader(fetcher, FetchLimits.DEFAULT, index.url());
            Map<ProjectName, SimplePage> pages = pages(reader);
            for (int i = 0; i < POLICIES; i++) {
                String text = policy();
                Policy policy = Policy.load(new PolicySource("policy.toml", text));
                Map<Release, Boolean> installs = gate(policy, pages, i);
                List<Release> lock =
                        releases.stream().filter(r -> random.nextInt(4) > 0).toList();
                Map<Release, Boolean> passes = check(policy, lock, index.url());
                for (Release r : lock) {
                    assertThat(passes.get(r))
                            .as("check passes %s %s under%n%s", r.name(), r.version(), text)
                            .isEqualTo(installs.get(r));
                    passed += installs.getOrDefault(r, false) ? 1 : 0;
                    refused += installs.getOrDefault(r, false) ? 0 : 1;
                }
            }
        }
        assertThat(passed).as("pins that install").isGreaterThan(40);
        assertThat(refused).as("pins that do not").isGreaterThan(40);
    }

    /** The law can fail: two doors with two policies differ. */
    @Test
    void twoPoliciesAreTold() throws Exception {
        advisories();
        try (SimulatedIndex index = new SimulatedIndex();
                Fetcher fetcher = fetcher(index.url())) {
            fill(index);
            Map<ProjectName, SimplePage> pages = pages(new ReleaseReader(fetcher, FetchLimits.DEFAULT, index.url()));
            Policy strict = Policy.load(
                    new PolicySource("policy.toml", "extends = \"default\"\n[rules.cooldown]\nhours = 500\n"));
            assertThat(check(strict, releases, index.url())).isNotEqualTo(gate(Policy.defaults(), pages, 0));
        }
    }

    private Map<ProjectName, SimplePage> pages(ReleaseReader reader) throws Exception {
        Map<ProjectName, SimplePage> pages = new HashMap<>();
        for (Release r : releases) {
            pages.put(
                    r.name(),
                    reader.release(r.name(), r.version(), NOW).orElseThrow().page());
        }
        return pages;
    }

    /** Which releases the gate gives out, by the decisions of its judge. */
    private Map<Release, Boolean> gate(Policy policy, Map<ProjectName, SimplePage> pages, int number) throws Exception {
        Map<String, String> verdicts = new HashMap<>();
        try (DataFolder data = DataFolder.open(folder.resolve("gate-" + number));
                Database database = Database.open(data.path("waag.db"));
                Ledger ledger = Ledger.open(data, database)) {
            Judge judge = Judge.open(database, ledger, new TestClock(), policy);
            judge.use(
                    new AdvisorySources(feeds(), OnePolicyTest::nothingFetched, new TestClock())
                            .open()
                            .index(),
                    "test");
            for (Map.Entry<ProjectName, SimplePage> page : pages.entrySet()) {
                List<FileRecord> files = new ArrayList<>();
                page.getValue()
                        .files()
                        .forEach(f -> files.add(FileRecord.of(
                                page.getKey(),
                                files.size(),
                                NOW,
                                f,
                                Optional.empty(),
                                Optional.empty(),
                                new DecisionRecord("hold", List.of(), -1, Instant.EPOCH, Optional.empty()))));
                ProjectRecord project = new ProjectRecord(
                        "https://index.example/simple/",
                        page.getKey(),
                        page.getValue().status(),
                        "",
                        "",
                        NOW,
                        NOW,
                        true,
                        "",
                        files);
                Sweep sweep = judge.sweep(project, judge.grounds(), NOW);
                files.forEach(f ->
                        verdicts.put(f.filename(), sweep.judge(f).decision().verdict()));
            }
        }
        return releases.stream()
                .collect(Collectors.toMap(
                        r -> r, r -> r.installable().stream().allMatch(f -> "allow".equals(verdicts.get(f)))));
    }

    /** Which pins of a lock have no finding that fails. */
    private Map<Release, Boolean> check(Policy policy, List<Release> lock, URI index) throws Exception {
        StringBuilder text = new StringBuilder();
        for (Release r : lock) {
            text.append(r.name()).append("==").append(r.version());
            r.hashes().forEach(h -> text.append(" --hash=sha256:").append(h));
            text.append('\n');
        }
        Path file = Files.writeString(folder.resolve("requirements.txt"), text);
        CheckReport report = Check.run(
                new CheckRequest(
                        List.of(file),
                        List.of(),
                        List.of(),
                        policy,
                        true,
                        feeds().advisories(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(index),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Map.of("HOME", folder.toString()),
                        folder.resolve("cache"),
                        "test"),
                Progress.NONE,
                new TestClock());
        Set<String> failing = report.findings().stream()
                .filter(Finding::fails)
                .map(f -> f.project() + " " + f.version())
                .collect(Collectors.toSet());
        assertThat(report.verdict()).isEqualTo(failing.isEmpty() ? "pass" : "fail");
        return lock.stream().collect(Collectors.toMap(r -> r, r -> !failing.contains(r.name() + " " + r.version())));
    }

    /** A random policy over the rules that both doors have facts for. */
    private String policy() {
        StringBuilder text = new StringBuilder("extends = \"default\"\n");
        for (String off : List.of("upstream-changed", "provenance-changed", "archive-unsafe", "install-code")) {
            text.append("[rules.").append(off).append("]\naction = \"off\"\n");
        }
        for (String rule :
                List.of("missing-hash", "wheels-only", "yanked", "project-status", "lookalike", "known-malicious")) {
            if (random.nextBoolean()) {
                text.append("[rules.%s]%naction = \"%s\"%n".formatted(rule, one(ACTIONS)));
            }
        }
        text.append("[rules.cooldown]%naction = \"%s\"%nhours = %d%n"
                .formatted(one(ACTIONS), List.of(0, 24, 72, 500).get(random.nextInt(4))));
        text.append("[rules.known-vulnerable]%naction = \"%s\"%nseverity = \"%s\"%n"
                .formatted(one(ACTIONS), one(List.of("low", "medium", "high", "critical"))));
        if (random.nextInt(3) == 0) {
            text.append("[[rule]]\nid = \"own\"\naction = \"%s\"\nmessage = \"no\"\nwhen = \"%s\"\n"
                    .formatted(
                            one(ACTIONS.subList(0, 3)),
                            one(List.of(
                                    "size > 400",
                                    "kind == 'sdist'",
                                    "age_hours < 100.0",
                                    "yanked",
                                    "project == 'kaas'"))));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append("[[waiver]]\nrule = \"%s\"\nproject = \"%s\"\nowner = \"me\"\nreason = \"test\"\nexpires = %s\n"
                    .formatted(
                            one(List.of("cooldown", "known-vulnerable", "yanked", "lookalike", "wheels-only")),
                            one(NAMES),
                            one(List.of("2026-12-31", "2026-11-01"))));
        }
        return text.toString();
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private void fill(SimulatedIndex index) {
        for (String name : NAMES) {
            if (random.nextInt(5) == 0) {
                index.status(name, one(List.of("archived", "deprecated", "quarantined")), "so");
            }
            for (int v = 1; v <= 4; v++) {
                String version = v + ".0";
                List<String> hashes = new ArrayList<>();
                Set<String> wheels = new TreeSet<>();
                Set<String> sdists = new TreeSet<>();
                Optional<String> yanked = random.nextInt(6) == 0 ? Optional.of("bad") : Optional.empty();
                boolean wheel = random.nextInt(4) > 0;
                if (wheel) {
                    var made = Wheels.wheel(name, version);
                    listed(index, Listing.of(made), yanked);
                    hashes.add(made.sha256());
                    wheels.add(made.filename());
                }
                if (!wheel || random.nextBoolean()) {
                    var made = Wheels.of(name, version).sdist();
                    listed(index, Listing.of(made), yanked);
                    hashes.add(made.sha256());
                    sdists.add(made.filename());
                }
                releases.add(new Release(new ProjectName(name), version, hashes, wheels.isEmpty() ? sdists : wheels));
            }
        }
    }

    private void listed(SimulatedIndex index, Listing listing, Optional<String> yanked) {
        listing.uploaded(
                NOW.minus(Duration.ofHours(List.of(1, 30, 90, 600, 20_000).get(random.nextInt(5)))));
        yanked.ifPresent(listing::yanked);
        index.add(listing);
    }

    private void advisories() throws Exception {
        Path osv = Files.createDirectories(folder.resolve("osv"));
        int number = 0;
        for (String name : NAMES) {
            for (int i = random.nextInt(3); i > 0; i--) {
                String id = (random.nextInt(4) == 0 ? "MAL-" : "GHSA-") + ++number;
                String fixed = random.nextBoolean() ? ", {\"fixed\": \"" + (2 + random.nextInt(3)) + "\"}" : "";
                String high = random.nextBoolean() ? "H" : "L";
                Files.writeString(
                        osv.resolve(id + ".json"), """
                        {"id": "%s", "modified": "2026-11-22T00:00:00Z",
                         "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:H/PR:L/UI:R/S:U/C:%s/I:%s/A:N"}],
                         "affected": [{"package": {"ecosystem": "PyPI", "name": "%s"},
                          "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "%d"}%s]}]}]}
                        """.formatted(id, high, high, name, random.nextInt(2), fixed));
            }
        }
    }

    private FeedSettings feeds() {
        return new FeedSettings(
                List.of(folder.resolve("osv").toString()),
                Optional.empty(),
                Optional.empty(),
                folder.resolve("cache"),
                Duration.ofHours(1),
                true);
    }

    private static Fetcher nothingFetched() {
        throw new AssertionError("advisories lie on the disk");
    }

    private static Fetcher fetcher(URI index) {
        return new Fetcher(FetchSettings.fromEnvironment(Map.of(), List.of(), FetchLimits.DEFAULT)
                .withUpstreams(List.of(index)));
    }
}
