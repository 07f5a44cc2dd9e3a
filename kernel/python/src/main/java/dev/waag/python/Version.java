package dev.waag.python;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A version of PEP 440: {@code [N!]N(.N)*[{a|b|rc}N][.postN][.devN][+local]}, numbers of any size.
 *
 * <p>All spellings that the PEP's Appendix B accepts are read ({@code v1.0-Alpha.1} is {@code 1.0a1}); {@link #toString()} is
 * the normalized spelling. Order and equality are the PEP's: {@code 1.0} equals {@code 1.0.0}, though each prints as written.
 */
public final class Version implements Comparable<Version> {
    private final VersionParts parts;
    private final String text;
    private final String key;

    private Version(VersionParts parts) {
        this.parts = parts;
        text = parts.text(parts.release());
        key = parts.text(parts.trimmedRelease());
    }

    /** The version that text spells, white space around it ignored; empty where it is none. */
    public static Optional<Version> parse(String text) {
        return VersionScanner.scan(text).map(Version::new);
    }

    static Version of(VersionParts parts) {
        return new Version(parts);
    }

    VersionParts parts() {
        return parts;
    }

    /** The normalized spelling without the zeros at the end of the release; equal versions have equal ones. */
    public String key() {
        return key;
    }

    /** Whether it has an alpha, beta, candidate or development part (PEP 440, "Handling of pre-releases"). */
    public boolean isPrerelease() {
        return !parts.preLetter().isEmpty() || !parts.dev().isEmpty();
    }

    /** Whether it has a local part, {@code +…}. */
    public boolean isLocal() {
        return !parts.local().isEmpty();
    }

    @Override
    public int compareTo(Version other) {
        VersionParts a = parts;
        VersionParts b = other.parts;
        int order = compareNumbers(a.epoch(), b.epoch());
        order = order != 0 ? order : compareReleases(a.release(), b.release());
        order = order != 0 ? order : Integer.compare(preRank(a), preRank(b));
        order = order != 0 ? order : compareNumbers(a.preNumber(), b.preNumber());
        order = order != 0 ? order : compareNumbers(a.post(), b.post());
        order = order != 0 ? order : Boolean.compare(a.dev().isEmpty(), b.dev().isEmpty());
        order = order != 0 ? order : compareNumbers(a.dev(), b.dev());
        return order != 0 ? order : compareLocals(a.local(), b.local());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Version v && key.equals(v.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /** A bare development release comes before every pre-release of its number, no pre-release part after them all. */
    private static int preRank(VersionParts v) {
        return switch (v.preLetter()) {
            case "a" -> 1;
            case "b" -> 2;
            case "rc" -> 3;
            default -> v.post().isEmpty() && !v.dev().isEmpty() ? 0 : 4;
        };
    }

    /** Compares decimal digits without leading zeros; no digits at all come first. */
    private static int compareNumbers(String a, String b) {
        return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }

    private static int compareReleases(List<String> a, List<String> b) {
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            int order = compareNumbers(i < a.size() ? a.get(i) : "0", i < b.size() ? b.get(i) : "0");
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compareLocals(List<String> a, List<String> b) {
        return Arrays.compare(a.toArray(new String[0]), b.toArray(new String[0]), Version::compareLocalSegments);
    }

    private static int compareLocalSegments(String a, String b) {
        boolean numericA = Ascii.isDigits(a);
        boolean numericB = Ascii.isDigits(b);
        if (numericA != numericB) {
            return numericA ? 1 : -1;
        }
        return numericA ? compareNumbers(a, b) : a.compareTo(b);
    }
}
