package dev.waag.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What licences are called in classifiers and in free text, and the families of which a name tells no more ({@code licence-names.txt}). */
final class LicenceNames {
    private static final String CLASSIFIER = "License :: ";
    private static final String APPROVED = "License :: OSI Approved :: ";

    /** Steps that bring the spellings of one name together, in their order. */
    private static final List<Map.Entry<Pattern, String>> STEPS = List.of(
            step("[^a-z0-9+.>=]+", " "),
            step(
                    "\\b(the|license|licence|licensed|under|version|software|open|source|project|agreement|terms)\\b",
                    " "),
            step("([a-z])v(?=\\d)", "$1 "),
            step("\\bv[. ]*(?=\\d)", ""),
            step("([a-z])(?=\\d)", "$1 "),
            step(">= ?(\\d[\\d.]*)", "$1+"),
            step("(\\d)(\\.0)+(?![.\\d])", "$1"),
            step("(\\d) (or|and) (any )?(later|newer|above)\\b", "$1+"),
            step("(?<!\\d)\\.|\\.(?!\\d)", " "),
            step("\\s+", " "));

    private static final Map<String, String> CLASSIFIERS = new HashMap<>();
    private static final Map<String, List<String>> FAMILIES = new HashMap<>();
    private static final Map<String, String> NAMES = new HashMap<>();

    static {
        for (String line : Resources.lines("licence-names.txt")) {
            List<String> fields = List.of(line.split("\t"));
            switch (fields.getFirst()) {
                case "trove" -> {
                    String name = fields.get(1);
                    CLASSIFIERS.put(name.startsWith(CLASSIFIER) ? name : APPROVED + name, fields.get(2));
                }
                case "family" ->
                    FAMILIES.put(fields.get(1), List.of(fields.get(2).split(" ")));
                default -> fields.subList(2, fields.size()).forEach(n -> NAMES.put(n, fields.get(1)));
            }
        }
    }

    private LicenceNames() {}

    private static Map.Entry<Pattern, String> step(String pattern, String put) {
        return Map.entry(Pattern.compile(pattern), put);
    }

    /** What a classifier says; empty where it is about something else, or names no licence, such as {@code License :: OSI Approved}. */
    static Optional<String> ofClassifier(String classifier) {
        return Optional.ofNullable(CLASSIFIERS.get(classifier.strip()));
    }

    /** What a name means. */
    static Optional<String> ofName(String name) {
        return Optional.ofNullable(NAMES.get(plain(name)));
    }

    /** The versions that a family's name usually means; empty where it is no family. */
    static List<String> family(String id) {
        return FAMILIES.getOrDefault(id, List.of());
    }

    /** A name without what its spellings differ in. */
    static String plain(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        for (Map.Entry<Pattern, String> step : STEPS) {
            plain = step.getKey().matcher(plain).replaceAll(step.getValue());
        }
        return plain.strip();
    }

    /** Every expression that the list gives. */
    static Stream<String> expressions() {
        return Stream.concat(CLASSIFIERS.values().stream(), NAMES.values().stream());
    }
}
