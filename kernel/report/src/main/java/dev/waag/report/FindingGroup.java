package dev.waag.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The findings of one project, or of one file where they are about no project. What differs only in its place is one row.
 *
 * @param title project and version, else the file, else empty
 * @param rows in the order of the findings
 */
record FindingGroup(String title, List<Row> rows) {
    /**
     * One finding and all its places.
     *
     * @param places each as {@code file:line}, or {@code file}
     */
    record Row(Finding finding, List<String> places) {}

    /** Groups in the order of their first finding, so that the most severe stay first. */
    static List<FindingGroup> of(List<Finding> findings) {
        Map<String, Map<String, Row>> groups = new LinkedHashMap<>();
        for (Finding f : findings) {
            Map<String, Row> rows = groups.computeIfAbsent(title(f), t -> new LinkedHashMap<>());
            List<String> places = rows.computeIfAbsent(sameness(f), k -> new Row(f, new ArrayList<>(1)))
                    .places();
            String place = place(f);
            if (!place.isEmpty() && !places.contains(place)) {
                places.add(place);
            }
        }
        List<FindingGroup> all = new ArrayList<>(groups.size());
        groups.forEach((title, rows) -> all.add(new FindingGroup(title, List.copyOf(rows.values()))));
        return all;
    }

    /** The places that all rows share; empty where they differ. */
    List<String> commonPlaces() {
        List<String> first = rows.getFirst().places();
        for (Row row : rows) {
            if (!row.places().equals(first)) {
                return List.of();
            }
        }
        return first;
    }

    /** Whether every row came the same way from a direct requirement. */
    boolean samePath() {
        List<String> first = rows.getFirst().finding().path();
        for (Row row : rows) {
            if (!row.finding().path().equals(first)) {
                return false;
            }
        }
        return true;
    }

    static String place(Finding f) {
        return f.line() == 0 ? f.file() : f.file() + ":" + f.line();
    }

    /** {@code requests 2.31.0}, or as much of it as is known. */
    static String title(Finding f) {
        if (f.project().isEmpty()) {
            return f.file();
        }
        return f.version().isEmpty() ? f.project() : f.project() + " " + f.version();
    }

    private static String sameness(Finding f) {
        String waiver = f.waiver().isEmpty() ? "" : f.waiver().get().id();
        return String.join(
                "\n",
                f.rule(),
                f.action(),
                f.severity(),
                f.advisory(),
                waiver,
                String.join(" ", f.path()),
                f.message(),
                f.help());
    }
}
