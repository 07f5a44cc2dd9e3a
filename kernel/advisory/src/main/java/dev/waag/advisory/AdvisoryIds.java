package dev.waag.advisory;

import java.util.Comparator;

/**
 * The order of ids that name the same thing, the one to show first: {@code MAL-} (malware), {@code GHSA-} (reviewed by people, and the id
 * that most tools print), {@code PYSEC-}, then all others but {@code CVE-}, which many records of other kinds share, last; within these by
 * text.
 */
final class AdvisoryIds {
    static final Comparator<String> ORDER = (a, b) -> {
        int order = Integer.compare(rank(a), rank(b));
        return order != 0 ? order : a.compareTo(b);
    };

    private AdvisoryIds() {}

    static boolean isMalware(String id) {
        return id.startsWith("MAL-");
    }

    private static int rank(String id) {
        if (isMalware(id)) {
            return 0;
        }
        if (id.startsWith("GHSA-")) {
            return 1;
        }
        if (id.startsWith("PYSEC-")) {
            return 2;
        }
        return id.startsWith("CVE-") ? 4 : 3;
    }
}
