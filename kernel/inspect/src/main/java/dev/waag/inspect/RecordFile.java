package dev.waag.inspect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A wheel's RECORD (binary distribution format, "The .dist-info directory"; PEP 376): lines of path, digest and size, as CSV.
 *
 * @param rows in their order
 */
record RecordFile(List<Row> rows) {
    /**
     * One file.
     *
     * @param digest {@code ALGORITHM=VALUE} with the digest in URL-safe base 64 without padding, or empty
     * @param size or empty
     */
    record Row(String path, String digest, String size) {}

    /** More files than an archive may have. */
    private static final int MOST = 150_000;

    /** Empty where it is no such CSV, or lists more files than there can be. */
    static Optional<RecordFile> parse(byte[] content) {
        Optional<String> text = Text.decode(content, StandardCharsets.UTF_8);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<Row> rows = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        String t = text.get();
        int i = 0;
        while (i <= t.length()) {
            char c = i < t.length() ? t.charAt(i) : '\n';
            if (quoted) {
                if (i == t.length()) {
                    return Optional.empty();
                }
                if (c != '"') {
                    field.append(c);
                } else if (i + 1 < t.length() && t.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"' && field.isEmpty()) {
                quoted = true;
            } else if (c == ',') {
                fields.add(field.toString());
                field.setLength(0);
            } else if (c == '\n' || c == '\r') {
                if (!fields.isEmpty() || !field.isEmpty()) {
                    fields.add(field.toString());
                    field.setLength(0);
                    if (fields.size() != 3 || rows.size() == MOST) {
                        return Optional.empty();
                    }
                    rows.add(new Row(fields.get(0), fields.get(1), fields.get(2)));
                    fields.clear();
                }
            } else {
                field.append(c);
            }
            i++;
        }
        return Optional.of(new RecordFile(rows));
    }
}
