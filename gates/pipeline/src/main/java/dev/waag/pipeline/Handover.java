package dev.waag.pipeline;

import dev.waag.core.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether a stage's inputs are what earlier stages signed. */
final class Handover {
    /** @param message names the file and the stage */
    record Refusal(String stage, String message) {}

    private final PipelineFile.Pipeline pipeline;
    private final Links links;

    Handover(PipelineFile.Pipeline pipeline, Links links) {
        this.pipeline = pipeline;
        this.links = links;
    }

    /** The inputs of a stage as they are now. */
    Map<String, Sha256> inputs(Stage stage) throws IOException {
        return FileDigests.of(pipeline.folder(), Patterns.files(pipeline.folder(), stage.inputs(), pipeline.links()));
    }

    /**
     * Looks at what the stage takes from stages before it.
     *
     * @param coming stages that will run before it, whose outputs are not there yet
     */
    Optional<Refusal> refusal(Stage stage, Map<String, Sha256> inputs, Set<String> coming) {
        int place = pipeline.stages().indexOf(stage);
        List<Stage> before = pipeline.stages().subList(0, place);
        for (Map.Entry<String, Sha256> input : inputs.entrySet()) {
            Optional<Stage> maker = maker(before, input.getKey());
            if (maker.isPresent() && !coming.contains(maker.get().name())) {
                Optional<Refusal> refusal = signed(stage, maker.get(), input.getKey(), input.getValue());
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
        }
        for (String pattern : stage.inputs()) {
            Optional<Refusal> refusal = absent(stage, before, pattern, inputs, coming);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    /** The last of the earlier stages that declares the file as an output. */
    private static Optional<Stage> maker(List<Stage> before, String path) {
        return before.reversed().stream()
                .filter(s -> Patterns.matches(s.outputs(), path))
                .findFirst();
    }

    /** An input named without wildcards must be there. */
    private Optional<Refusal> absent(
            Stage stage, List<Stage> before, String pattern, Map<String, Sha256> inputs, Set<String> coming) {
        if (!Patterns.isLiteral(pattern)
                || inputs.containsKey(pattern)
                || Files.isDirectory(pipeline.folder().resolve(pattern))) {
            return Optional.empty();
        }
        Optional<Stage> maker = maker(before, pattern);
        if (maker.filter(m -> coming.contains(m.name())).isPresent()) {
            return Optional.empty();
        }
        String whose =
                maker.map(m -> ", the output of the stage '" + m.name() + "',").orElse("");
        return Optional.of(new Refusal(
                stage.name(), "the input " + pattern + whose + " of the stage '" + stage.name() + "' is not there"));
    }

    private Optional<Refusal> signed(Stage stage, Stage maker, String path, Sha256 digest) {
        String what = "the stage '" + stage.name() + "' was not started: " + path + " comes from the stage '"
                + maker.name() + "', ";
        return switch (links.find(maker.name())) {
            case Links.Absent a ->
                Optional.of(new Refusal(
                        stage.name(), what + "whose link (" + shown(links.path(maker.name())) + ") " + a.reason()));
            case Links.Signed s -> {
                Sha256 made = s.link().products().get(path);
                if (made == null) {
                    yield Optional.of(new Refusal(stage.name(), what + "whose link does not list it"));
                }
                if (!made.equals(digest)) {
                    yield Optional.of(new Refusal(
                            stage.name(), what + "which signed sha256 " + made + ", and it now has " + digest));
                }
                yield gap(stage, maker, new HashSet<>());
            }
        };
    }

    /** A maker that itself ran on something else than its own makers signed has signed what nobody made. */
    private Optional<Refusal> gap(Stage stage, Stage maker, Set<String> seen) {
        if (!seen.add(maker.name()) || !(links.find(maker.name()) instanceof Links.Signed signed)) {
            return Optional.empty();
        }
        List<Stage> before = pipeline.stages().subList(0, pipeline.stages().indexOf(maker));
        for (Map.Entry<String, Sha256> material : signed.link().materials().entrySet()) {
            Optional<Stage> earlier = maker(before, material.getKey());
            if (earlier.isEmpty()) {
                continue;
            }
            boolean same = links.find(earlier.get().name()) instanceof Links.Signed s
                    && material.getValue().equals(s.link().products().get(material.getKey()));
            if (!same) {
                return Optional.of(new Refusal(
                        stage.name(),
                        "the stage '" + stage.name() + "' was not started: the stage '" + maker.name()
                                + "' ran on another " + material.getKey() + " than the stage '"
                                + earlier.get().name() + "' signed; run '" + maker.name() + "' again"));
            }
            Optional<Refusal> deeper = gap(stage, earlier.get(), seen);
            if (deeper.isPresent()) {
                return deeper;
            }
        }
        return Optional.empty();
    }

    private String shown(Path file) {
        return pipeline.folder().relativize(file).toString();
    }
}
