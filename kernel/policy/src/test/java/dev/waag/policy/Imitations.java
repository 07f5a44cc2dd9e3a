package dev.waag.policy;

import dev.waag.core.Suggest;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Counts which names the known malicious ones imitate: the more variants of a name were uploaded, the likelier is the next one. A
 * malicious name counts for one imitated name only, the one with the most variants.
 */
final class Imitations {
    private static final int ENOUGH = 1;

    /** So many names must have an unranked one undone before their cloud is looked at. */
    private static final int ENOUGH_UNDONE = 2;

    /** A name that is not popular counts as imitated from so many variants on. */
    private static final int ENOUGH_FOR_UNRANKED = 6;

    private static final int SHORTEST_UNRANKED = 7;
    private static final int ALSO_MISSPELT = 1_000;

    private final List<String> popular;
    private final List<String> malicious;
    private final NearNames nearPopular;
    private final NearNames nearMalicious;

    private Imitations(List<String> popular, Collection<String> malicious) {
        this.popular = popular;
        this.malicious = List.copyOf(malicious);
        nearPopular = near(this.popular);
        nearMalicious = near(this.malicious);
    }

    private static NearNames near(List<String> names) {
        return new NearNames(NameTable.of(names), names.size(), new byte[names.size()], NearNames.ENOUGH);
    }

    /** The imitated names, the most imitated first, with how many malicious names are one edit away. */
    static Map<String, Integer> count(List<String> popular, Collection<String> malicious) {
        return new Imitations(popular, malicious).count();
    }

    private Map<String, Integer> count() {
        Map<String, Set<String>> variants = new HashMap<>();
        for (String name : malicious) {
            nearPopular.around(name).stream()
                    .filter(t -> NameEdit.between(name, t).isPresent())
                    .forEach(t ->
                            variants.computeIfAbsent(t, k -> new HashSet<>()).add(name));
        }
        Map<String, Integer> counts = cover(variants, ENOUGH);
        counts.putAll(cover(unranked(), ENOUGH_FOR_UNRANKED));
        return counts;
    }

    /** Names that are neither popular nor malicious in the middle of a cloud of malicious ones, with these. */
    private Map<String, Set<String>> unranked() {
        Map<String, Integer> undone = new HashMap<>();
        malicious.forEach(name -> slipsUndone(name).forEach(c -> undone.merge(c, 1, Integer::sum)));
        undone.keySet().removeAll(malicious);
        undone.keySet().removeAll(popular);
        Map<String, Set<String>> clouds = new HashMap<>();
        undone.forEach((centre, count) -> {
            if (count >= ENOUGH_UNDONE && centre.length() >= SHORTEST_UNRANKED) {
                Set<String> cloud = new HashSet<>(nearMalicious.around(centre));
                cloud.removeIf(name -> NameEdit.between(name, centre).isEmpty());
                if (cloud.size() >= ENOUGH_FOR_UNRANKED && !misspelt(centre)) {
                    clouds.put(centre, cloud);
                }
            }
        });
        return clouds;
    }

    /** What the name would be without a letter too many or with two letters swapped back: a cloud has some of either. */
    private static Set<String> slipsUndone(String name) {
        Set<String> undone = new HashSet<>();
        for (int i = 0; i < name.length(); i++) {
            String before = name.substring(0, i);
            String from = name.substring(i);
            undone.add(before + from.substring(1));
            if (from.length() > 1) {
                undone.add(before + from.charAt(1) + from.charAt(0) + from.substring(2));
            }
        }
        return undone;
    }

    /** The middle of a cloud of variants may itself be a variant, two slips away from a popular name. */
    private boolean misspelt(String name) {
        if (nearPopular.around(name).stream()
                .anyMatch(t -> NameEdit.between(name, t).isPresent())) {
            return true;
        }
        return popular.stream()
                .limit(ALSO_MISSPELT)
                .filter(p -> p.length() >= SHORTEST_UNRANKED - 1 && Math.abs(p.length() - name.length()) <= 2)
                .anyMatch(p -> Suggest.distance(name, p) <= 2);
    }

    /** Greedy cover: the name with the most variants takes them, then the name with the most of those left, and so on. */
    private static Map<String, Integer> cover(Map<String, Set<String>> variants, int enough) {
        record Left(String name, int size) {}
        PriorityQueue<Left> queue = new PriorityQueue<>(
                Comparator.comparingInt((Left l) -> -l.size()).thenComparing(Left::name));
        variants.forEach((name, v) -> queue.add(new Left(name, v.size())));
        Set<String> taken = new HashSet<>();
        Map<String, Integer> covered = new LinkedHashMap<>();
        for (Optional<Left> next = Optional.ofNullable(queue.poll());
                next.isPresent();
                next = Optional.ofNullable(queue.poll())) {
            Left left = next.get();
            Set<String> own = new HashSet<>(variants.getOrDefault(left.name(), Set.of()));
            own.removeAll(taken);
            if (own.size() < left.size()) {
                queue.add(new Left(left.name(), own.size()));
            } else if (own.size() >= enough) {
                covered.put(left.name(), own.size());
                taken.addAll(own);
            }
        }
        return covered;
    }
}
