package dev.waag.policy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The lists that name confusion is judged by, as they are shipped: lines of ASCII, {@code #} starts a comment that names source, date
 * and licence. {@code scripts/renew-names} writes the first three.
 *
 * @param known the most downloaded projects by rank ({@code popular-names.txt}), then the imitated names, which may be among those
 * @param ranked how many of the known names have a rank
 * @param malicious names of known malicious projects ({@code malicious-names.txt})
 * @param imitated names that malicious ones are one edit away from, with how many are; a name that is not popular is known by this
 *     alone ({@code imitated-names.txt}: name, space, count)
 * @param wrong names by which people look for a project that is called otherwise, mostly what is imported, to the project's name
 *     ({@code wrong-names.txt}: name, space, project)
 * @param spared legitimate names that would fire by accident ({@code spared-names.txt})
 * @param series the statements of {@link NameSeries} ({@code malicious-series.txt})
 */
record NameData(
        NameTable known,
        int ranked,
        NameTable malicious,
        Map<String, Integer> imitated,
        Map<String, String> wrong,
        Set<String> spared,
        List<String> series) {
    NameData {
        imitated = Map.copyOf(imitated);
        wrong = Map.copyOf(wrong);
        spared = Set.copyOf(spared);
        series = List.copyOf(series);
    }

    static NameData of(
            List<String> popular,
            List<String> malicious,
            Map<String, Integer> imitated,
            Map<String, String> wrong,
            Set<String> spared,
            List<String> series) {
        return of(
                String.join("\n", popular).getBytes(US_ASCII),
                String.join("\n", malicious).getBytes(US_ASCII),
                imitated,
                wrong,
                spared,
                series);
    }

    static NameData shipped() {
        Map<String, Integer> imitated = new LinkedHashMap<>();
        for (Map.Entry<String, String> line : pairs("imitated-names.txt").entrySet()) {
            imitated.put(line.getKey(), Integer.valueOf(line.getValue()));
        }
        return of(
                Resources.bytes("popular-names.txt"),
                Resources.bytes("malicious-names.txt"),
                imitated,
                pairs("wrong-names.txt"),
                Set.copyOf(Resources.lines("spared-names.txt")),
                Resources.lines("malicious-series.txt"));
    }

    private static NameData of(
            byte[] popular,
            byte[] malicious,
            Map<String, Integer> imitated,
            Map<String, String> wrong,
            Set<String> spared,
            List<String> series) {
        byte[] more = ("\n" + String.join("\n", imitated.keySet())).getBytes(US_ASCII);
        byte[] both = new byte[popular.length + more.length];
        System.arraycopy(popular, 0, both, 0, popular.length);
        System.arraycopy(more, 0, both, popular.length, more.length);
        NameTable known = new NameTable(both);
        return new NameData(
                known, known.size() - imitated.size(), new NameTable(malicious), imitated, wrong, spared, series);
    }

    List<String> popular() {
        return known.first(ranked);
    }

    private static Map<String, String> pairs(String resource) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String line : Resources.lines(resource)) {
            int space = line.indexOf(' ');
            pairs.put(line.substring(0, space), line.substring(space + 1));
        }
        return pairs;
    }
}
