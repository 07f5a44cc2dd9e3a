package dev.waag.lock;

import dev.waag.lock.MarkerLogic.Comparison;
import dev.waag.python.PreReleases;
import dev.waag.python.Specifiers;
import dev.waag.python.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether two markers mean the same, found by trying both at all values that can make a difference: uv stores markers in a form of its
 * own, simplified for the Pythons that the project is for.
 */
final class MarkerComparison {
    private static final int MOST_TRIALS = 200_000;
    private static final int LONGEST = 10_000;
    /** What uv takes for one and the same: {@code sys_platform} and {@code platform_system}. */
    private static final List<List<String>> PLATFORMS =
            List.of(List.of("win32", "Windows"), List.of("linux", "Linux"), List.of("darwin", "Darwin"));

    private static final List<String> PLATFORM = List.of("sys_platform", "platform_system");
    private static final String OTHER = "\u0001other";

    private final MarkerLogic a;
    private final MarkerLogic b;
    private final Specifiers pythons;
    private final boolean joinsPlatforms;
    private final List<Comparison> comparisons = new ArrayList<>();
    private final List<List<Map<String, String>>> axes;
    private final long cost;

    /**
     * @param pythons which Pythons count
     * @param joinsPlatforms whether {@code platform_system} follows from {@code sys_platform}, as in uv since its locks have revisions
     */
    MarkerComparison(MarkerLogic a, MarkerLogic b, Specifiers pythons, boolean joinsPlatforms) {
        this.a = a;
        this.b = b;
        this.pythons = pythons;
        this.joinsPlatforms = joinsPlatforms;
        MarkerLogic.collect(a, comparisons);
        MarkerLogic.collect(b, comparisons);
        int length = 0;
        for (Comparison comparison : comparisons) {
            length += comparison.text().length();
        }
        axes = length > LONGEST ? List.of() : axes();
        cost = length > LONGEST ? Long.MAX_VALUE : computedCost();
    }

    private long computedCost() {
        long trials = 1;
        for (List<Map<String, String>> axis : axes) {
            trials *= axis.size();
            if (trials > MOST_TRIALS) {
                return Long.MAX_VALUE;
            }
        }
        return trials * Math.max(1, comparisons.size());
    }

    /** How many comparisons it takes at most; Long.MAX_VALUE where that is too many. */
    long cost() {
        return cost;
    }

    boolean same() {
        return a.equals(b) || tried(a, b, axes, 0, new HashMap<>());
    }

    private static boolean tried(
            MarkerLogic a, MarkerLogic b, List<List<Map<String, String>>> axes, int at, Map<String, String> values) {
        if (at == axes.size()) {
            return MarkerLogic.holds(a, values) == MarkerLogic.holds(b, values);
        }
        for (Map<String, String> choice : axes.get(at)) {
            values.putAll(choice);
            boolean same = tried(a, b, axes, at + 1, values);
            values.keySet().removeAll(choice.keySet());
            if (!same) {
                return false;
            }
        }
        return true;
    }

    /** Independent choices, each a list of assignments. */
    private List<List<Map<String, String>>> axes() {
        Map<String, Set<String>> texts = new LinkedHashMap<>();
        Set<Version> versions = new TreeSet<>();
        for (Comparison c : comparisons) {
            if (c.variable().equals("python_version") || c.variable().equals("python_full_version")) {
                for (String item : c.text().split("[\\s,|]+")) {
                    Version.parse(item.endsWith(".*") ? item.substring(0, item.length() - 2) : item)
                            .ifPresent(versions::add);
                }
            } else {
                texts.computeIfAbsent(c.variable(), v -> new LinkedHashSet<>()).add(c.text());
            }
        }
        List<List<Map<String, String>>> axes = new ArrayList<>();
        axes.add(pythonValues(versions));
        List<Map<String, String>> platforms = joinsPlatforms ? platformValues(texts) : List.of();
        if (!platforms.isEmpty()) {
            axes.add(platforms);
        }
        for (Map.Entry<String, Set<String>> entry : texts.entrySet()) {
            if (entry.getKey().equals("extra")) {
                for (String name : entry.getValue()) {
                    axes.add(List.of(Map.of(), Map.of("extra:" + name, "")));
                }
            } else if (!joinsPlatforms || !PLATFORM.contains(entry.getKey())) {
                List<Map<String, String>> values = new ArrayList<>();
                for (String text : entry.getValue()) {
                    for (String value : parts(text)) {
                        values.add(Map.of(entry.getKey(), value));
                    }
                }
                values.add(Map.of(entry.getKey(), OTHER));
                axes.add(values);
            }
        }
        return axes;
    }

