package dev.waag.check;

import dev.waag.advisory.AdvisoryIndex;
import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.inspect.Delta;
import dev.waag.inspect.Finding;
import dev.waag.inspect.Inspection;
import dev.waag.judge.FileFacts;
import dev.waag.judge.InspectedFacts;
import dev.waag.judge.KnownAdvisories;
import dev.waag.policy.Action;
import dev.waag.policy.Decision;
import dev.waag.policy.Facts;
import dev.waag.policy.FactsBuilder;
import dev.waag.policy.KnownAdvisory;
import dev.waag.policy.Lookalikes;
import dev.waag.policy.Policy;
import dev.waag.policy.Reason;
import dev.waag.policy.RuleView;
import dev.waag.python.CoreMetadata;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import dev.waag.report.InspectReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** {@code waag inspect}: everything known about one distribution, and the decision on it. */
public final class Inspect {
    /** What only an index tells of a file, and what is about giving it out: not asked of a file that lies here. */
    private static final Set<String> BY_INDEX = Set.of(
            "claimed-name",
            "missing-hash",
            "cooldown",
            "wheels-only",
            "yanked",
            "project-status",
            "upstream-changed",
            "provenance-changed",
            "attestation",
            "licence");
    /** What no command without a store can know. */
    private static final Set<String> BY_STORE =
            Set.of("claimed-name", "upstream-changed", "provenance-changed", "attestation", "licence");

    private static final Set<String> ADVISORIES = Set.of("known-vulnerable", "known-malicious");
    private static final Duration SILENCE = Duration.ofDays(730);

    private final InspectRequest request;
    private final Policy policy;
    private final InstantSource clock;
    private final Instant now;

    private Inspect(InspectRequest request, InstantSource clock) {
        this.request = request;
        this.policy = request.by().policy();
        this.clock = clock;
        this.now = clock.instant();
    }

    /** @throws UserException where the request is wrong (usage), or where what it names cannot be had (incomplete) */
    public static InspectReport run(InspectRequest request, InstantSource clock) {
        return new Inspect(request, clock).run();
    }

    private InspectReport run() {
        try (Asked asked = new Asked(request.by())) {
            Subjects subjects = new Subjects(request.by(), asked, now);
            Subject subject = subjects.find(request.target());
            List<Finding> more = new ArrayList<>(silence(subject));
            String against = "";
            if (request.against().isPresent()) {
                Subject older = older(subjects, subject, request.against().get());
                against = older.shown();
                more.addAll(delta(older.found(), subject.found()));
            }
            return report(subject, more, against, known(asked, subject), origin(asked, subject));
        } catch (Subjects.RefusedByGate e) {
            return RefusedReport.of(e.why(), e.file(), request.by().toolVersion());
        }
    }

