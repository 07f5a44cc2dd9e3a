package dev.waag.advisory;

import dev.waag.python.ProjectName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.Deflater;

/**
 * Gathers records and makes the index that {@link AdvisoryIndex} reads. The same records in the same order make the same bytes.
 *
 * <p>A record that two sources have word for word is kept once; two that differ are both kept, though they have one id: one source may know
 * what the other does not yet.
 */
public final class AdvisoryIndexWriter {
    private final List<Source> sources = new ArrayList<>();
    private final TreeMap<ProjectName, List<BlockWriter.Sourced>> projects = new TreeMap<>();
    private final TreeMap<String, List<Copy>> records = new TreeMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Set<String> named = new HashSet<>();
    private final Map<String, CveFacts> cves = new HashMap<>();
    private Optional<SourceInfo> exploited = Optional.empty();
    private Optional<SourceInfo> epss = Optional.empty();

    private static final class Source {
        private final String name;
        private int records;
        private Optional<Instant> asOf = Optional.empty();
        private Optional<Instant> newest = Optional.empty();

        Source(String name) {
            this.name = name;
        }

        SourceInfo info() {
            return new SourceInfo(name, records, asOf.isPresent() ? asOf : newest);
        }
    }

    /** A record's JSON, deflated. */
    private record Copy(Optional<Instant> modified, int length, byte[] deflated) {}

    /** Begins a source, and gives its number. */
    public int source(String name) {
        sources.add(new Source(name));
        return sources.size() - 1;
    }

    /** Says what state of knowledge a source is; without this, the newest time at which one of its records was changed. */
    public void asOf(int source, Instant time) {
        sources.get(source).asOf = Optional.of(time);
    }

    /** @param json the record as it came */
    public void add(int source, OsvRecord record, byte[] json) {
        Source from = sources.get(source);
        from.records++;
        if (record.modified().isPresent()
                && (from.newest.isEmpty() || record.modified().get().isAfter(from.newest.get()))) {
            from.newest = record.modified();
        }
        Copy copy = new Copy(record.modified(), json.length, deflate(json));
        List<Copy> copies = records.computeIfAbsent(record.id(), id -> new ArrayList<>(1));
        for (Copy known : copies) {
            if (Arrays.equals(known.deflated(), copy.deflated())) {
                return;
            }
        }
        copies.add(copy);
        named.add(record.id());
        named.addAll(record.aliases());
        BlockWriter.Sourced entry = new BlockWriter.Sourced(source, pooled(record));
        Set<ProjectName> once = new TreeSet<>();
        for (OsvRecord.Affected affected : record.affected()) {
            if (once.add(affected.project())) {
                projects.computeIfAbsent(affected.project(), p -> new ArrayList<>(1))
                        .add(entry);
            }
        }
    }

    /** Whether a record that was added has this id, or has it as an alias. */
    public boolean names(String id) {
        return named.contains(id);
    }

    /** The ids of vulnerabilities that are known to be exploited. */
    public void exploited(SourceInfo from, Set<String> ids) {
        exploited = Optional.of(from);
        for (String id : ids) {
            cves.merge(id, new CveFacts(true, Optional.empty()), CveFacts::and);
        }
    }

    /** The probabilities of being exploited, by id. */
    public void epss(SourceInfo from, Map<String, Epss> byId) {
        epss = Optional.of(from);
        byId.forEach((id, e) -> cves.merge(id, new CveFacts(false, Optional.of(e)), CveFacts::and));
    }

