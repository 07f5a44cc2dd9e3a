package dev.waag.policy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Writes the shipped lists anew from source files; {@code scripts/renew-names} starts it. Arguments: the file of popular names, the
 * file of malicious names, the folder of the lists, and the date of the sources (such as 2026-11-22).
 *
 * <p>A source file is a table: one project a line, fields separated by tabs, the name in the column that the first line calls
 * {@code name}; popular names stand in the order of their rank.
 */
final class RenewNames {
    private static final Pattern NORMALIZED = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");
    private static final Pattern SEPARATORS = Pattern.compile("[-_.]+");
    private static final int MOST_POPULAR = 15_000;

    /** Fewer than this is a broken source, not a quiet month. */
    private static final int FEWEST = 1_000;

    private RenewNames() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 4) {
            throw new IllegalArgumentException("usage: POPULAR MALICIOUS FOLDER DATE");
        }
        Path folder = Path.of(args[2]);
        String date = LocalDate.parse(args[3]).toString();
        List<String> popular =
                names(Path.of(args[0])).stream().limit(MOST_POPULAR).toList();
        Set<String> malicious = new TreeSet<>(names(Path.of(args[1])));
        int before = malicious.size();
        malicious.removeAll(new HashSet<>(popular));
        Map<String, Integer> imitated = Imitations.count(popular, malicious);

        write(folder.resolve("popular-names.txt"), popular, """
                # The most downloaded projects of the public index by rank, normalized.
                # Source: public download statistics, %s. Licence: facts, free to use.
                """.formatted(date));
        write(folder.resolve("malicious-names.txt"), malicious, """
                # Projects known to have been malicious, normalized, names only.
                # Source: public lists of malicious packages, %s. Licence: facts, free to use.
                """.formatted(date));
        write(
                folder.resolve("imitated-names.txt"),
                imitated.entrySet().stream()
                        .map(e -> e.getKey() + " " + e.getValue())
                        .toList(),
                """
                # Names that malicious ones are one edit away from, and how many are.
                # Source: counted from popular-names.txt and malicious-names.txt, %s. Licence: facts, free to use.
                """.formatted(date));
        System.out.printf(
                "%d popular names, %d malicious ones (%d that are popular left out), %d imitated ones%n",
                popular.size(), malicious.size(), before - malicious.size(), imitated.size());
    }

    private static List<String> names(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, UTF_8);
        int column =
                lines.isEmpty() ? -1 : List.of(lines.getFirst().split("\t")).indexOf("name");
        if (column < 0) {
            throw new IllegalArgumentException(file + ": the first line names no column 'name'");
        }
        Set<String> names = new LinkedHashSet<>();
        for (int i = 1; i < lines.size(); i++) {
            String[] fields = lines.get(i).split("\t", -1);
            String name = column < fields.length
                    ? SEPARATORS
                            .matcher(fields[column].strip().toLowerCase(java.util.Locale.ROOT))
                            .replaceAll("-")
                    : "";
            if (NORMALIZED.matcher(name).matches()) {
                names.add(name);
            } else {
                System.err.printf("%s:%d: passed over, not a project's name: %s%n", file, i + 1, lines.get(i));
            }
        }
        if (names.size() < FEWEST) {
            throw new IllegalArgumentException(
                    file + ": only " + names.size() + " names; a list this short is a broken source");
        }
        return new ArrayList<>(names);
    }

    private static void write(Path file, Iterable<String> lines, String comment) throws IOException {
        Files.writeString(file, comment + String.join("\n", lines) + "\n", US_ASCII);
    }
}
