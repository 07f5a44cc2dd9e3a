package dev.waag.advisory;

import java.util.Comparator;

/**
 * The order of ids that name the same thing, the one to show first: {@code MAL-} (malware), {@code GHSA-} (reviewed by people, and the id
 * that most tools print), {@code PYSEC-}, then all others but {@code CVE-}, which many records of other kinds share, last; within these by
 * text.
 */
final class AdvisoryIds implements Comparator<String> {
    static final Comparator<String> ORDER = new AdvisoryIds();

    private AdvisoryIds() {}

    @Override
    public int compare(String a, String b) {
        int order = Integer.compare(rank(a), rank(b));
        return order != 0 ? order : a.compareTo(b);
    }

    static boolean isMalware(String id) {
        return id.startsWith("MAL-");
    }

    private static int rank(String id) {
        return switch (id.isEmpty() ? ' ' : id.charAt(0)) {
            case 'M' -> isMalware(id) ? 0 : 3;
            case 'G' -> id.startsWith("GHSA-") ? 1 : 3;
            case 'P' -> id.startsWith("PYSEC-") ? 2 : 3;
            case 'C' -> id.startsWith("CVE-") ? 4 : 3;
            default -> 3;
        };
    }
}
