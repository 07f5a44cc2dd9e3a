package dev.waag.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The tags of the wheels that CPython of some version can install on some platform, the best first (PEP 425, "Use", in the order of
 * {@code packaging}): its own binary interface, the stable one, none, the stable one of older versions, then pure Python.
 */
public final class SupportedTags {
    /** The oldest Python that has the stable interface (PEP 384). */
    private static final int FIRST_STABLE = 2;
    /** Wheels have as few tags as this almost always; they are looked up one by one. */
    private static final int FEW = 64;

    private final List<Tag> tags;
    private final Map<Tag, Integer> ranks;

    private SupportedTags(List<Tag> tags) {
        this.tags = List.copyOf(tags);
        ranks = HashMap.newHashMap(tags.size());
        for (Tag tag : tags) {
            ranks.putIfAbsent(tag, ranks.size());
        }
    }

    /**
     * Those of this version of Python, {@code 3.11}, {@code 3.11.4} or, free-threaded, {@code 3.14t}, from 3.3 on, on the platform that
     * {@link MarkerEnvironment#of} takes. {@code linux_x86_64} stands for every version of glibc. Throws IllegalArgumentException, with a message fit
     * for people, for any other.
     */
    public static SupportedTags of(String python, String platform) {
        TargetPython version = TargetPython.parse(python);
        if (!covers(version)) {
            throw new IllegalArgumentException("no such CPython is known by its tags: " + Excerpts.of(python));
        }
        return new SupportedTags(tags(version, PlatformTags.of(TargetPlatform.parse(platform))));
    }

    /** Whether wheels for this version can be told by their tags; of other versions only their markers can be evaluated. Throws as {@link #of}. */
    public static boolean covers(String python) {
        return covers(TargetPython.parse(python));
    }

    private static boolean covers(TargetPython python) {
        return python.major() == 3 && python.minor() >= 3 && (!python.freeThreaded() || python.minor() >= 13);
    }

    /** All of them, the best first, none twice. */
    public List<Tag> tags() {
        return tags;
    }

    public boolean accepts(WheelName wheel) {
        return rank(wheel).isPresent();
    }

    /** The place of the wheel's best tag, 0 for the best of all; empty where none fits. */
    public OptionalInt rank(WheelName wheel) {
        Set<String> pythons = lower(wheel.pythonTags());
        Set<String> abis = lower(wheel.abiTags());
        Set<String> platforms = lower(wheel.platformTags());
        if ((long) pythons.size() * abis.size() * platforms.size() <= FEW) {
            return Tag.expand(List.copyOf(pythons), List.copyOf(abis), List.copyOf(platforms)).stream()
                    .map(ranks::get)
                    .filter(Objects::nonNull)
                    .mapToInt(Integer::intValue)
                    .min();
        }
        // a name can give three long sets, whose combinations nobody could count
        for (int i = 0; i < tags.size(); i++) {
            Tag tag = tags.get(i);
            if (pythons.contains(tag.python()) && abis.contains(tag.abi()) && platforms.contains(tag.platform())) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private static List<Tag> tags(TargetPython python, List<String> platforms) {
        List<Tag> tags = new ArrayList<>();
        String interpreter = "cp3" + python.minor();
        String stable = python.freeThreaded() ? "abi3t" : "abi3";
        add(tags, interpreter, interpreter + flags(python), platforms);
        add(tags, interpreter, stable, platforms);
        add(tags, interpreter, "none", platforms);
        for (int minor = python.minor() - 1; minor >= FIRST_STABLE; minor--) {
            add(tags, "cp3" + minor, stable, platforms);
        }
        List<String> pure = pure(python);
        pure.forEach(p -> add(tags, p, "none", platforms));
        tags.add(new Tag(interpreter, "none", "any"));
        pure.forEach(p -> tags.add(new Tag(p, "none", "any")));
        return tags;
    }

    /** The version itself, Python 3 of whatever version, then older versions. */
    private static List<String> pure(TargetPython python) {
        List<String> names = new ArrayList<>(List.of("py3" + python.minor(), "py3"));
        for (int minor = python.minor() - 1; minor >= 0; minor--) {
            names.add("py3" + minor);
        }
        return names;
    }

    /** Builds for everybody had their own allocator up to 3.7, and said so. */
    private static String flags(TargetPython python) {
        return python.freeThreaded() ? "t" : python.minor() < 8 ? "m" : "";
    }

    private static void add(List<Tag> tags, String python, String abi, List<String> platforms) {
        platforms.forEach(platform -> tags.add(new Tag(python, abi, platform)));
    }

    private static Set<String> lower(List<String> tags) {
        Set<String> lower = new HashSet<>();
        tags.forEach(tag -> lower.add(Ascii.lower(tag)));
        return lower;
    }
}