    /** Writes the index; what was gathered stays. Fails where it would have 2 GiB or more. */
    public void writeTo(OutputStream out) throws IOException {
        ByteWriter description = new ByteWriter();
        describe(description, sources.stream().map(Source::info).toList());
        describe(description, exploited.stream().toList());
        describe(description, epss.stream().toList());
        List<Map<String, byte[]>> tables = List.of(projectBlocks(), recordBlocks());
        int[] sizes = new int[IndexFile.TABLES];
        int end = IndexFile.HEAD + description.size();
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = SlotTable.bytesFor(tables.get(i).size());
            end = Math.addExact(end, sizes[i]);
        }
        int at = end;
        ByteWriter head = new ByteWriter();
        ByteArrayOutputStream slots = new ByteArrayOutputStream();
        for (Map<String, byte[]> table : tables) {
            int[] offsets = new int[table.size()];
            int i = 0;
            for (byte[] block : table.values()) {
                offsets[i++] = at;
                at = Math.addExact(at, 8 + block.length);
            }
            slots.writeBytes(SlotTable.write(List.copyOf(table.keySet()), offsets));
        }
        head.i32(at).i32(description.size());
        for (int size : sizes) {
            head.i32(size);
        }
        head.bytes(description.toBytes()).bytes(slots.toByteArray());
        byte[] rest = head.toBytes();
        out.write(IndexFile.MAGIC);
        out.write(new ByteWriter().i32(IndexFile.crc(ByteBuffer.wrap(rest))).toBytes());
        out.write(rest);
        for (Map<String, byte[]> table : tables) {
            for (byte[] block : table.values()) {
                out.write(new ByteWriter()
                        .i32(IndexFile.crc(ByteBuffer.wrap(block)))
                        .i32(block.length)
                        .toBytes());
                out.write(block);
            }
        }
    }

    private Map<String, byte[]> projectBlocks() {
        Map<String, byte[]> blocks = new LinkedHashMap<>();
        projects.forEach(
                (project, entries) -> blocks.put(project.value(), BlockWriter.write(project, entries, this::facts)));
        return blocks;
    }

    /** Of several copies the one that was changed last. */
    private Map<String, byte[]> recordBlocks() {
        Map<String, byte[]> blocks = new LinkedHashMap<>();
        records.forEach((id, copies) -> {
            Copy newest = copies.getFirst();
            for (Copy copy : copies) {
                newest = copy.modified()
                                .orElse(Instant.MIN)
                                .isAfter(newest.modified().orElse(Instant.MIN))
                        ? copy
                        : newest;
            }
            blocks.put(
                    id,
                    new ByteWriter()
                            .text(id)
                            .number(newest.length())
                            .bytes(newest.deflated())
                            .toBytes());
        });
        return blocks;
    }

    private CveFacts facts(OsvRecord record) {
        CveFacts facts = cves.getOrDefault(record.id(), CveFacts.NONE);
        for (String alias : record.aliases()) {
            facts = facts.and(cves.getOrDefault(alias, CveFacts.NONE));
        }
        return facts;
    }

    private static void describe(ByteWriter out, List<SourceInfo> sources) {
        out.number(sources.size());
        for (SourceInfo source : sources) {
            out.text(source.name()).number(source.records());
            BlockWriter.time(out, source.asOf());
        }
    }

    /** At the fastest level: with the usual one, packing takes longer than all the rest. */
    private static byte[] deflate(byte[] json) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(json);
            deflater.finish();
            byte[] packed = new byte[json.length + json.length / 1_000 + 64]; // what cannot be packed grows a little
            int length = deflater.deflate(packed);
            if (!deflater.finished()) {
                throw new IllegalStateException("zlib's bound on growth does not hold");
            }
            return Arrays.copyOf(packed, length);
        } finally {
            deflater.end();
        }
    }

    /** The record with each version's text once in memory, however many records name it. */
    private OsvRecord pooled(OsvRecord r) {
        List<OsvRecord.Affected> affected = new ArrayList<>(r.affected().size());
        for (OsvRecord.Affected a : r.affected()) {
            List<String> versions = new ArrayList<>(a.versions().size());
            for (String version : a.versions()) {
                String known = texts.putIfAbsent(version, version);
                versions.add(known == null ? version : known);
            }
            affected.add(new OsvRecord.Affected(a.project(), a.ranges(), versions, a.vectors(), a.word()));
        }
        return new OsvRecord(
                r.id(),
                r.modified(),
                r.published(),
                r.withdrawn(),
                r.aliases(),
                List.of(),
                r.summary(),
                r.vectors(),
                r.word(),
                affected);
    }
}