    /** The text itself, its words and a part of one for {@code in}, and what is just above it in order. */
    private static Set<String> parts(String text) {
        Set<String> parts =
                new LinkedHashSet<>(List.of(text, text + "\u0001", text.isEmpty() ? text : text.substring(0, 1)));
        for (String word : text.split("[\\s,|]+")) {
            parts.add(word);
        }
        return parts;
    }

    /** Platforms that exist, then one for each value that belongs to none of them. */
    private static List<Map<String, String>> platformValues(Map<String, Set<String>> texts) {
        List<Map<String, String>> values = new ArrayList<>();
        Set<String> known = new LinkedHashSet<>();
        for (List<String> platform : PLATFORMS) {
            values.add(Map.of(PLATFORM.get(0), platform.get(0), PLATFORM.get(1), platform.get(1)));
            known.addAll(platform);
        }
        values.add(Map.of(PLATFORM.get(0), OTHER, PLATFORM.get(1), OTHER));
        boolean asked = false;
        for (String variable : PLATFORM) {
            for (String text : texts.getOrDefault(variable, Set.of())) {
                asked = true;
                for (String value : parts(text)) {
                    if (!known.contains(value)) {
                        boolean isFirst = variable.equals(PLATFORM.get(0));
                        values.add(Map.of(
                                PLATFORM.get(0), isFirst ? value : OTHER, PLATFORM.get(1), isFirst ? OTHER : value));
                    }
                }
            }
        }
        return asked ? values : List.of();
    }

    private List<Map<String, String>> pythonValues(Set<Version> named) {
        List<Map<String, String>> values = new ArrayList<>();
        for (String python : pythonsAround(named)) {
            if (pythons.contains(Version.parse(python).orElseThrow(), PreReleases.ALLOWED)) {
                String minor = python.substring(0, python.lastIndexOf('.'));
                values.add(Map.of("python_full_version", python, "python_version", minor));
            }
        }
        return values;
    }

    /** Pythons at, just below and just above each version that is named, and some far away from all. */
    static Set<String> pythonsAround(Set<Version> named) {
        Set<String> full = new LinkedHashSet<>(List.of("2.7.18", "3.0.0", "3.99.0", "4.0.0"));
        for (Version version : named) {
            List<Integer> numbers = numbers(version);
            int major = numbers.get(0);
            int minor = numbers.size() > 1 ? numbers.get(1) : 0;
            int patch = numbers.size() > 2 ? numbers.get(2) : 0;
            full.add(major + "." + minor + "." + patch);
            full.add(major + "." + minor + "." + (patch + 1));
            full.add(major + "." + minor + ".99");
            full.add(major + "." + (minor + 1) + ".0");
            full.add(major + 1 + ".0.0");
            full.add(major + "." + Math.max(0, minor - 1) + ".99");
            full.add(major + "." + minor + "." + Math.max(0, patch - 1));
        }
        return full;
    }

    private static List<Integer> numbers(Version version) {
        List<Integer> numbers = new ArrayList<>(3);
        for (String part : version.toString().split("[^0-9]+")) {
            if (!part.isEmpty() && part.length() < 6) {
                numbers.add(Integer.parseInt(part));
            }
        }
        return numbers.isEmpty() ? List.of(0) : numbers;
    }
}
