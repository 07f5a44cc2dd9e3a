package dev.waag.advisory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Probabilities of exploitation, in FIRST's CSV: a line {@code #model_version:…,score_date:…} that may be missing, a line {@code
 * cve,epss,percentile}, then a line each.
 *
 * @param byId those that were asked for
 * @param rows how many there are in all
 * @param scored the day that they are of
 */
public record EpssScores(Map<String, Epss> byId, int rows, Optional<Instant> scored) {
    private static final int LONGEST_LINE = 1_000;
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx", Locale.ROOT);

    public EpssScores {
        byId = Map.copyOf(byId);
    }

    /**
     * Reads them to the end.
     *
     * @param wanted which ids to keep: in all there are hundreds of thousands
     * @throws AdvisoryFormatException where it is no such table
     */
    public static EpssScores read(InputStream in, Predicate<String> wanted)
            throws IOException, AdvisoryFormatException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        Map<String, Epss> byId = new HashMap<>();
        Optional<Instant> scored = Optional.empty();
        boolean headed = false;
        int rows = 0;
        int number = 0;
        for (Optional<String> line = line(lines, 1); line.isPresent(); line = line(lines, number + 1)) {
            number++;
            String text = line.get().strip();
            if (text.startsWith("#")) {
                scored = scored.or(() -> day(text));
            } else if (!headed) {
                if (!text.equals("cve,epss,percentile")) {
                    throw new AdvisoryFormatException(number, 1, "the columns are not cve,epss,percentile");
                }
                headed = true;
            } else if (!text.isEmpty()) {
                rows++;
                int comma = text.indexOf(',');
                if (comma < 0) {
                    throw new AdvisoryFormatException(number, 1, "a row without its columns");
                }
                String id = text.substring(0, comma);
                if (wanted.test(id)) {
                    byId.put(id, epss(text.substring(comma + 1), number, comma + 2));
                }
            }
        }
        if (rows == 0) {
            throw new AdvisoryFormatException(0, 0, "it has no rows");
        }
        return new EpssScores(byId, rows, scored);
    }

    private static Epss epss(String columns, int line, int column) throws AdvisoryFormatException {
        String[] numbers = columns.split(",", -1);
        try {
            return new Epss(Double.parseDouble(numbers[0]), numbers.length > 1 ? Double.parseDouble(numbers[1]) : 0);
        } catch (IllegalArgumentException e) {
            throw new AdvisoryFormatException(line, column, "not two numbers from 0 to 1");
        }
    }

    /** {@code score_date:2026-11-22T00:00:00+0000} or with {@code Z}. */
    private static Optional<Instant> day(String comment) {
        String key = "score_date:";
        int start = comment.indexOf(key);
        if (start < 0) {
            return Optional.empty();
        }
        int end = comment.indexOf(',', start);
        String text = comment.substring(start + key.length(), end < 0 ? comment.length() : end);
        try {
            return Optional.of(
                    text.endsWith("Z")
                            ? Instant.parse(text)
                            : OffsetDateTime.parse(text, OFFSET).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A line, bounded: what is no table may have none. */
    private static Optional<String> line(BufferedReader lines, int number) throws IOException, AdvisoryFormatException {
        StringBuilder line = new StringBuilder();
        int c = lines.read();
        if (c < 0) {
            return Optional.empty();
        }
        while (c >= 0 && c != '\n') {
            if (line.length() == LONGEST_LINE) {
                throw new AdvisoryFormatException(number, LONGEST_LINE, "a line without end");
            }
            line.append((char) c);
            c = lines.read();
        }
        return Optional.of(line.toString());
    }
}
