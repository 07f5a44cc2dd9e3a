package dev.waag.feeds;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The list of OSV's bulk export, {@code modified_id.csv}: a line for each record, the time of its last change, a comma, and its id. */
final class ModifiedList {
    private static final int LONGEST_ID = 200;

    private ModifiedList() {}

    /** @throws IOException where the file is no such list, too */
    static Map<String, Instant> read(Path file) throws IOException {
        Map<String, Instant> list = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                int comma = line.indexOf(',');
                if (line.isBlank()) {
                    continue;
                }
                String id = line.substring(comma + 1).strip();
                if (comma < 0 || !isFileName(id)) {
                    throw new IOException("modified_id.csv, line " + number + ": not a time, a comma and an id");
                }
                list.put(id, time(line.substring(0, comma).strip(), number));
            }
        }
        if (list.isEmpty()) {
            throw new IOException("modified_id.csv lists no record");
        }
        return list;
    }

    private static Instant time(String text, int line) throws IOException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IOException("modified_id.csv, line " + line + ": not a time in RFC 3339", e);
        }
    }

    /** Ids become parts of URLs and names of files. */
    private static boolean isFileName(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean fits =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-_.".indexOf(c) >= 0;
            if (!fits) {
                return false;
            }
        }
        return !id.isEmpty() && id.length() <= LONGEST_ID && id.charAt(0) != '.';
    }
}
