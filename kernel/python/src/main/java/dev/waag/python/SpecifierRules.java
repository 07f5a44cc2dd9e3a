package dev.waag.python;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which versions an operator takes (PEP 440, "Version specifiers"). Each rule is a comparison with versions computed once: {@code <1.0} is
 * "before {@code 1.0.dev0}", {@code ~=1.2} and {@code ==1.2.*} end before {@code 2.dev0} and {@code 1.3.dev0}.
 */
final class SpecifierRules {
    private SpecifierRules() {}

    /** The rule of any operator but {@code ===}; the version is that before the {@code .*} of a prefix match. */
    static Predicate<Version> rule(String operator, Version version, boolean prefix) {
        return switch (operator) {
            case "==" -> prefix ? startsLike(version) : equalTo(version);
            case "!=" -> (prefix ? startsLike(version) : equalTo(version)).negate();
            case ">=" -> v -> v.compareTo(version) >= 0;
            case "<=" -> v -> v.compareTo(version) <= 0 || isLocalOf(v, version);
            case "<" -> before(version);
            case ">" -> after(version);
            case "~=" -> compatibleWith(version);
            default -> throw new IllegalArgumentException(operator);
        };
    }

    /** A local part counts only where the specifier has one. */
    private static Predicate<Version> equalTo(Version version) {
        return version.isLocal() ? version::equals : v -> isLocalOf(v, version);
    }

    private static Predicate<Version> startsLike(Version version) {
        return between(
                firstOf(version, version.parts().release()),
                firstAfter(version, version.parts().release()));
    }

    private static Predicate<Version> compatibleWith(Version version) {
        List<String> release = version.parts().release();
        return between(version, firstAfter(version, release.subList(0, release.size() - 1)));
    }

    /** Pre-releases of the version itself come before it but are not meant, unless it is one. */
    private static Predicate<Version> before(Version version) {
        Version bound =
                version.isPrerelease() ? version : Version.of(version.parts().withDev("0"));
        return v -> v.compareTo(bound) < 0;
    }

    /** Post-releases and local versions of the version itself come after it but are not meant, unless it is such a one. */
    private static Predicate<Version> after(Version version) {
        VersionParts parts = version.parts();
        if (!parts.dev().isEmpty()) {
            Version next = Version.of(parts.withDev(plusOne(parts.dev())));
            return v -> v.compareTo(next) >= 0;
        }
        if (!parts.post().isEmpty()) {
            Version next = Version.of(parts.withPost(plusOne(parts.post())).withDev("0"));
            return v -> v.compareTo(next) >= 0;
        }
        return v -> v.compareTo(version) > 0 && !v.parts().isSameUpToPre(parts);
    }

    private static Predicate<Version> between(Version first, Version end) {
        return v -> v.compareTo(first) >= 0 && v.compareTo(end) < 0;
    }

    private static boolean isLocalOf(Version version, Version base) {
        return version.parts().isSameUpToLocal(base.parts());
    }

    private static Version firstOf(Version version, List<String> release) {
        return Version.of(
                VersionParts.ofRelease(version.parts().epoch(), release).withDev("0"));
    }

    private static Version firstAfter(Version version, List<String> release) {
        int last = release.size() - 1;
        List<String> next = new ArrayList<>(release);
        next.set(last, plusOne(release.get(last)));
        return firstOf(version, next);
    }

    /** Decimal digits plus one, of any length in linear time. */
    static String plusOne(String digits) {
        int nines = digits.length();
        while (nines > 0 && digits.charAt(nines - 1) == '9') {
            nines--;
        }
        String zeros = "0".repeat(digits.length() - nines);
        if (nines == 0) {
            return "1" + zeros;
        }
        return digits.substring(0, nines - 1) + (char) (digits.charAt(nines - 1) + 1) + zeros;
    }
}
