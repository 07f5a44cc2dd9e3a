package dev.waag.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Measures what the kinds of resemblance find and whom they accuse, from the shipped lists alone; {@code scripts/renew-names
 * --measure} prints it. An argument names a file of other legitimate names, one a line, to be measured as well.
 *
 * <p>Recall: the malicious names in five parts by their hash; each is looked up with the other four as the known ones, and what is
 * counted as imitated is counted from those four. False alarms: the popular names below a rank, looked up with only those above it as
 * the known ones; all of them are legitimate.
 */
final class MeasureNames {
    static final int FOLDS = 5;
    static final int SPLIT = 3_000;
    private static final int SHOWN = 400;

    private final NameData shipped = NameData.shipped();
    private final List<String> popular = List.copyOf(shipped.popular());
    private final List<String> malicious = List.copyOf(shipped.malicious().first(Integer.MAX_VALUE));

    /** What fired, by kind, out of how many names. */
    record Fired(int of, Map<String, List<String>> byKind) {
        int count() {
            return byKind.values().stream().mapToInt(List::size).sum();
        }

        double share() {
            return (double) count() / of;
        }

        int count(String kind) {
            return byKind.getOrDefault(kind, List.of()).size();
        }
    }

    public static void main(String[] args) throws IOException {
        MeasureNames measure = new MeasureNames();
        List<Fired> folds = measure.folds();
        Fired split = measure.popularSplit(SPLIT);
        Fired plurals = measure.plurals();
        Optional<Fired> others = args.length == 0 ? Optional.empty() : Optional.of(measure.others(Path.of(args[0])));
        print(folds, split, plurals, others);
        List<String> resembling = measure.resembling();
        Set<String> found = new HashSet<>();
        folds.forEach(f -> f.byKind().values().forEach(names -> names.forEach(n -> found.add(n.split(" ")[0]))));
        System.out.printf(
                "%nThe list of spared names plays no part in these figures.%nOf the %d malicious names, %d are one edit away from a known name of five letters or more; %d of these are found (%.1f %%).%n",
                measure.malicious.size(),
                resembling.size(),
                resembling.stream().filter(found::contains).count(),
                100.0 * resembling.stream().filter(found::contains).count() / resembling.size());
        show("Plurals that fired", plurals);
        show("Popular names that fired against the first " + SPLIT, split);
        others.ifPresent(o -> show("Other names that fired", o));
    }

    /** Each part of the malicious names, looked up with the other parts as the known ones. */
    List<Fired> folds() {
        return IntStream.range(0, FOLDS)
                .mapToObj(fold -> {
                    List<String> heldOut =
                            malicious.stream().filter(n -> fold(n) == fold).toList();
                    List<String> known =
                            malicious.stream().filter(n -> fold(n) != fold).toList();
                    return look(with(popular, known), heldOut);
                })
                .toList();
    }

    Fired popularSplit(int ranks) {
        Lookalikes lookalikes = with(popular.subList(0, ranks), malicious);
        return look(lookalikes, popular.subList(ranks, popular.size()));
    }

    /** Popular names with an s more or less, where that is not itself a popular or malicious name. */
    Fired plurals() {
        Set<String> taken = new HashSet<>(popular);
        taken.addAll(malicious);
        List<String> plurals = popular.stream()
                .filter(n -> !n.endsWith("ss"))
                .map(n -> n.endsWith("s") ? n.substring(0, n.length() - 1) : n + "s")
                .filter(n -> n.length() > 1 && !n.endsWith("-") && !taken.contains(n))
                .toList();
        return look(Lookalikes.shipped(), plurals);
    }

    Fired others(Path file) throws IOException {
        Set<String> taken = new HashSet<>(popular);
        taken.addAll(malicious);
        taken.addAll(shipped.imitated().keySet());
        List<String> names = Files.readAllLines(file).stream()
                .filter(n -> !taken.contains(n))
                .toList();
        return look(with(popular, malicious), names);
    }

    /** The malicious names one edit away from a known one, found or not. */
    List<String> resembling() {
        List<String> known = new ArrayList<>(popular);
        known.addAll(shipped.imitated().keySet());
        NearNames near = new NearNames(NameTable.of(known), known.size(), new byte[known.size()]);
        return malicious.stream()
                .filter(n -> near.around(n).stream()
                        .anyMatch(t -> NameEdit.between(n, t).isPresent()))
                .toList();
    }

    private Lookalikes with(List<String> ranked, List<String> known) {
        return new Lookalikes(NameData.of(
                ranked, known, Imitations.count(ranked, known), shipped.wrong(), Set.of(), shipped.series()));
    }

    private static int fold(String name) {
        return Math.floorMod(name.hashCode(), FOLDS);
    }

    private static Fired look(Lookalikes lookalikes, Collection<String> names) {
        Map<String, List<String>> byKind = new TreeMap<>();
        for (String name : names) {
            lookalikes
                    .find(name, Integer.MAX_VALUE)
                    .ifPresent(l -> byKind.computeIfAbsent(
                                    l.how().replaceFirst(" from .*, a known", " from a known"), k -> new ArrayList<>())
                            .add(name + " (" + l.popular() + ")"));
        }
        return new Fired(names.size(), byKind);
    }

    private static void print(List<Fired> folds, Fired split, Fired plurals, Optional<Fired> others) {
        Set<String> kinds = new java.util.TreeSet<>(split.byKind().keySet());
        folds.forEach(f -> kinds.addAll(f.byKind().keySet()));
        plurals.byKind().keySet().forEach(kinds::add);
        others.ifPresent(o -> kinds.addAll(o.byKind().keySet()));
        System.out.println("| kind | found, by fold | found | popular names | plurals |"
                + (others.isPresent() ? " other names |" : ""));
        System.out.println("|---|---|---|---|---|" + (others.isPresent() ? "---|" : ""));
        for (String kind : kinds) {
            row(kind, folds, split, plurals, others, f -> f.count(kind));
        }
        row("all", folds, split, plurals, others, Fired::count);
        row("out of", folds, split, plurals, others, Fired::of);
        double recall = (double) folds.stream().mapToInt(Fired::count).sum()
                / folds.stream().mapToInt(Fired::of).sum();
        System.out.printf(
                "| share | | %.1f %% | %.3f %% | %.3f %% |%s%n",
                100 * recall,
                100 * split.share(),
                100 * plurals.share(),
                others.map(o -> " %.3f %% |".formatted(100 * o.share())).orElse(""));
    }

    private static void row(
            String kind,
            List<Fired> folds,
            Fired split,
            Fired plurals,
            Optional<Fired> others,
            Function<Fired, Integer> count) {
        System.out.printf(
                "| %s | %s | %d | %d | %d |%s%n",
                kind,
                String.join(
                        " ", folds.stream().map(f -> count.apply(f).toString()).toList()),
                folds.stream().mapToInt(count::apply).sum(),
                count.apply(split),
                count.apply(plurals),
                others.map(o -> " " + count.apply(o) + " |").orElse(""));
    }

    private static void show(String title, Fired fired) {
        System.out.println("\n" + title + ":");
        fired.byKind()
                .forEach((kind, names) -> System.out.printf(
                        "  %s: %s%s%n",
                        kind,
                        String.join(", ", names.subList(0, Math.min(SHOWN, names.size()))),
                        names.size() > SHOWN ? ", …" : ""));
    }
}
