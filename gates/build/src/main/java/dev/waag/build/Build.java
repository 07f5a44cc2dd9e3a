package dev.waag.build;

import dev.waag.core.Exit;
import dev.waag.core.Sha256;
import dev.waag.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** {@code waag build}: from a source to distributions with their evidence. */
public final class Build {
    private final BuildRequest request;

    private final InstantSource clock;
    private final Consumer<String> told;

    private Build(BuildRequest request, InstantSource clock, Consumer<String> told) {

        this.request = request;
        this.clock = clock;
        this.told = told;
    }

    /**
     * What a build left.
     *
     * @param files what was written, in the order of the summary
     * @param reproducible false where the second build came out otherwise; the files stand there all the same, with the differences in the manifest
     * @param drift what nothing explains since the baseline, a line each; then nothing was written
     */
    public record Outcome(List<Path> files, boolean reproducible, List<String> drift) {}

    /**
     * Builds, and writes distributions and evidence once everything has succeeded.
     *
     * @param told what happens, a line or more at a time
     * @throws UserException where the build is refused or fails: nothing was written then
     */
    public static Outcome run(BuildRequest request, Sealer sealer, InstantSource clock, Consumer<String> told) {

        Optional<Known> known = request.baseline().map(Known::ofFolder);
        try (Scratch scratch = Scratch.open();
                GateIndex index = new GateIndex(request.index(), request.environment())) {
            return new Build(request, clock, told).run(scratch, index, sealer, known);
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the build failed: " + e.getMessage(),
                    "its working folders could not be written",
                    "see that this machine's disk has room");
        }
    }

    private Outcome run(Scratch scratch, GateIndex index, Sealer sealer, Optional<Known> known) throws IOException {
        Instant started = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Path folder = request.source();
        OutputFolder out = OutputFolder.of(request.out(), folder);
        SourceTree files = SourceTree.read(
                folder, List.of(out.real(), folder.toRealPath().resolve(BuildLock.FILE)), request.environment());
        PyProject project = PyProject.read(folder);
        SourceTree source = files.with(Repository.of(files, Optional.empty(), request.environment(), scratch.folder()));
        Shop shop = Shop.open(request, scratch);
        Interpreter python = shop.python();
        Session session = shop.session();
        Locking locking = new Locking(request, shop, index, project, source, told);
        Locking.Locked locked = locking.lock();
        Workshop workshop = new Workshop(
                project,
                session,
                locked.environment(),
                locked.lock(),
                p -> embedded(p, locked.lock(), source),
                this::log,
                true);
        Supplier<Workshop> quiet = () -> new Workshop(
                project,
                shop.anotherSession(),
                locked.environment(),
                locked.lock(),
                p -> embedded(p, locked.lock(), source),
                line -> {},
                true);

        told.accept("Building " + project.name().orElse(String.valueOf(folder.getFileName())) + " with "
                + python.implementation() + " " + python.version() + ", "
                + "locked inputs: " + locked.lock().inputs().size()
                + (request.sandboxed() ? ", in the sandbox" : ", WITHOUT a sandbox"));
        if (source.repository().filter(Repository::shallow).isPresent()) {
            told.accept("Warning: this checkout has not all of its history (a shallow clone): a version that comes from"
                    + " git may be wrong. Fetch it whole, with tags: git fetch --unshallow --tags");
        }
        Product product = workshop.make(source, request.wheel(), Conditions.STANDARD);
        Optional<List<Evidence.Difference>> differences = request.verify()
                ? Optional.of(new Reproduction(quiet, source, product, clock, told).differences())
                : Optional.empty();
        differences.ifPresent(all -> all.forEach(
                d -> told.accept("Differs: " + d.file() + " (" + d.what() + ")\n  likely cause: " + d.cause())));
        Map<String, String> environment = new LinkedHashMap<>(Session.environment(Conditions.STANDARD, source));
        environment.put("umask", "0022");
        environment.put("host", Conditions.STANDARD.host());
        environment.put("source", Conditions.STANDARD.source());
        Evidence evidence = new Evidence(
                request,
                source,
                project,
                locked.lock(),
                shop.tools(product, source),
                environment,
                request.sandboxed(),
                product,
                differences.map(List::isEmpty),
                differences.orElse(List.of()),
                Machines.here(),
                Optional.of(Capabilities.of(product)),
                "urn:uuid:" + UUID.randomUUID(),
                started,
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
        warn(product);
        if (known.isPresent()) {
            Baseline.Result drift =
                    Baseline.compare(known.get(), evidence, new Git(source.folder(), request.environment()));
            drift.explained().forEach(line -> told.accept("Since the baseline: " + line));
            if (!drift.drift().isEmpty()) {
                return new Outcome(List.of(), true, drift.drift());
            }
        }
        return new Outcome(write(out, evidence, sealer), evidence.reproducible().orElse(true), List.of());
    }

    private Map<String, byte[]> embedded(Product p, BuildLock lock, SourceTree source) {
        return request.embedSbom()
                ? Map.of(
                        "sboms/" + p.name() + ".cdx.json",
                        Sbom.render(
                                p.name(),
                                p.version(),
                                Optional.empty(),
                                Optional.empty(),
                                lock.inputs(),
                                Instant.ofEpochSecond(source.epoch()),
                                request.waag()))
                : Map.of();
    }

    private void log(String text) {
        String clean = Tail.of(text, Integer.MAX_VALUE);
        if (!clean.isEmpty()) {
            told.accept("    " + clean);
        }
    }

    private void warn(Product product) {
        if (!product.tried().isEmpty()) {
            told.accept("Warning: the build tried to reach " + Verdict.tried(product.tried())
                    + "; there is no network in a build, and it went on without.");
        }
    }

    private List<Path> write(OutputFolder out, Evidence e, Sealer sealer) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (Output o : e.outputs()) {
            files.put(o.filename(), o.content());
            files.put(o.filename() + ".intoto.jsonl", Workshop.utf8(sealer.seal(Provenance.statement(e, o)) + "\n"));
            files.put(
                    o.filename() + ".cdx.json",
                    Sbom.render(
                            e.product().name(),
                            e.product().version(),
                            Optional.of(o.filename()),
                            Optional.of(o.sha256()),
                            e.lock().inputs(),
                            Instant.ofEpochSecond(e.source().epoch()),
                            request.waag()));
        }
        files.put(ManifestJson.FILE, ManifestJson.render(e));
        return out.write(files);
    }

    static Sha256 digest(Path file) {
        try {
            return Sha256.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    file + " cannot be read: " + e.getMessage(),
                    "it was removed during the build, or is not yours to read",
                    "build again");
        }
    }
}
