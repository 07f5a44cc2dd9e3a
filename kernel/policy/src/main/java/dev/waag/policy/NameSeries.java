package dev.waag.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Series of malicious names that a program made: thousands of projects uploaded within days, their names strung together from a
 * handful of words, of which a list of known ones only ever has a part.
 *
 * <p>Format, one statement a line, {@code #} starts a comment:
 *
 * <pre>{@code
 * words: get random tool                words of the series
 * odd: candy hydra                      words of the series that seldom meet in other names
 * loud: nvidia                          odd words of which one is enough beside another odd one
 * prefix: esq                           begins a name of the series: two words must follow
 * plain-prefix: py-                     begins other names too: three words must follow, or two odd ones
 * pattern: xolo[a-z]{10}                a whole name, as a regular expression
 * }</pre>
 *
 * <p>Worked example: {@code esqgetrandom} (prefix, two words), {@code py-candyhydra} (plain prefix, two odd words) and
 * {@code nvidiacandy} belong to this series; {@code py-getrandom} does not.
 */
final class NameSeries {
    /** Two words after a plain prefix say little when they are as short as in {@code py-read}. */
    private static final int ENOUGH_LETTERS = 6;

    private static final int LONGEST_NAME = 64;

    private final Set<String> words = new HashSet<>();
    private final Set<String> odd = new HashSet<>();
    private final Set<String> loud = new HashSet<>();
    private final List<String> prefixes = new ArrayList<>();
    private final List<String> plainPrefixes = new ArrayList<>();
    private final List<Whole> patterns = new ArrayList<>();
    private final int longestWord;

    /** @throws IllegalArgumentException for a line that is none of the statements */
    NameSeries(List<String> lines) {
        for (String line : lines) {
            read(line);
        }
        words.addAll(odd);
        words.addAll(loud);
        odd.addAll(loud);
        int longest = 0;
        for (String word : words) {
            longest = Math.max(longest, word.length());
        }
        longestWord = longest;
    }

    private void read(String line) {
        int colon = line.indexOf(": ");
        List<String> values = List.of(line.substring(colon + 1).trim().split(" "));
        switch (line.substring(0, Math.max(0, colon))) {
            case "words" -> words.addAll(values);
            case "odd" -> odd.addAll(values);
            case "loud" -> loud.addAll(values);
            case "prefix" -> prefixes.addAll(values);
            case "plain-prefix" -> plainPrefixes.addAll(values);
            case "pattern" -> patterns.add(Whole.of(values.getFirst()));
            default -> throw new IllegalArgumentException("not a statement about a series of names: " + line);
        }
    }

    boolean has(String name) {
        if (name.length() > LONGEST_NAME) {
            return false;
        }
        for (String prefix : prefixes) {
            if (name.startsWith(prefix) && words(name, prefix.length()).size() >= 2) {
                return true;
            }
        }
        for (String prefix : plainPrefixes) {
            if (name.startsWith(prefix) && follows(name, prefix.length())) {
                return true;
            }
        }
        for (Whole pattern : patterns) {
            if (pattern.matches(name)) {
                return true;
            }
        }
        return pair(name);
    }

    /** A regular expression for whole names, and the letters that it begins with: few names share even those. */
    private record Whole(String beginning, Pattern pattern) {
        static Whole of(String regex) {
            int end = 0;
            while (end < regex.length() && (regex.charAt(end) == '-' || Character.isLetterOrDigit(regex.charAt(end)))) {
                end++;
            }
            // what follows a letter may say how often it stands there, or what stands there instead
            boolean fixed = end == regex.length() || regex.charAt(end) == '[';
            return new Whole(fixed && regex.indexOf('|') < 0 ? regex.substring(0, end) : "", Pattern.compile(regex));
        }

        boolean matches(String name) {
            return name.startsWith(beginning) && pattern.matcher(name).matches();
        }
    }

    private boolean follows(String name, int start) {
        List<String> following = words(name, start);
        return following.size() >= 3
                || following.size() == 2 && odd.containsAll(following) && name.length() - start >= ENOUGH_LETTERS;
    }

    private boolean pair(String name) {
        for (int i = 2; i <= Math.min(longestWord, name.length() - 2); i++) {
            String first = name.substring(0, i);
            String second = name.substring(i);
            if (odd.contains(first)
                    && odd.contains(second)
                    && !first.equals(second)
                    && (loud.contains(first) || loud.contains(second))) {
                return true;
            }
        }
        return false;
    }

    /** The fewest words that make up all of the name from {@code start} on; empty where it has other parts. */
    private List<String> words(String name, int start) {
        List<List<String>> upTo = new ArrayList<>();
        for (int end = start; end <= name.length(); end++) {
            upTo.add(end == start ? List.of() : shortest(name, start, end, upTo));
        }
        return upTo.getLast();
    }

    private List<String> shortest(String name, int start, int end, List<List<String>> upTo) {
        List<String> best = List.of();
        for (int i = Math.max(start, end - longestWord); i < end; i++) {
            List<String> before = upTo.get(i - start);
            boolean reachable = i == start || !before.isEmpty();
            if (reachable
                    && (best.isEmpty() || before.size() + 1 < best.size())
                    && words.contains(name.substring(i, end))) {
                best = new ArrayList<>(before);
                best.add(name.substring(i, end));
            }
        }
        return best;
    }
}
