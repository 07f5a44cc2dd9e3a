package dev.waag.advisory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waag.python.ProjectName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Makes indexes for tests. */
final class Indexes {
    static final ProjectName HOLE = new ProjectName("zz-hole");

    private Indexes() {}

    /** Of one source, {@code test}; records written with single quotes. */
    static AdvisoryIndex of(String... records) {
        return AdvisoryIndex.open(ByteBuffer.wrap(bytes(writer(records))));
    }

    static AdvisoryIndexWriter writer(String... records) {
        AdvisoryIndexWriter writer = new AdvisoryIndexWriter();
        add(writer, "test", List.of(records));
        return writer;
    }

    static void add(AdvisoryIndexWriter writer, String name, List<String> records) {
        int source = writer.source(name);
        for (String record : records) {
            byte[] json = record.replace('\'', '"').getBytes(UTF_8);
            try {
                OsvReader.read(json).ifPresent(r -> writer.add(source, r, json));
            } catch (AdvisoryFormatException e) {
                throw new AssertionError(record, e);
            }
        }
    }

    static byte[] bytes(AdvisoryIndexWriter writer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.writeTo(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    /** A record about zz-hole. */
    static String hole(String id, String modified, String events, String more) {
        return """
                {'id': '%s', 'modified': '%s', 'affected': [{'package': {'ecosystem': 'PyPI', 'name': 'Zz_Hole'},
                'ranges': [{'type': 'ECOSYSTEM', 'events': [%s]}]}]%s}""".formatted(id, modified, events, more.isEmpty() ? "" : ", " + more);
    }

    /** A record about zz-hole, changed at the beginning of 2026. */
    static String hole(String id, String events) {
        return hole(id, "2026-01-01T00:00:00Z", events, "");
    }
}