    private static Subject older(Subjects subjects, Subject subject, String text) {
        String named = text.matches("[0-9][^/]*") && !text.endsWith(".whl") && !text.contains(".tar")
                ? subject.found().project() + "==" + text
                : text;
        try {
            return subjects.find(named);
        } catch (Subjects.RefusedByGate e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the gate does not give out " + named + ", so nothing can be compared with it",
                    "its policy refuses that file",
                    "compare with a file of your own: --against FILE");
        }
    }

    private static List<Finding> delta(Inspection older, Inspection newer) {
        List<Finding> found = new ArrayList<>();
        if (older.kind().equals("sdist") && newer.kind().equals("wheel")) {
            if (older.version().equals(newer.version())) {
                found.addAll(Delta.notInSdist(newer, older));
                return found;
            }
        }
        found.addAll(Delta.between(older.profile(), newer.profile()));
        return found;
    }

    /** A release after years of silence: accounts of such projects are the ones that get taken over. */
    private List<Finding> silence(Subject subject) {
        Optional<Instant> mine = subject.file().flatMap(SimpleFile::uploadTime);
        if (mine.isEmpty() || subject.page().isEmpty()) {
            return List.of();
        }
        Optional<Instant> before = subject.page().get().files().stream()
                .flatMap(f -> f.uploadTime().stream())
                .filter(t -> t.isBefore(mine.get().minus(Duration.ofDays(2))))
                .max(Instant::compareTo);
        if (before.isEmpty() || Duration.between(before.get(), mine.get()).compareTo(SILENCE) < 0) {
            return List.of();
        }
        long years = Duration.between(before.get(), mine.get()).toDays() / 365;
        return List.of(new Finding(
                "metadata",
                "medium",
                "",
                0,
                "the first release after " + years + " years of silence",
                before.get() + " -> " + mine.get()));
    }

    /** Empty where nobody was asked. */
    private Optional<List<KnownAdvisory>> known(Asked asked, Subject subject) {
        Inspection found = subject.found();
        Optional<ProjectName> name = ProjectName.parse(found.project());
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<AdvisoryIndex> opened = OpenAdvisories.open(request.by(), asked, clock);
        if (opened.isPresent()) {
            return Optional.of(KnownAdvisories.of(opened.get(), name.get(), found.version()));
        }
        if (subject.page().isEmpty()) {
            return Optional.empty();
        }
        try {
            return new IndexAdvisories(
                            asked.fetcher(List.of()), request.by().index().orElseThrow())
                    .affecting(name.get(), found.version());
        } catch (IOException e) {
            return Optional.empty(); // it is then listed as not checked
        }
    }

    private InspectReport report(
            Subject subject,
            List<Finding> more,
            String against,
            Optional<List<KnownAdvisory>> known,
            Map<String, Object> origin) {
        Inspection found = subject.found().with(more);
        List<Finding> delta = found.of("delta");
        Facts facts = facts(subject)
                .advisories(known.orElse(List.of()))
                .inspected(Optional.of(InspectedFacts.of(found, delta)))
                .build();
        Set<String> left = new LinkedHashSet<>(subject.file().isPresent() ? BY_STORE : BY_INDEX);
        if (known.isEmpty()) {
            left.addAll(ADVISORIES);
        }
        Decision decision = policy.decide(facts, now);
        List<Reason> reasons = decision.reasons().stream()
                .filter(r -> !left.contains(r.rule()) || r.facts().containsKey("listed"))
                .filter(r -> subject.file().isPresent() || !r.facts().containsKey("unknown"))
                .toList();
        List<String> notChecked = policy.rules().stream()
                .filter(r -> r.action() != Action.OFF && left.contains(r.id()))
                .map(RuleView::id)
                .toList();
        String strongest = reasons.isEmpty() ? "" : reasons.getFirst().action().text();
        String verdict = strongest.equals("deny") || strongest.equals("hold") ? strongest : "allow";
        List<InspectReport.Found> findings = new ArrayList<>();
        for (Reason r : reasons) {
            if (ADVISORIES.contains(r.rule()) || r.rule().equals("lookalike")) {
                findings.add(new InspectReport.Found(r.rule(), r.severity(), "", 0, r.message(), ""));
            }
        }
        found.findings()
                .forEach(f -> findings.add(new InspectReport.Found(
                        f.rule(), f.severity(), f.file(), f.line(), f.message(), f.evidence())));
        return new InspectReport(
                found.project(),
                found.version(),
                found.filename(),
                found.kind(),
                found.sha256().hex(),
                verdict,
                reasons.stream()
                        .map(r -> new InspectReport.Reason(
                                r.rule(), r.action().text(), r.severity(), r.message(), r.help(), r.facts()))
                        .toList(),
                findings,
                List.copyOf(found.capabilities()),
                told(found, delta, origin),
                against,
                notChecked,
                request.by().toolVersion());
    }

    private FactsBuilder facts(Subject subject) {
        Inspection found = subject.found();
        String project = found.project();
        FactsBuilder builder = subject.file().isPresent() && subject.page().isPresent()
                ? FileFacts.of(
                        ProjectName.parse(project).orElseThrow(),
                        found.version(),
                        found.kind(),
                        subject.file().get(),
                        subject.page().get().status())
                : Facts.of(project, found.version(), found.filename(), found.kind())
                        .size(OptionalLong.of(found.size()))
                        .hashes(Map.of("sha256", found.sha256().hex()))
                        .requiresPython(found.metadata()
                                .map(CoreMetadata::requiresPython)
                                .orElse(""));
        return project.isEmpty()
                ? builder
                : builder.lookalike(Lookalikes.shipped().find(project, popular()));
    }

    private int popular() {
        return policy.rule("lookalike")
                .map(r -> r.settings().get("popular"))
                .map(n -> ((Number) n).intValue())
                .orElse(0);
    }

    /** Who attested the file, and who the releases before it; nothing where nobody was asked. */
    private Map<String, Object> origin(Asked asked, Subject subject) {
        Optional<ProjectName> name = ProjectName.parse(subject.found().project());
        if (subject.page().isEmpty() || subject.file().isEmpty() || name.isEmpty()) {
            return Map.of();
        }
        PublisherHistory history = new PublisherHistory(asked.fetcher(List.of()), now);
        Map<String, Object> origin = new LinkedHashMap<>();
        origin.put("attested_by", history.publisher(subject.file().get()));
        origin.put("publishers", history.of(name.get(), subject.page().get()));
        return origin;
    }

    private static Map<String, Object> told(Inspection found, List<Finding> delta, Map<String, Object> origin) {
        Map<String, Object> facts = InspectedFacts.told(found, delta);
        facts.putAll(origin);
        return facts;
    }
}
