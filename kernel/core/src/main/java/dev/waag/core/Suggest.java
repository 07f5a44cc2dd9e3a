package dev.waag.core;

import java.util.Collection;
import java.util.Optional;

/** "Did you mean": the nearest of the words that would have been right. */
public final class Suggest {
    private Suggest() {}

    /** The candidate at the smallest edit distance, where that is at most a third of the word's length (and at least one edit is allowed). */
    public static Optional<String> nearest(String word, Collection<String> candidates) {
        int limit = Math.max(1, word.length() / 3);
        String best = null;
        for (String candidate : candidates) {
            int d = distance(word, candidate);
            if (d <= limit) {
                limit = d - 1;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** " (did you mean 'x'?)", or nothing. */
    public static String hint(String word, Collection<String> candidates) {
        return nearest(word, candidates)
                .map(s -> " (did you mean '" + s + "'?)")
                .orElse("");
    }

    /** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours, one each. */
    public static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] spare = before;
            before = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }
}
