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
import java.util.function.Predicate;

/**
 * Counts which names the known malicious ones imitate: the more variants of a name were uploaded, the likelier is the next one. A
 * malicious name counts for one imitated name only, the one with the most variants.
 */
final class Imitations {
    /** A single malicious name beside a popular one may be there by accident. */
    private static final int ENOUGH = 2;

    /** A name that is not popular counts as imitated from so many variants on. */
    private static final int ENOUGH_FOR_UNRANKED = 6;

    private static final int SHORTEST_UNRANKED = 7;
    private static final int ALSO_MISSPELT = 1_000;
    private static final char[] ALPHABET = "abcdefghijklmnopqrstuvwxyz-".toCharArray();

    private final List<String> popular;
    private final Set<String> malicious;
    private final NearNames near;

    private Imitations(List<String> popular, Collection<String> malicious) {
        this.popular = popular;
        this.malicious = Set.copyOf(malicious);
        near = new NearNames(NameTable.of(popular), popular.size(), new byte[popular.size()]);
    }

    /** The imitated names, the most imitated first, with how many malicious names are one edit away. */
    static Map<String, Integer> count(List<String> popular, Collection<String> malicious) {
        return new Imitations(popular, malicious).count();
    }

    private Map<String, Integer> count() {
        Map<String, Set<String>> variants = new HashMap<>();
        Map<String, Set<String>> unranked = new HashMap<>();
        for (String name : malicious) {
            near.around(name)
                    .forEach(t ->
                            variants.computeIfAbsent(t, k -> new HashSet<>()).add(name));
            centres(name)
                    .forEach(t ->
                            unranked.computeIfAbsent(t, k -> new HashSet<>()).add(name));
        }
        Map<String, Integer> counts = cover(variants, ENOUGH, t -> true);
        unranked.values().removeIf(v -> v.size() < ENOUGH_FOR_UNRANKED);
        Set<String> known = new HashSet<>(popular);
        Predicate<String> apart = t ->
                !known.contains(t) && !malicious.contains(t) && near.around(t).isEmpty() && !misspelt(t);
        counts.putAll(cover(unranked, ENOUGH_FOR_UNRANKED, apart));
        return counts;
    }

    /** Names that this one could be a variant of: a slip of the finger undone. */
    private static Set<String> centres(String name) {
        Set<String> centres = new HashSet<>();
        for (int i = 0; i <= name.length(); i++) {
            String before = name.substring(0, i);
            String from = name.substring(i);
            if (!from.isEmpty()) {
                centres.add(before + from.substring(1));
            }
            if (from.length() > 1) {
                centres.add(before + from.charAt(1) + from.charAt(0) + from.substring(2));
            }
            for (char letter : ALPHABET) {
                centres.add(before + letter + from);
                if (!from.isEmpty()) {
                    centres.add(before + letter + from.substring(1));
                }
            }
        }
        centres.removeIf(
                c -> c.length() < SHORTEST_UNRANKED || NameEdit.between(name, c).isEmpty());
        return centres;
    }

    /** The middle of a cloud of variants may itself be a variant, two slips away from a popular name. */
    private boolean misspelt(String name) {
        return popular.stream()
                .limit(ALSO_MISSPELT)
                .filter(p -> p.length() >= SHORTEST_UNRANKED - 1 && Math.abs(p.length() - name.length()) <= 2)
                .anyMatch(p -> Suggest.distance(name, p) <= 2);
    }

    /** Greedy cover: the name with the most variants takes them, then the name with the most of those left, and so on. */
    private static Map<String, Integer> cover(Map<String, Set<String>> variants, int enough, Predicate<String> counts) {
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
            } else if (own.size() >= enough && counts.test(left.name())) {
                covered.put(left.name(), own.size());
                taken.addAll(own);
            }
        }
        return covered;
    }
}
