package dev.waag.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Python's {@code configparser} dialect with the line of every value kept: {@code [section]}, {@code key = value} or
 * {@code key: value}, values that go on in lines indented deeper than their key, whole-line comments with {@code #} or
 * {@code ;}. Nothing is interpolated.
 *
 * @param entries in the file's order; a key that is set twice is there twice
 * @param fault the first line that the dialect does not allow
 */
record Ini(List<Entry> entries, Optional<Fault> fault) {
    /** A line of text, counted from 1. */
    record Line(String text, int number) {}

    record Fault(int line, String reason) {}

    /** @param key lower-case; {@code lines} holds the value, its first line beside the key (perhaps empty) */
    record Entry(String section, String key, int line, List<Line> lines) {
        /** The words of all lines. */
        List<Line> words() {
            List<Line> words = new ArrayList<>();
            for (Line line : lines) {
                for (String word : line.text().split("\\s+")) {
                    if (!word.isEmpty()) {
                        words.add(new Line(word, line.number()));
                    }
                }
            }
            return words;
        }
    }

    static Ini parse(String text) {
        List<Entry> entries = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        String section = "";
        List<Line> open = List.of();
        int keyIndent = -1;
        int number = 0;
        for (String raw : text.split("\r\n|\r|\n", -1)) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            int indent = raw.length() - raw.stripLeading().length();
            int delimiter = delimiter(line);
            if (keyIndent >= 0 && indent > keyIndent) {
                open.add(new Line(line, number));
            } else if (line.startsWith("[") && line.indexOf(']') > 1) {
                section = line.substring(1, line.lastIndexOf(']'));
                keyIndent = -1;
            } else if (section.isEmpty()) {
                faults.add(new Fault(number, "a line before the first [section]"));
            } else if (delimiter >= 0) {
                open = new ArrayList<>(
                        List.of(new Line(line.substring(delimiter + 1).strip(), number)));
                String key = line.substring(0, delimiter).strip().toLowerCase(Locale.ROOT);
                entries.add(new Entry(section, key, number, open));
                keyIndent = indent;
            } else {
                faults.add(new Fault(number, "neither a [section] nor key = value"));
            }
        }
        return new Ini(entries, faults.stream().findFirst());
    }

    /** The first delimiter, or -1. */
    private static int delimiter(String line) {
        int equals = line.indexOf('=');
        int colon = line.indexOf(':');
        return equals < 0 || (colon >= 0 && colon < equals) ? colon : equals;
    }
}
