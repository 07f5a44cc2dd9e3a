package dev.waag.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table as text: a line of headings, and columns as wide as what is in them. */
final class Columns {
    private Columns() {}

    /** @param rows each with a cell for every heading */
    static String text(List<String> headings, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(headings.stream()
                .map(h -> h.toUpperCase(Locale.ROOT).replace('_', ' '))
                .toList());
        all.addAll(rows);
        int[] widths = new int[headings.size()];
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + 2);
            }
            text.append(text.isEmpty() ? "" : "\n").append(line.toString().stripTrailing());
        }
        return text.toString();
    }
}
