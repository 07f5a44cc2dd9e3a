package dev.waag.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Knows the texts of the most common licences by phrases that they have ({@code licence-texts.txt}). */
final class LicenceTexts {
    /** What is read of a text, in characters; the longest licence has a third of it. */
    private static final int READ = 100_000;

    /** Texts with more licences than this are lists of other people's. */
    private static final int MOST = 6;

    private record Text(String id, List<String> has, List<String> lacks) {
        boolean isIn(String words) {
            return has.stream().allMatch(words::contains) && lacks.stream().noneMatch(words::contains);
        }
    }

    private static final List<Text> TEXTS = Resources.lines("licence-texts.txt").stream()
            .map(LicenceTexts::read)
            .toList();

    private LicenceTexts() {}

    private static Text read(String line) {
        List<String> fields = List.of(line.split("\t"));
        List<String> has = new ArrayList<>();
        List<String> lacks = new ArrayList<>();
        for (String phrase : fields.subList(1, fields.size())) {
            if (phrase.startsWith("!")) {
                lacks.add(phrase.substring(1));
            } else {
                has.add(phrase);
            }
        }
        return new Text(fields.getFirst(), has, lacks);
    }

    /** The licence of a text; several that stand in it all hold. */
    static Optional<String> find(String text) {
        String words = words(text);
        Set<String> found = new LinkedHashSet<>();
        for (Text licence : TEXTS) {
            if (licence.isIn(words)) {
                found.add(licence.id());
            }
        }
        return found.isEmpty() || found.size() > MOST ? Optional.empty() : Optional.of(String.join(" AND ", found));
    }

    /** Small letters and digits, anything else one space. */
    private static String words(String text) {
        StringBuilder words = new StringBuilder(Math.min(text.length(), READ));
        boolean space = false;
        for (int i = 0; i < text.length() && i < READ; i++) {
            char c = text.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                words.append(space ? " " : "").append(c);
                space = false;
            } else {
                space = !words.isEmpty();
            }
        }
        return words.toString().toLowerCase(Locale.ROOT);
    }
}
