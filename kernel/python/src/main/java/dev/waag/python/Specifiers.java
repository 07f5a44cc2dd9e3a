package dev.waag.python;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A set of version specifiers that all have to fit, separated by commas (PEP 440, "Version specifiers"); the empty set takes every version.
 *
 * <p>{@code parse(">=1.0, !=1.3")} contains {@code 1.2} and prints as {@code !=1.3,>=1.0}, its members in the order of their text.
 */
public final class Specifiers {
    /** Takes every version. */
    public static final Specifiers ANY = new Specifiers(List.of());

    private final List<Specifier> members;

    private Specifiers(List<Specifier> members) {
        this.members = members;
    }

    /** Reads specifiers separated by commas; empty ones between commas are passed over. */
    public static Specifiers parse(String text) throws RequirementException {
        List<Specifier> members = new ArrayList<>();
        read(text, 1, members);
        return of(members);
    }

    static Specifiers of(List<Specifier> members) {
        List<Specifier> sorted = new ArrayList<>(members);
        sorted.sort(Comparator.comparing(Specifier::toString));
        // keyed by text, whose hash collisions a map can bear
        Map<String, Specifier> distinct = new LinkedHashMap<>();
        sorted.forEach(m -> distinct.putIfAbsent(m.canonical(), m));
        return new Specifiers(List.copyOf(distinct.values()));
    }

    /** Adds the specifiers of a text that begins at this column of a longer one. */
    static void read(String text, int column, List<Specifier> members) throws RequirementException {
        for (int start = 0; start <= text.length(); ) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            if (PythonSpaces.skip(text, start) < end) {
                members.add(Specifier.parse(text.substring(start, end), column + start));
            }
            start = end + 1;
        }
    }

    /** The specifiers, in the order of their text, none twice. */
    public List<Specifier> members() {
        return members;
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    /** Whether the version fits; {@code ===} compares with its normalized text. */
    public boolean contains(Version version, PreReleases preReleases) {
        return !isRefused(version, preReleases) && members.stream().allMatch(m -> m.matches(version));
    }

    /** Whether the text of a version fits: {@code ===} compares the text itself, and a text that is no version fits nothing else. */
    public boolean contains(String text, PreReleases preReleases) {
        Optional<Version> version = Version.parse(text);
        if (version.isPresent() && isRefused(version.get(), preReleases)) {
            return false;
        }
        return members.stream()
                .allMatch(m -> m.isArbitrary() ? m.equalsText(text) : version.isPresent() && m.matches(version.get()));
    }

    /**
     * The versions that fit, in their order. By default pre-releases are among them where a specifier names one, or where no other version
     * fits.
     */
    public List<Version> filter(List<Version> versions, PreReleases preReleases) {
        List<Version> fitting =
                versions.stream().filter(v -> contains(v, preReleases)).toList();
        if (preReleases != PreReleases.DEFAULT || namesPreRelease()) {
            return fitting;
        }
        List<Version> finals = fitting.stream().filter(v -> !v.isPrerelease()).toList();
        return finals.isEmpty() ? fitting : finals;
    }

    /** Whether a specifier names a pre-release, and so lets pre-releases in by default. */
    public boolean namesPreRelease() {
        return members.stream().anyMatch(Specifier::namesPreRelease);
    }

    /** The version of a single {@code ==X} without {@code .*}, or {@code ===X} where X is a version. */
    public Optional<Version> pinned() {
        return members.size() == 1 && members.getFirst().isExact()
                ? members.getFirst().parsedVersion()
                : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Specifiers s && members.equals(s.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    @Override
    public String toString() {
        return String.join(",", members.stream().map(Specifier::toString).toList());
    }

    private static boolean isRefused(Version version, PreReleases preReleases) {
        return preReleases == PreReleases.REFUSED && version.isPrerelease();
    }
}
