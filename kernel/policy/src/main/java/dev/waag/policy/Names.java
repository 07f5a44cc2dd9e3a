package dev.waag.policy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Project names and patterns of them. */
final class Names {
    /** A name (PEP 508) in which a {@code *} may stand for anything. */
    private static final Pattern PATTERN = Pattern.compile("(?i)[a-z0-9*]([a-z0-9._*-]*[a-z0-9*])?");

    private static final Pattern SEPARATORS = Pattern.compile("[-_.]+");
    private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private Names() {}

    /** PEP 503: lower case, runs of {@code -}, {@code _} and {@code .} become one {@code -}. */
    static String normalize(String name) {
        return isNormalized(name)
                ? name
                : SEPARATORS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-");
    }

    /** As nearly every name is that comes from a parser. */
    private static boolean isNormalized(String name) {
        char last = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            if (!plain && (c != '-' || last == '-')) {
                return false;
            }
            last = c;
        }
        return true;
    }

    static boolean isPattern(String text) {
        return PATTERN.matcher(text).matches();
    }

    static boolean isKebab(String text) {
        return KEBAB.matcher(text).matches();
    }

    /** A test for many names; patterns must be normalized. */
    static Predicate<String> matcher(List<String> patterns) {
        Set<String> names = patterns.stream().filter(p -> p.indexOf('*') < 0).collect(Collectors.toUnmodifiableSet());
        List<String> globs = patterns.stream().filter(p -> p.indexOf('*') >= 0).toList();
        return name -> names.contains(name) || globs.stream().anyMatch(p -> matches(p, name));
    }

    /** Whether a pattern covers a name; linear but for backing up to the last star. */
    static boolean matches(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = n;
            } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
