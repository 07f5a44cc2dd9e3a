package dev.waag.index;

import dev.waag.attest.EvidenceException;
import dev.waag.attest.ProvenanceResult;
import dev.waag.attest.ProvenanceVerifier;
import dev.waag.attest.TrustedRoot;
import dev.waag.core.Sha256;
import dev.waag.judge.Origins;
import dev.waag.policy.Action;
import dev.waag.policy.Policy;
import dev.waag.python.DistributionName;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import dev.waag.store.AttestedFiles;
import dev.waag.store.AttestedFiles.Finding;
import dev.waag.store.Database;
import dev.waag.store.FileRecord;
import dev.waag.store.ProjectRecord;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out where files come from: fetches their provenance, verifies it offline, and remembers what came of it. When a page is
 * renewed, one file of each release is looked at, because a release's files are published together, and all where the policy requires
 * attestations; any other file before it is first given out. What verified once is not looked at again; what did not is, when the
 * trusted root is another.
 */
final class Attestations {
    private static final Logger LOG = LoggerFactory.getLogger(Attestations.class);
    private static final int TOGETHER = 16;
    private static final long PATIENCE_SECONDS = 20;

    private final Provenance provenance;
    private final Database database;
    private final Supplier<TrustedRoot> roots;
    private volatile @Nullable TrustedRoot root;
    private final InstantSource clock;

    Attestations(Provenance provenance, Database database, Supplier<TrustedRoot> roots, InstantSource clock) {
        this.provenance = provenance;
        this.database = database;
        this.roots = roots;
        this.clock = clock;
    }

    private TrustedRoot root() {
        TrustedRoot read = root;
        if (read == null) {
            read = roots.get();
            root = read;
        }
        return read;
    }

    /** Looks at the provenance of a page's files, as far as it must be known before they are judged. */
    void look(String upstream, ProjectName project, List<SimpleFile> files, Policy policy) throws SQLException {
        List<SimpleFile> announced =
                files.stream().filter(f -> f.provenance().isPresent()).toList();
        if (announced.isEmpty()) {
            return;
        }
        Map<String, Finding> known = known(upstream, project);
        boolean all = required(policy, project);
        Set<String> releases = new HashSet<>();
        List<SimpleFile> unknown = new ArrayList<>();
        for (SimpleFile file : announced) {
            boolean stands = stands(known.get(file.filename()), file);
            boolean first = releases.add(
                    DistributionName.parse(file.filename(), project).version());
            if (!stands && (all || first)) {
                unknown.add(file);
            }
        }
        together(upstream, project, unknown);
    }

    /** Looks at one file, unless that was done; what cannot be had now is an error. */
    void look(FileKey key) throws IOException {
        if (key.file().provenance().isEmpty() || isKnown(key)) {
            return;
        }
        try {
            Finding finding = judge(key, provenance.find(key));
            database.write(c -> AttestedFiles.save(c, key.upstream(), key.project(), finding));
        } catch (SQLException e) {
            throw new IOException("the database cannot be written", e);
        }
    }

    /** Whether there is nothing to find out about the file. */
    boolean isKnown(FileKey key) throws IOException {
        try {
            return key.file().provenance().isEmpty()
                    || stands(
                            known(key.upstream(), key.project()).get(key.file().filename()), key.file());
        } catch (SQLException e) {
            throw new IOException("the database cannot be read", e);
        }
    }

    /** Where a project's files come from, by all that is known now. */
    Origins origins(ProjectRecord project) throws SQLException {
        if (project.files().stream().noneMatch(Attestations::announced)) {
            return Origins.NONE;
        }
        Map<String, Finding> known = known(project.upstream(), project.name());
        List<Finding> standing = new ArrayList<>();
        for (FileRecord file : project.files()) {
            Finding finding = known.get(file.filename());
            if (finding != null && finding.tag().equals(ProjectView.tag(file.shown()))) {
                standing.add(finding);
            }
        }
        return Origins.of(project.files(), standing, database.read(c -> AttestedFiles.accepted(c, project.name())));
    }

    private static boolean announced(FileRecord file) {
        return file.shown().provenance().isPresent() || file.seen().provenance().isPresent();
    }

    private Map<String, Finding> known(String upstream, ProjectName project) throws SQLException {
        Map<String, Finding> known = new HashMap<>();
        database.read(c -> AttestedFiles.findings(c, upstream, project)).forEach(f -> known.put(f.filename(), f));
        return known;
    }

    private boolean stands(@Nullable Finding finding, SimpleFile file) {
        return finding != null
                && finding.tag().equals(ProjectView.tag(file))
                && (finding.publisher().isPresent() || finding.root().equals(root().sha256()));
    }

    private static boolean required(Policy policy, ProjectName project) {
        return policy.rule("attestation")
                .filter(r -> r.action() != Action.OFF)
                .map(r -> r.settings().get("require"))
                .map(r -> r instanceof List<?> patterns
                        && patterns.stream().anyMatch(p -> new NamePattern(String.valueOf(p)).matches(project)))
                .orElse(false);
    }

    private void together(String upstream, ProjectName project, List<SimpleFile> files) {
        Semaphore places = new Semaphore(TOGETHER);
        Map<String, CompletableFuture<Boolean>> looks = new HashMap<>();
        for (SimpleFile file : files) {
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            looks.put(file.filename(), done);
            Thread.ofVirtual().start(() -> {
                places.acquireUninterruptibly();
                try {
                    look(new FileKey(upstream, project, file));
                    done.complete(true);
                } catch (IOException | RuntimeException e) {
                    done.completeExceptionally(e);
                } finally {
                    places.release();
                }
            });
        }
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        looks.forEach((name, done) -> {
            try {
                done.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                LOG.warn("the provenance of {} was not to be had in time", name);
            } catch (ExecutionException e) {
                LOG.warn("the provenance of {} was not to be had: {}", name, String.valueOf(e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private Finding judge(FileKey key, Optional<byte[]> body) {
        Optional<Sha256> sha256 = key.sha256();
        if (body.isEmpty()) {
            return fault(key, "the index announces one and has none");
        }
        if (sha256.isEmpty()) {
            return fault(key, "the index gives no SHA-256 of the file to compare with");
        }
        try {
            ProvenanceVerifier verifier = new ProvenanceVerifier(root(), clock.instant());
            return switch (verifier.verify(
                    dev.waag.attest.Provenance.parse(body.get()), key.file().filename(), sha256.get())) {
                case ProvenanceResult.Rejected rejected -> fault(key, rejected.reason());
                case ProvenanceResult.Verified verified ->
                    new Finding(
                            key.file().filename(),
                            ProjectView.tag(key.file()),
                            root().sha256(),
                            Optional.of(verified.publisher()),
                            "");
            };
        } catch (EvidenceException e) {
            return fault(key, e.reason());
        }
    }

    private Finding fault(FileKey key, String fault) {
        LOG.warn("{}: its attestation does not verify: {}", key, fault);
        return new Finding(
                key.file().filename(), ProjectView.tag(key.file()), root().sha256(), Optional.empty(), fault);
    }
}
