package dev.waag.release;

import dev.waag.advisory.AdvisoryIndex;
import dev.waag.advisory.Vulnerability;
import dev.waag.core.Json;
import dev.waag.identity.Doer;
import dev.waag.judge.Grounds;
import dev.waag.python.CoreMetadata;
import dev.waag.python.ProjectName;
import dev.waag.store.Hosted;
import dev.waag.store.HostedFile;
import dev.waag.store.Inputs;
import dev.waag.store.Projects;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * What is true of a release when it is to be promoted, by the names that rules use. Evidence counts where a trusted key signed it and it is about
 * the very file; of several files, the one with the least counts.
 */
final class ReleaseFacts {
    private static final String SLSA = "https://slsa.dev/provenance/v1";
    private static final String TESTED = "https://in-toto.io/attestation/test-result/v0.1";
    private static final String LINK = "https://in-toto.io/attestation/link/v0.3";
    private static final String RECEIPT = "https://waag.dev/receipt/v1";

    private final Connection c;
    private final List<String> stages;
    private final TrustedEvidence trust;
    private final Grounds grounds;
    private final Instant now;

    /** @param stages of the pipeline, in the order in which they run, as far as it is known */
    ReleaseFacts(Connection c, List<String> stages, TrustedEvidence trust, Grounds grounds, Instant now) {
        this.c = c;
        this.stages = stages;
        this.trust = trust;
        this.grounds = grounds;
        this.now = now;
    }

    /** What the evidence beside one file says. */
    private static final class Said {
        boolean signed;
        boolean sbom;
        boolean tested;
        boolean reproducible;
        Optional<JsonNode> receipt = Optional.empty();
        PipelineLinks line = new PipelineLinks(Map.of(), Map.of());
        final Set<String> builders = new TreeSet<>();
        final Set<String> sources = new TreeSet<>();
        final Set<String> links = new TreeSet<>();
        final Set<String> used = new TreeSet<>();
    }

