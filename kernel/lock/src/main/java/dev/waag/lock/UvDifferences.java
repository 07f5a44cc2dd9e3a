package dev.waag.lock;

import dev.waag.lock.SyncResult.Reason;
import dev.waag.python.ProjectName;
import dev.waag.python.Specifiers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Differences between a uv lock and its manifest as they are found. */
final class UvDifferences {
    /** Comparisons that all markers of a lock together may take; usual ones take some hundreds each. */
    private static final long MOST_COST = 10_000_000;

    private final List<Reason> reasons = new ArrayList<>();
    private final List<Reason> unknown = new ArrayList<>();
    private final Specifiers pythons;
    private final boolean joinsPlatforms;
    private long costLeft = MOST_COST;

    /** Markers are compared for these Pythons, and with {@code platform_system} as another name of {@code sys_platform} or not. */
    UvDifferences(Specifiers pythons, boolean joinsPlatforms) {
        this.pythons = pythons;
        this.joinsPlatforms = joinsPlatforms;
    }

    /** Whether two markers mean the same; empty where there is too much to try. */
    Optional<Boolean> same(MarkerLogic a, MarkerLogic b) {
        MarkerComparison comparison = new MarkerComparison(a, b, pythons, joinsPlatforms);
        if (comparison.cost() > costLeft) {
            return Optional.empty();
        }
        costLeft -= comparison.cost();
        return Optional.of(comparison.same());
    }

    void add(Place place, String sentence) {
        reasons.add(new Reason(place, Optional.empty(), sentence));
    }

    void add(Place place, ProjectName project, String sentence) {
        reasons.add(new Reason(place, Optional.of(project), sentence));
    }

    void unknown(Place place, String sentence) {
        unknown.add(new Reason(place, Optional.empty(), sentence));
    }

    SyncResult result() {
        if (!reasons.isEmpty()) {
            return SyncResult.drifted(reasons);
        }
        return unknown.isEmpty() ? SyncResult.inSync(List.of()) : new SyncResult(SyncResult.State.UNKNOWN, unknown);
    }

    /** Compares sets of requirements; what they are stands in the sentences, place is for those that the manifest has not. */
    void compare(String what, List<UvRequirement> expected, List<Node> entries, Place place) throws LockException {
        List<UvRequirement> actual = new ArrayList<>(entries.size());
        for (Node entry : entries) {
            actual.add(UvRequirement.ofLock(entry));
        }
        List<UvRequirement> missing = without(expected, actual);
        Map<ProjectName, List<UvRequirement>> tooMany = new LinkedHashMap<>();
        for (UvRequirement one : without(actual, expected)) {
            tooMany.computeIfAbsent(one.name(), n -> new ArrayList<>(1)).add(one);
        }
        for (UvRequirement one : missing) {
            Optional<UvRequirement> before = taken(tooMany, one);
            add(
                    one.place(),
                    one.name(),
                    before.isPresent()
                            ? "the manifest has " + one.text() + ", the lock was made with "
                                    + before.get().text() + " (" + what + ")"
                            : one.text() + " is not in the lock (" + what + ")");
        }
        for (List<UvRequirement> some : tooMany.values()) {
            for (UvRequirement one : some) {
                add(
                        place,
                        one.name(),
                        "the lock was made with " + one.text() + ", which the manifest does not have (" + what + ")");
            }
        }
    }

    /** Those of one list that no entry of the other is the same as. */
    private List<UvRequirement> without(List<UvRequirement> some, List<UvRequirement> others) {
        Map<ProjectName, List<UvRequirement>> byName = new HashMap<>();
        for (UvRequirement other : others) {
            byName.computeIfAbsent(other.name(), n -> new ArrayList<>(1)).add(other);
        }
        List<UvRequirement> rest = new ArrayList<>();
        for (UvRequirement one : some) {
            if (!isAmong(one, byName.getOrDefault(one.name(), List.of()))) {
                rest.add(one);
            }
        }
        return rest;
    }

    private boolean isAmong(UvRequirement one, List<UvRequirement> others) {
        for (UvRequirement other : others) {
            if (!one.isLike(other)) {
                continue;
            }
            Optional<Boolean> same = same(one.marker(), other.marker());
            if (same.isEmpty()) {
                unknown(one.place(), "the markers of " + one.name() + " are too large to compare");
            }
            if (same.orElse(true)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<UvRequirement> taken(Map<ProjectName, List<UvRequirement>> from, UvRequirement like) {
        List<UvRequirement> some = from.getOrDefault(like.name(), List.of());
        return some.isEmpty() ? Optional.empty() : Optional.of(some.removeLast());
    }

    /** Compares groups by their names and what is in them. */
    void compareGroups(
            Map<String, List<UvRequirement>> expected, Map<String, Node> actual, boolean emptyOnesToo, Place place)
            throws LockException {
        TreeSet<String> names = new TreeSet<>(expected.keySet());
        for (String name : actual.keySet()) {
            names.add(ProjectName.normalize(name));
        }
        for (String name : names) {
            List<UvRequirement> now = expected.getOrDefault(name, List.of());
            Node node = actual.get(name);
            List<Node> before = node == null ? List.of() : node.items();
            if (now.isEmpty() && before.isEmpty()) {
                if (emptyOnesToo && expected.containsKey(name) == (node == null)) {
                    add(
                            place,
                            "the group " + name
                                    + (node == null ? " is not in the lock" : " is not in the manifest any more"));
                }
                continue;
            }
            compare("group " + name, now, before, place);
        }
    }
}
