package dev.waag.pipeline;

import dev.waag.alert.Alert;
import dev.waag.alert.Alerts;
import dev.waag.alert.Delivery;
import dev.waag.attest.Link;
import dev.waag.core.Exit;
import dev.waag.core.Sha256;
import dev.waag.core.Suggest;
import dev.waag.core.UserException;
import dev.waag.sign.Signer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * {@code waag run}: the stages, one after the other. A stage starts only on inputs that the stages before it signed; one that fails halts
 * the line, gets no link, and is told to the webhook once.
 */
public final class PipelineRun {
    /** Variables of the caller that every program needs to find others, its home and its language. */
    private static final List<String> USUAL =
            List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "USER", "LOGNAME");

    /**
     * What a run needs of the world.
     *
     * @param signer asked once, when the first link is read or written
     * @param kinds what stages of a kind do, by the kind's word
     * @param progress a line for people when something begins or ends
     * @param baseline fingerprints of findings that were there before
     */
    public record Setting(
            Supplier<Signer> signer,
            Map<String, StageWork> kinds,
            Map<String, String> environment,
            Alerts alerts,
            InstantSource clock,
            Progress progress,
            Set<String> baseline) {}

    /** Is told how it goes. */
    public interface Progress {
        void line(String text);
    }

    private final PipelineFile.Pipeline pipeline;
    private final Setting setting;
    private final Links links;
    private final Handover handover;
    private final List<StageResult> results = new ArrayList<>();
    private final List<StageWork.Tool> tools = new ArrayList<>();

    private PipelineRun(PipelineFile.Pipeline pipeline, Setting setting) {
        this.pipeline = pipeline;
        this.setting = setting;
        this.links = new Links(pipeline.links(), setting.signer().get());
        this.handover = new Handover(pipeline, links);
    }

    /**
     * Runs.
     *
     * @param file {@code waag-pipeline.toml}
     * @param names of the stages to run, in the file's order; empty for all
     */
    public static RunReport run(Path file, List<String> names, Setting setting) {
        PipelineFile.Pipeline pipeline = PipelineFile.read(file);
        List<String> known = pipeline.stages().stream().map(Stage::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new UserException(
                        Exit.USAGE,
                        "there is no stage '" + name + "' in " + file + Suggest.hint(name, known),
                        "it is misspelt, or in another file",
                        "its stages are: " + String.join(", ", known));
            }
        }
        List<Stage> chosen = pipeline.stages().stream()
                .filter(s -> names.isEmpty() || names.contains(s.name()))
                .toList();
        return new PipelineRun(pipeline, setting).run(chosen);
    }

    private RunReport run(List<Stage> chosen) {
        Optional<StageResult> refused = firstLook(chosen);
        boolean halted = refused.isPresent();
        for (Stage stage : chosen) {
            if (refused.filter(r -> r.name().equals(stage.name())).isPresent()) {
                results.add(refused.get());
            } else if (halted) {
                results.add(StageResult.skipped(stage.name()));
            } else {
                setting.progress().line(stage.name() + ": started");
                StageResult result = one(stage);
                results.add(result);
                halted = result.outcome() != StageResult.Outcome.PASS;
                String took = " in %.1f s".formatted(result.duration().toMillis() / 1000.0);
                setting.progress().line(stage.name() + ": " + result.outcome().text() + took);
            }
        }
        RunReport report = new RunReport(
                pipeline.name(),
                results,
                tools,
                setting.baseline(),
                setting.clock().instant());
        report.failed().ifPresent(this::alert);
        return report;
    }

    /** Before anything starts: what the chosen stages take from stages that are not among them. */
    private Optional<StageResult> firstLook(List<Stage> chosen) {
        Set<String> coming = new HashSet<>();
        for (Stage stage : chosen) {
            coming.add(stage.name());
        }
        for (Stage stage : chosen) {
            try {
                Map<String, Sha256> inputs = handover.inputs(stage);
                Optional<Handover.Refusal> refusal = handover.refusal(stage, inputs, coming);
                if (refusal.isPresent()) {
                    return Optional.of(refused(stage, inputs, refusal.get().message()));
                }
            } catch (IOException e) {
                return Optional.of(refused(
                        stage,
                        Map.of(),
                        "the inputs of the stage '" + stage.name() + "' cannot be read: " + e.getMessage()));
            }
        }
        return Optional.empty();
    }

    private StageResult refused(Stage stage, Map<String, Sha256> inputs, String message) {
        return new StageResult(
                stage.name(), StageResult.Outcome.REFUSED, Duration.ZERO, 0, inputs, Map.of(), message, "", List.of());
    }

    private StageResult one(Stage stage) {
        long begun = System.nanoTime();
        Map<String, Sha256> inputs = Map.of();
        try {
            inputs = handover.inputs(stage);
            Optional<Handover.Refusal> refusal = handover.refusal(stage, inputs, Set.of());
            if (refusal.isPresent()) {
                return refused(stage, inputs, refusal.get().message());
            }
            links.forget(stage.name());
            StageWork.Done done = work(stage)
                    .run(new StageWork.Job(
                            stage.name(),
                            pipeline.folder(),
                            pipeline.links(),
                            stage.arguments(),
                            List.copyOf(inputs.keySet()),
                            environment(stage),
                            stage.timeout()));
            tools.addAll(done.tools());
            Optional<String> wrong = wrong(done);
            Map<String, Sha256> outputs = new TreeMap<>();
            if (wrong.isEmpty()) {
                wrong = outputs(stage, outputs);
            }
            if (wrong.isEmpty()) {
                links.write(new Link(stage.name(), stage.command(), inputs, outputs));
            }
            return new StageResult(
                    stage.name(),
                    wrong.isEmpty() ? StageResult.Outcome.PASS : StageResult.Outcome.FAIL,
                    since(begun),
                    stage.run().isEmpty() && done.maxRssBytes() == 0 ? ownPeak() : done.maxRssBytes(),
                    inputs,
                    outputs,
                    wrong.map(w -> "the stage '" + stage.name() + "' failed: " + w)
                            .orElse(""),
                    done.said(),
                    done.findings());
        } catch (IOException e) {
            return new StageResult(
                    stage.name(),
                    StageResult.Outcome.FAIL,
                    since(begun),
                    0,
                    inputs,
                    Map.of(),
                    "the stage '" + stage.name() + "' failed: " + e.getMessage(),
                    "",
                    List.of());
        }
    }

    /** The most memory that this process had (proc(5), VmHWM): what a kind did, it did here, or waited for here. */
    private static long ownPeak() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(l -> l.startsWith("VmHWM:"))
                    .findFirst()
                    .map(l -> Long.parseLong(l.replaceAll("\\D", "")) << 10)
                    .orElse(0L);
        } catch (IOException | UncheckedIOException | NumberFormatException e) {
            return 0;
        }
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Findings fail a stage unless they were there before. */
    private Optional<String> wrong(StageWork.Done done) {
        if (!done.passed()) {
            return Optional.of(done.message());
        }
        long fresh = done.findings().stream()
                .filter(f -> f.fails() && !setting.baseline().contains(f.fingerprint()))
                .count();
        return fresh == 0 ? Optional.empty() : Optional.of(fresh + (fresh == 1 ? " finding" : " findings"));
    }

    /** Takes down what the stage made; what it declared and did not make is wrong. */
    private Optional<String> outputs(Stage stage, Map<String, Sha256> to) throws IOException {
        for (String pattern : stage.outputs()) {
            List<String> files = Patterns.files(pipeline.folder(), List.of(pattern), pipeline.links());
            if (files.isEmpty()) {
                return Optional.of("it declares the output " + pattern + ", and there is no such file now");
            }
            to.putAll(FileDigests.of(pipeline.folder(), files));
        }
        return Optional.empty();
    }

    private StageWork work(Stage stage) {
        if (!stage.run().isEmpty()) {
            return new ProgramWork(stage.run());
        }
        Stage.Kind kind = stage.kind().orElseThrow();
        if (kind == Stage.Kind.TEST) {
            List<String> argv = new ArrayList<>(List.of("python3", "-m", "pytest"));
            argv.addAll(stage.arguments());
            return new ProgramWork(argv);
        }
        StageWork work = setting.kinds().get(kind.text());
        if (work == null) {
            throw new UserException(
                    Exit.USAGE,
                    "stages of kind '" + kind.text() + "' cannot be run here",
                    "",
                    "use 'run' with the program to start");
        }
        return work;
    }

    private Map<String, String> environment(Stage stage) {
        Map<String, String> environment = new HashMap<>();
        Set<String> names = new LinkedHashSet<>(USUAL);
        names.addAll(stage.passed());
        for (String name : names) {
            String value = setting.environment().get(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.putAll(stage.environment());
        return environment;
    }

    private void alert(StageResult failed) {
        Map<String, String> details = new TreeMap<>();
        details.put("pipeline", pipeline.name());
        details.put("stage", failed.name());
        details.put("result", failed.outcome().text());
        Delivery delivery = setting.alerts()
                .send(new Alert(
                        "run-failed",
                        setting.clock().instant(),
                        pipeline.name() + ", stage " + failed.name(),
                        failed.message(),
                        details));
        if (delivery instanceof Delivery.Failed f) {
            setting.progress().line("the webhook could not be told: " + f.reason());
        }
    }

    /** Whether a folder has a pipeline. */
    public static boolean isThere(Path folder) {
        return Files.isRegularFile(folder.resolve(PipelineFile.NAME));
    }
}