    Map<String, Object> of(Releases release, String channel) throws SQLException {
        List<Said> said = new ArrayList<>();
        for (HostedFile file : release.files()) {
            said.add(said(file));
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("project", release.project().value());
        facts.put("version", release.version());
        facts.put("channel", channel);
        facts.put("files", release.files().stream().map(HostedFile::filename).toList());
        facts.put("approvals", (long) release.approvers().size());
        facts.put("approvers", release.approvers().stream().map(Doer::name).toList());
        facts.put("publishers", release.publishers().stream().map(Doer::name).toList());
        facts.put(
                "by_ci",
                release.files().stream().allMatch(f -> "ci".equals(f.claims().get("kind"))));
        facts.put("attested", release.files().stream().allMatch(HostedFile::attested));
        facts.put("signed", said.stream().allMatch(s -> s.signed));
        facts.put("sbom", said.stream().allMatch(s -> s.sbom));
        facts.put("tested", said.stream().allMatch(s -> s.tested));
        facts.put("reproducible", said.stream().allMatch(s -> s.reproducible));
        facts.put("receipt_complete", said.stream().allMatch(ReleaseFacts::complete));
        facts.put("builders", union(said.stream().map(s -> s.builders).toList()));
        facts.put("sources", union(said.stream().map(s -> s.sources).toList()));
        facts.put("links", union(said.stream().map(s -> s.links).toList()));
        facts.put("stages", holding(release, said));
        facts.put("licence", licence(release));
        facts.put("advisories", advisories(release));
        facts.put("capabilities", List.copyOf(Changes.capabilities(c, release.files())));
        facts.put("age_hours", age(release));
        facts.put("now", now);
        return facts;
    }

    private static List<String> union(List<Set<String>> sets) {
        Set<String> all = new TreeSet<>();
        sets.forEach(all::addAll);
        return List.copyOf(all);
    }

    /** Stages that hold for every file. */
    private List<String> holding(Releases release, List<Said> said) {
        Set<String> holding = new TreeSet<>();
        for (int i = 0; i < said.size(); i++) {
            HostedFile file = release.files().get(i);
            Set<String> of = said.get(i).line.holding(stages, file.filename(), file.sha256());
            if (i == 0) {
                holding.addAll(of);
            } else {
                holding.retainAll(of);
            }
        }
        return List.copyOf(holding);
    }

    /** What keeps the release from having gone through all the stages. */
    List<Map<String, Object>> lacking(Releases release) throws SQLException {
        List<Map<String, Object>> lacking = new ArrayList<>();
        if (!stages.isEmpty()) {
            for (HostedFile file : release.files()) {
                lacking.addAll(links(Hosted.evidence(c, file.project(), file.filename()))
                        .failures(stages, file.filename(), file.sha256()));
            }
        }
        return lacking;
    }

    private PipelineLinks links(List<Hosted.Evidence> evidence) {
        return PipelineLinks.of(
                evidence.stream()
                        .filter(e -> e.kind().equals(Evidence.Kind.LINKS.word()))
                        .map(e -> new String(e.body(), StandardCharsets.UTF_8))
                        .toList(),
                trust);
    }

    private Said said(HostedFile file) throws SQLException {
        Said said = new Said();
        List<Hosted.Evidence> evidence = Hosted.evidence(c, file.project(), file.filename());
        said.line = links(evidence);
        said.links.addAll(said.line.signed().keySet());
        for (Hosted.Evidence e : evidence) {
            String text = new String(e.body(), StandardCharsets.UTF_8);
            if (e.kind().equals(Evidence.Kind.SBOM.word())) {
                said.sbom |= Evidence.parse(text).isPresent();
            } else if (!e.kind().equals(Contents.EVIDENCE) && !e.kind().equals(Evidence.Kind.LINKS.word())) {
                for (JsonNode statement : trust.statements(text)) {
                    if (about(statement, file)) {
                        take(said, statement);
                    }
                }
            }
        }
        return said;
    }

    /** A receipt is of a build's inputs; every other statement names the file. */
    private static boolean about(JsonNode statement, HostedFile file) {
        if (statement.path("predicateType").asString("").equals(RECEIPT)) {
            return true;
        }
        for (JsonNode subject : statement.path("subject")) {
            if (file.sha256().hex().equals(subject.path("digest").path("sha256").asString(""))) {
                return true;
            }
        }
        return false;
    }

    private static void take(Said said, JsonNode statement) {
        JsonNode predicate = statement.path("predicate");
        switch (statement.path("predicateType").asString("")) {
            case SLSA -> provenance(said, predicate);
            case TESTED -> said.tested |= predicate.path("result").asString("").equals("PASSED");
            case LINK -> said.links.add(predicate.path("name").asString(""));
            case RECEIPT -> said.receipt = Optional.of(predicate);
            default -> said.signed = true;
        }
    }

    private static void provenance(Said said, JsonNode predicate) {
        said.signed = true;
        String builder = predicate.path("runDetails").path("builder").path("id").asString("");
        if (!builder.isEmpty()) {
            said.builders.add(builder);
        }
        JsonNode build = predicate.path("buildDefinition");
        said.reproducible |=
                build.path("internalParameters").path("reproducible").asBoolean(false);
        for (JsonNode d : build.path("resolvedDependencies")) {
            String uri = d.path("uri").asString("");
            if (uri.startsWith("pkg:pypi/")) {
                said.used.add(d.path("digest").path("sha256").asString(""));
            } else if (uri.startsWith("git+") || uri.startsWith("https://")) {
                said.sources.add(uri);
            }
        }
    }

    /** The bypass proof: whatever the build used, the gate gave to the job with that receipt. */
    private static boolean complete(Said said) {
        if (said.receipt.isEmpty()) {
            return false;
        }
        Set<String> given = new LinkedHashSet<>();
        said.receipt
                .get()
                .path("distributions")
                .forEach(d -> given.add(d.path("sha256").asString("")));
        return given.containsAll(said.used);
    }

    private String licence(Releases release) throws SQLException {
        for (HostedFile file : release.files()) {
            Optional<Projects.Metadata> metadata =
                    Projects.metadata(c, Hosted.UPSTREAM, file.project(), file.filename());
            if (metadata.isPresent()) {
                CoreMetadata core = CoreMetadata.parse(metadata.get().body());
                return core.licenceExpression().isEmpty() ? core.licence() : core.licenceExpression();
            }
        }
        return "";
    }

    /** Those that affect the release, or an exact version that it rests on, as they are known now. */
    private List<String> advisories(Releases release) throws SQLException {
        if (grounds.advisories().isEmpty()) {
            return List.of();
        }
        AdvisoryIndex index = grounds.advisories().get();
        Set<String> ids = new TreeSet<>();
        index.affecting(release.project(), release.version()).stream()
                .map(Vulnerability::id)
                .forEach(ids::add);
        Map<ProjectName, Set<String>> asked = new HashMap<>();
        for (Inputs.User user : Inputs.of(c, release.project(), release.version())) {
            Inputs.Input input = user.input();
            boolean fresh = !input.version().isEmpty()
                    && asked.computeIfAbsent(input.project(), p -> new LinkedHashSet<>())
                            .add(input.version());
            if (fresh) {
                index.affecting(input.project(), input.version()).stream()
                        .map(Vulnerability::id)
                        .forEach(ids::add);
            }
        }
        return List.copyOf(ids);
    }

    private double age(Releases release) {
        Instant youngest = release.files().stream()
                .map(HostedFile::uploadedAt)
                .max(Instant::compareTo)
                .orElse(now);
        return Duration.between(youngest, now).toMillis() / 3.6e6;
    }

    /** Facts as they are shown to people. */
    static Map<String, Object> shown(Map<String, Object> facts) {
        Map<String, Object> shown = new LinkedHashMap<>(facts);
        shown.replaceAll((name, value) -> value instanceof Instant t ? t.toString() : value);
        return Json.MAPPER.convertValue(shown, new TypeReference<>() {});
    }
}
