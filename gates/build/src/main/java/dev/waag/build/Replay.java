package dev.waag.build;

import dev.waag.core.Exit;
import dev.waag.core.Sha256;
import dev.waag.core.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** {@code waag replay}: builds again what a manifest or a provenance tells of, from the inputs that it names, and compares. */
public final class Replay {
    private Replay() {}

    /**
     * @param equal whether every output came out byte by byte
     * @param lines for people: each output, each member that differs, and what else is otherwise now
     */
    public record Outcome(boolean equal, List<String> lines) {}

    /**
     * @param evidence a build-manifest.json or a .intoto.jsonl
     * @param request whose folder is the source; where things go and what is locked is not looked at
     * @throws UserException (findings) where an input cannot be had by its digest; (incomplete) where the build fails
     */
    public static Outcome run(Path evidence, BuildRequest request, Consumer<String> told) {
        Known known = Known.of(evidence);
        try (Scratch scratch = Scratch.open();
                GateIndex index = new GateIndex(request.index(), request.environment())) {
            return compare(known, evidence, request, scratch, index, told);
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the build failed: " + e.getMessage(),
                    "its working folders could not be written",
                    "see that this machine's disk has room");
        }
    }

    private static Outcome compare(
            Known known, Path evidence, BuildRequest request, Scratch scratch, GateIndex index, Consumer<String> told)
            throws IOException {
        Path folder = request.source().toRealPath();
        SourceTree found = SourceTree.read(folder, apart(folder, evidence.toRealPath()), request.environment());
        SourceTree asThen = known.epoch().map(found::at).orElse(found).stating(known.environment());
        SourceTree source = known.tags().isEmpty()
                ? asThen
                : asThen.with(Repository.of(asThen, known.tags(), request.environment(), scratch.folder()));
        PyProject project = PyProject.read(folder);
        Shop shop = Shop.open(request, scratch);
        BuildLock lock =
                new BuildLock(shop.python().series(), project.requires(), List.of(), List.of(), known.inputs());
        Path environment = shop.environment(known.inputs(), index);
        Workshop workshop = new Workshop(
                project,
                shop.session(),
                environment,
                lock,
                p -> known.embedSbom()
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
                        : Map.of(),
                line -> {},
                false);
        told.accept("Building again from the inputs that " + evidence.getFileName() + " names: "
                + known.inputs().size());
        boolean wheel = known.outputs().keySet().stream().anyMatch(f -> f.endsWith(".whl"));
        Product product = workshop.make(source, wheel, Conditions.STANDARD);
        List<String> lines = new ArrayList<>();
        boolean equal = outputs(known, product, lines);
        if (!equal) {
            otherwise(known, source, shop.tools(product, source), lines);
        }
        return new Outcome(equal, lines);
    }

    /** The lock, and the folder of the evidence where it lies within the source. */
    private static List<Path> apart(Path folder, Path evidence) {
        List<Path> all = new ArrayList<>(List.of(folder.resolve(BuildLock.FILE)));
        Path place = evidence.getParent();
        if (place != null && !folder.startsWith(place)) {
            all.add(place);
        }
        return all;
    }

    private static boolean outputs(Known known, Product product, List<String> lines) {
        boolean equal = true;
        for (Map.Entry<String, Sha256> o : known.outputs().entrySet()) {
            Optional<Output> made = product.outputs(true).stream()
                    .filter(m -> m.filename().equals(o.getKey()))
                    .findFirst();
            if (made.isPresent() && made.get().sha256().equals(o.getValue())) {
                lines.add("equal: " + o.getKey() + " (SHA-256 " + o.getValue() + ")");
                continue;
            }
            equal = false;
            lines.add(
                    made.isEmpty()
                            ? "different: " + o.getKey() + " did not come out; what did: "
                                    + String.join(
                                            ", ",
                                            product.outputs(true).stream()
                                                    .map(Output::filename)
                                                    .toList())
                            : "different: " + o.getKey() + " has SHA-256 "
                                    + made.get().sha256() + ", and had " + o.getValue());
            Map<String, String> before = known.members().getOrDefault(o.getKey(), Map.of());
            if (made.isPresent() && before.isEmpty()) {
                lines.add("  which members differ cannot be told: the old file is not beside its evidence");
            } else {
                made.ifPresent(m -> members(before, m, lines));
            }
        }
        return equal;
    }

    private static void members(Map<String, String> before, Output made, List<String> lines) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(made.members().keySet());
        int at = lines.size();
        for (String n : names) {
            Sha256 digest = made.members().get(n);
            String is = digest == null ? "" : digest.hex();
            String was = before.getOrDefault(n, "");
            if (!was.equals(is)) {
                lines.add("  " + n + (was.isEmpty() ? " is new" : is.isEmpty() ? " is gone" : " differs"));
            }
        }
        if (lines.size() == at) {
            lines.add("  its members are alike; how they are packed differs, as between versions of waag");
        }
    }

    /** What else is not as it was: the likely causes. */
    private static void otherwise(Known known, SourceTree source, List<Evidence.Tool> tools, List<String> lines) {
        if (known.sourceDigest().filter(d -> !d.equals(source.digest().hex())).isPresent()) {
            lines.add("the source is not the one that was built"
                    + known.commit().map(c -> " (commit " + c + ")").orElse("")
                    + source.commit().map(c -> "; here is commit " + c).orElse(""));
            source.uncommitted().stream().limit(20).forEach(f -> lines.add("  uncommitted: " + f));
        }
        known.tags().ifPresent(then -> {
            Map<String, String> here = source.repository().map(Repository::tags).orElse(Map.of());
            if (source.repository().isEmpty()) {
                lines.add("it was built from a git checkout, and the source here is none");
            } else if (!here.equals(then)) {
                Set<String> gone = new TreeSet<>(then.keySet());
                gone.removeAll(here.keySet());
                lines.add("tags that were there are gone or point elsewhere: " + String.join(", ", gone));
            }
        });
        for (Evidence.Tool t : tools) {
            String was = known.tools().getOrDefault(t.name(), "");
            String is =
                    t.version() + t.sha256().map(s -> " (SHA-256 " + s + ")").orElse("");
            if (!was.isEmpty() && !was.equals(is)) {
                lines.add("another " + t.name() + ": it was " + was + " and is " + is);
            }
        }
    }
}
