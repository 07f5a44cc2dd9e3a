package dev.waag.testkit;

import dev.waag.advisory.AdvisoryFormatException;
import dev.waag.advisory.AdvisoryIndex;
import dev.waag.advisory.AdvisoryIndexWriter;
import dev.waag.advisory.OsvReader;
import dev.waag.advisory.OsvRecord;
import dev.waag.advisory.SourceInfo;
import dev.waag.core.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An advisory about one project in the OSV format, changed step by step: each step is another advisory. */
public record Osv(String id, String project, Map<String, Object> fields, List<Map<String, String>> events) {
    public Osv {
        fields = Map.copyOf(fields);
        events = List.copyOf(events);
    }

    /** That says that every version is affected. */
    public static Osv of(String id, String project) {
        return new Osv(
                id,
                project,
                Map.of("modified", "2026-11-22T00:00:00Z", "summary", project + " has a hole"),
                List.of(Map.of("introduced", "0")));
    }

    private Osv with(String field, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        all.put(field, value);
        return new Osv(id, project, all, events);
    }

    private Osv and(String event, String version) {
        List<Map<String, String>> all = new ArrayList<>(events);
        all.add(Map.of(event, version));
        return new Osv(id, project, fields, all);
    }

    /** Affected from that version on, in place of from the first. */
    public Osv from(String version) {
        return new Osv(id, project, fields, List.of(Map.of("introduced", version)));
    }

    public Osv fixedIn(String version) {
        return and("fixed", version);
    }

    /** Affected again from that version on. */
    public Osv again(String version) {
        return and("introduced", version);
    }

    public Osv aliases(String... ids) {
        return with("aliases", List.of(ids));
    }

    /** With the severity in a source's own word: LOW, MODERATE, HIGH or CRITICAL. */
    public Osv severity(String word) {
        return with("database_specific", Map.of("severity", word));
    }

    public Osv summary(String text) {
        return with("summary", text);
    }

    public Osv details(String text) {
        return with("details", text);
    }

    public Osv withdrawn(String time) {
        return with("withdrawn", time);
    }

    public Osv modified(String time) {
        return with("modified", time);
    }

    /** The record as a source has it. */
    public byte[] json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("schema_version", "1.7.0");
        all.put("id", id);
        all.putAll(fields);
        all.put(
                "affected",
                List.of(Map.of(
                        "package",
                        Map.of("ecosystem", "PyPI", "name", project),
                        "ranges",
                        List.of(Map.of("type", "ECOSYSTEM", "events", events)))));
        return Json.MAPPER.writeValueAsBytes(all);
    }

    /** An index of them, from the source {@code test}. */
    public static AdvisoryIndex index(Osv... records) {
        return index(Set.of(), records);
    }

    /** @param exploited ids that the catalogue of known exploited vulnerabilities has */
    public static AdvisoryIndex index(Set<String> exploited, Osv... records) {
        AdvisoryIndexWriter writer = new AdvisoryIndexWriter();
        int source = writer.source("test");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            for (Osv one : records) {
                byte[] json = one.json();
                Optional<OsvRecord> read = OsvReader.read(json);
                writer.add(source, read.orElseThrow(), json);
            }
            if (!exploited.isEmpty()) {
                writer.exploited(new SourceInfo("exploited", exploited.size(), Optional.empty()), exploited);
            }
            writer.writeTo(out);
        } catch (AdvisoryFormatException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return AdvisoryIndex.open(ByteBuffer.wrap(out.toByteArray()));
    }
}
