package dev.waag.policy;

import dev.waag.core.Suggest;
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
    private static final int[] EVIDENT_RANKS = {1_000, 5_000, 15_000};
    private static final int[] CURVE = {20, 15, 12, 10, 8, 7, 6, 5, 4, 3, 2, 1, 0};

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
        Optional<Fired> others =
                args.length == 0 ? Optional.empty() : Optional.of(measure.others(Path.of(args[0]), NearNames.ENOUGH));
        print(folds, split, others);
        Set<String> found = names(folds);
        for (int ranks : EVIDENT_RANKS) {
            List<String> evident = measure.evident(ranks);
            System.out.printf(
                    "%nOf the %d malicious names one edit away from one of the first %,d names of seven letters or more, %d are found (%.1f %%).",
                    evident.size(),
                    ranks,
                    evident.stream().filter(found::contains).count(),
                    100 * share(evident, found));
        }
        System.out.println("\nThe list of spared names plays no part in these figures.");
        if (args.length > 0) {
            measure.curve(Path.of(args[0]));
        }
        show("Popular names that fired against the first " + SPLIT, split);
        others.ifPresent(o -> show("Other names that fired", o));
    }

    /** Each part of the malicious names, looked up with the other parts as the known ones. */
    List<Fired> folds() {
        return folds(NearNames.ENOUGH);
    }

    private List<Fired> folds(int enough) {
        return IntStream.range(0, FOLDS)
                .mapToObj(fold -> {
                    List<String> heldOut =
                            malicious.stream().filter(n -> fold(n) == fold).toList();
                    List<String> known =
                            malicious.stream().filter(n -> fold(n) != fold).toList();
                    return look(with(popular, known, enough), heldOut);
                })
                .toList();
    }

    Fired popularSplit(int ranks) {
        Lookalikes lookalikes = with(popular.subList(0, ranks), malicious, NearNames.ENOUGH);
        return look(lookalikes, popular.subList(ranks, popular.size()));
    }

    private Fired others(Path file, int enough) throws IOException {
        Set<String> taken = new HashSet<>(popular);
        taken.addAll(malicious);
        taken.addAll(shipped.imitated().keySet());
        List<String> names = Files.readAllLines(file).stream()
                .filter(n -> !taken.contains(n))
                .toList();
        return look(with(popular, malicious, enough), names);
    }

    /** The malicious names one edit of any kind away from one of the most downloaded names of seven letters or more. */
    List<String> evident(int ranks) {
        List<String> known = popular.subList(0, Math.min(ranks, popular.size())).stream()
                .filter(p -> p.length() >= NearNames.LONG)
                .toList();
        return malicious.stream()
                .filter(n -> known.stream()
                        .anyMatch(p -> Math.abs(p.length() - n.length()) <= 1 && Suggest.distance(n, p) == 1))
                .toList();
    }

    /** What other thresholds of the points would find, and whom they would accuse. */
    private void curve(Path file) throws IOException {
        System.out.println(
                "\n| points | found | evident, first 1,000 | first 5,000 | all | other names | not spared |");
        System.out.println("|---|---|---|---|---|---|---|");
        List<List<String>> evident =
                IntStream.of(EVIDENT_RANKS).mapToObj(this::evident).toList();
        for (int enough : CURVE) {
            List<Fired> folds = folds(enough);
            Set<String> found = names(folds);
            Fired others = others(file, enough);
            Set<String> accused = names(List.of(others));
            accused.removeAll(shipped.spared());
            System.out.printf(
                    "| %d | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.3f %% | %.3f %% |%n",
                    enough,
                    100.0 * found.size() / malicious.size(),
                    100 * share(evident.get(0), found),
                    100 * share(evident.get(1), found),
                    100 * share(evident.get(2), found),
                    100 * others.share(),
                    100.0 * accused.size() / others.of());
        }
    }

    static Set<String> names(List<Fired> fired) {
        Set<String> names = new HashSet<>();
        fired.forEach(f -> f.byKind().values().forEach(l -> l.forEach(n -> names.add(n.split(" ")[0]))));
        return names;
    }

    static double share(List<String> names, Set<String> found) {
        return (double) names.stream().filter(found::contains).count() / names.size();
    }

    private Lookalikes with(List<String> ranked, List<String> known, int enough) {
        NameData data = NameData.of(
                ranked, known, Imitations.count(ranked, known), shipped.wrong(), Set.of(), shipped.series());
        return new Lookalikes(data, enough);
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

    private static void print(List<Fired> folds, Fired split, Optional<Fired> others) {
        Set<String> kinds = new java.util.TreeSet<>(split.byKind().keySet());
        folds.forEach(f -> kinds.addAll(f.byKind().keySet()));
        others.ifPresent(o -> kinds.addAll(o.byKind().keySet()));
        System.out.println(
                "| kind | found, by fold | found | popular names |" + (others.isPresent() ? " other names |" : ""));
        System.out.println("|---|---|---|---|" + (others.isPresent() ? "---|" : ""));
        for (String kind : kinds) {
            row(kind, folds, split, others, f -> f.count(kind));
        }
        row("all", folds, split, others, Fired::count);
        row("out of", folds, split, others, Fired::of);
        double recall = (double) folds.stream().mapToInt(Fired::count).sum()
                / folds.stream().mapToInt(Fired::of).sum();
        System.out.printf(
                "| share | | %.1f %% | %.3f %% |%s%n",
                100 * recall,
                100 * split.share(),
                others.map(o -> " %.3f %% |".formatted(100 * o.share())).orElse(""));
    }

    private static void row(
            String kind, List<Fired> folds, Fired split, Optional<Fired> others, Function<Fired, Integer> count) {
        System.out.printf(
                "| %s | %s | %d | %d |%s%n",
                kind,
                String.join(
                        " ", folds.stream().map(f -> count.apply(f).toString()).toList()),
                folds.stream().mapToInt(count::apply).sum(),
                count.apply(split),
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
