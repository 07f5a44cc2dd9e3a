package dev.waag.build;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Builds again with everything otherwise that should not matter, compares, and finds out what a difference comes from by experiment: a build under the first
 * conditions tells what never repeats, then one build for each single factor tells which it is.
 */
final class Reproduction {
    private final Supplier<Workshop> workshops;
    private final SourceTree source;
    private final Product first;
    private final InstantSource clock;
    private final Consumer<String> told;

    /** @param workshops each with the time limit of a build of its own */
    Reproduction(
            Supplier<Workshop> workshops,
            SourceTree source,
            Product first,
            InstantSource clock,
            Consumer<String> told) {
        this.workshops = workshops;
        this.source = source;
        this.first = first;
        this.clock = clock;
        this.told = told;
    }

    /** What differs, with causes; empty where nothing does. */
    List<Evidence.Difference> differences() {
        told.accept(
                "Building again: other clock, time zone, locale, umask, file order, user, host name, CPU count, home"
                        + " and path");
        Product second = again(Conditions.otherIn(EnumSet.allOf(Factor.class)), false);
        Map<String, Compared> open = compare(second);
        if (open.isEmpty()) {
            told.accept("The second build gave the same bytes.");
            return List.of();
        }
        told.accept(open.size() + " files came out otherwise; looking for the cause of each");
        return explained(open);
    }

    private Product again(Conditions c, boolean onlyWheel) {
        Workshop workshop = workshops.get();
        return onlyWheel
                ? workshop.wheelOf(first, source, c)
                : workshop.make(source, first.wheel().isPresent(), c);
    }

    private Map<String, Compared> compare(Product second) {
        Map<String, Compared> all = new LinkedHashMap<>();
        List<Output> before = first.outputs(true);
        List<Output> after = second.outputs(true);
        for (int i = 0; i < before.size(); i++) {
            for (Compared c : Compared.of(before.get(i), after.get(i))) {
                all.put(c.key(), c);
            }
        }
        return all;
    }

    private List<Evidence.Difference> explained(Map<String, Compared> open) {
        Map<String, Compared> left = new LinkedHashMap<>(open);
        Map<String, String> causes = new LinkedHashMap<>();
        boolean onlyWheel =
                open.values().stream().allMatch(c -> c.distribution().endsWith(".whl"));
        Instant now = clock.instant();
        Map<String, Compared> unsteady = compare(again(Conditions.STANDARD, onlyWheel));
        for (String key : unsteady.keySet()) {
            Compared c = left.remove(key);
            if (c != null) {
                causes.put(
                        key,
                        c.ofTheTime(now)
                                ? Factor.CLOCK.cause()
                                : "randomness: it comes out otherwise each time, even under the same conditions");
            }
        }
        for (Factor f : order(left.values())) {
            if (left.isEmpty()) {
                break;
            }
            Conditions one = Conditions.otherIn(EnumSet.of(f));
            if (!one.equals(Conditions.STANDARD)) {
                for (String key : compare(again(one, onlyWheel)).keySet()) {
                    if (left.remove(key) != null) {
                        causes.put(key, f.cause());
                    }
                }
            }
        }
        List<Evidence.Difference> all = new ArrayList<>();
        open.forEach((key, c) -> all.add(new Evidence.Difference(
                c.member(),
                c.distribution() + ": " + c.what(),
                Optional.ofNullable(causes.get(key))
                        .orElse("several things together: no single one of those that were varied"
                                + " gives this difference"))));
        return all;
    }

    /** Those first whose second value stands in what differs. */
    private static Set<Factor> order(Iterable<Compared> differing) {
        Conditions c = Conditions.otherIn(EnumSet.allOf(Factor.class));
        Map<Factor, List<String>> traces = new LinkedHashMap<>();
        traces.put(Factor.PATH, List.of(c.source()));
        traces.put(Factor.HOME, List.of(c.home()));
        traces.put(Factor.HOST, List.of(c.host()));
        traces.put(Factor.USER, List.of(c.user(), Integer.toString(c.uid())));
        traces.put(Factor.ZONE, List.of("WEST", "+1345"));
        Set<Factor> all = new LinkedHashSet<>();
        for (Compared d : differing) {
            traces.forEach((f, texts) -> {
                if (texts.stream().anyMatch(d::holds)) {
                    all.add(f);
                }
            });
        }
        all.addAll(EnumSet.allOf(Factor.class));
        return all;
    }
}
