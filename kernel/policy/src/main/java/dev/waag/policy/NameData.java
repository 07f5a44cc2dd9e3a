package dev.waag.policy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The lists that name confusion is judged by, as they are shipped: lines of ASCII, {@code #} starts a comment that names source, date
 * and licence. {@code scripts/renew-names} writes the first three.
 *
 * @param popular the most downloaded projects by rank ({@code popular-names.txt})
 * @param malicious names of known malicious projects ({@code malicious-names.txt})
 * @param imitated names that malicious ones are one edit away from, with how many are; a name that is not popular counts as known by
 *     this alone ({@code imitated-names.txt}: name, space, count)
 * @param wrong names by which people look for a project that is called otherwise, mostly what is imported, to the project's name
 *     ({@code wrong-names.txt}: name, space, project)
 * @param spared legitimate names that would fire by accident ({@code spared-names.txt})
 * @param series the statements of {@link NameSeries} ({@code malicious-series.txt})
 */
record NameData(
        List<String> popular,
        List<String> malicious,
        Map<String, Integer> imitated,
        Map<String, String> wrong,
        Set<String> spared,
        List<String> series) {
    NameData {
        popular = List.copyOf(popular);
        malicious = List.copyOf(malicious);
        imitated = Map.copyOf(imitated);
        wrong = Map.copyOf(wrong);
        spared = Set.copyOf(spared);
        series = List.copyOf(series);
    }

    static NameData shipped() {
        Map<String, Integer> imitated = new LinkedHashMap<>();
        pairs("imitated-names.txt").forEach((name, count) -> imitated.put(name, Integer.valueOf(count)));
        return new NameData(
                lines("popular-names.txt"),
                lines("malicious-names.txt"),
                imitated,
                pairs("wrong-names.txt"),
                Set.copyOf(lines("spared-names.txt")),
                lines("malicious-series.txt"));
    }

    private static Map<String, String> pairs(String resource) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String line : lines(resource)) {
            int space = line.indexOf(' ');
            pairs.put(line.substring(0, space), line.substring(space + 1));
        }
        return pairs;
    }

    private static List<String> lines(String resource) {
        try (InputStream in = NameData.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the program is incomplete: it lacks its list " + resource);
            }
            List<String> lines = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), US_ASCII).split("\n")) {
                if (!line.isEmpty() && line.charAt(0) != '#') {
                    lines.add(line);
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
