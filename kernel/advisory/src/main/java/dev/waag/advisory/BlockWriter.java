package dev.waag.advisory;

import dev.waag.advisory.OsvRecord.Affected;
import dev.waag.advisory.OsvRecord.Event;
import dev.waag.advisory.OsvRecord.Range;
import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Lays down all that is known of one project, its ranges evaluated; {@link Block} reads it. */
final class BlockWriter {
    /** Stands for a time that is not known. */
    static final long NO_TIME = Long.MIN_VALUE;

    static final int WITHDRAWN = 1;
    /** Stands for a score in tenths where a source has a word only. */
    static final int NO_SCORE = 255;

    /** A record of one source. */
    record Sourced(int source, OsvRecord record) {}

    private final ProjectName project;
    private final List<Sourced> entries;
    private final VersionTable table;
    private final TreeMap<String, Integer> oddities = new TreeMap<>();

    private BlockWriter(ProjectName project, List<Sourced> entries) {
        this.project = project;
        this.entries = entries;
        List<String> texts = new ArrayList<>();
        for (Sourced entry : entries) {
            for (Affected affected : of(entry)) {
                texts.addAll(affected.versions());
                for (Range range : affected.ranges()) {
                    for (Event event : range.events()) {
                        texts.add(event.version());
                    }
                }
            }
        }
        table = new VersionTable(texts);
        for (Sourced entry : entries) {
            for (Affected affected : of(entry)) {
                for (String version : affected.versions()) {
                    if (table.position(version).isEmpty()) {
                        oddities.put(version, 0);
                    }
                }
            }
        }
        int rank = 0;
        for (var oddity : oddities.entrySet()) {
            oddity.setValue(rank++);
        }
    }

    static byte[] write(ProjectName project, List<Sourced> entries) {
        return new BlockWriter(project, entries).bytes();
    }

    private byte[] bytes() {
        ByteWriter out = new ByteWriter().text(project.value());
        versions(out);
        out.number(oddities.size());
        oddities.keySet().forEach(out::text);
        out.number(entries.size());
        for (Sourced entry : entries) {
            byte[] record = record(entry);
            out.number(record.length).bytes(record);
        }
        return out.toBytes();
    }

    /** The ends of the texts come first, each in four bytes, so that a search need not make them all. */
    private void versions(ByteWriter out) {
        ByteWriter texts = new ByteWriter();
        out.number(table.versions().size());
        for (Version version : table.versions()) {
            texts.bytes(version.toString().getBytes(StandardCharsets.UTF_8));
            out.i32(texts.size());
        }
        out.bytes(texts.toBytes());
    }

    private byte[] record(Sourced entry) {
        OsvRecord record = entry.record();
        BitSet affected = new BitSet();
        TreeSet<Integer> odd = new TreeSet<>();
        TreeSet<Integer> fixed = new TreeSet<>();
        List<String> vectors = new ArrayList<>(record.vectors());
        Optional<Severity> word = record.word();
        Evaluation evaluation = new Evaluation(table);
        for (Affected a : of(entry)) {
            affected.or(evaluation.affected(a));
            for (String version : a.versions()) {
                Optional.ofNullable(oddities.get(version)).ifPresent(odd::add);
            }
            for (Range range : a.ranges()) {
                for (Event event : range.events()) {
                    if (event.kind() == Event.Kind.FIXED) {
                        table.position(event.version()).ifPresent(p -> fixed.add(p / 2));
                    }
                }
            }
            vectors.addAll(a.vectors());
            word = word.isPresent() ? word : a.word();
        }
        ByteWriter out = new ByteWriter().u8(record.withdrawn().isPresent() ? WITHDRAWN : 0);
        intervals(out, affected);
        ascending(out, odd);
        out.text(record.id());
        texts(out, record.aliases());
        out.number(entry.source());
        time(out, record.modified());
        ascending(out, fixed);
        out.text(record.summary());
        ratings(out, vectors, word);
        return out.toBytes();
    }

    private List<Affected> of(Sourced entry) {
        List<Affected> found = new ArrayList<>();
        for (Affected affected : entry.record().affected()) {
            if (affected.project().equals(project)) {
                found.add(affected);
            }
        }
        return found;
    }

    /** Each as the distance from the end of the one before, and its length. */
    private static void intervals(ByteWriter out, BitSet positions) {
        List<Integer> numbers = new ArrayList<>();
        int last = 0;
        for (int start = positions.nextSetBit(0); start >= 0; start = positions.nextSetBit(last)) {
            int end = positions.nextClearBit(start);
            numbers.add(start - last);
            numbers.add(end - start);
            last = end;
        }
        out.number(numbers.size() / 2);
        numbers.forEach(out::number);
    }

    private static void ascending(ByteWriter out, SortedSet<Integer> ranks) {
        out.number(ranks.size());
        int last = 0;
        for (int rank : ranks) {
            out.number(rank - last);
            last = rank;
        }
    }

    private static void texts(ByteWriter out, List<String> texts) {
        out.number(texts.size());
        texts.forEach(out::text);
    }

    static void time(ByteWriter out, Optional<Instant> time) {
        out.i64(time.map(Instant::getEpochSecond).orElse(NO_TIME));
        out.i32(time.map(Instant::getNano).orElse(0));
    }

    /** Vectors that cannot be scored are left out; where none is left, the source's word stands in. */
    private static void ratings(ByteWriter out, List<String> vectors, Optional<Severity> word) {
        List<Rating> ratings = new ArrayList<>();
        for (String vector : vectors) {
            Cvss.parse(vector)
                    .ifPresent(
                            c -> ratings.add(new Rating(vector, Optional.of(c.score()), Severity.ofScore(c.score()))));
        }
        if (ratings.isEmpty()) {
            word.ifPresent(w -> ratings.add(new Rating("", Optional.empty(), w)));
        }
        ratings.sort((a, b) -> Double.compare(b.score().orElse(0.0), a.score().orElse(0.0)));
        out.number(ratings.size());
        for (Rating rating : ratings) {
            out.text(rating.vector());
            out.u8(Entry.SEVERITIES.indexOf(rating.severity()));
            out.u8(rating.score().map(s -> (int) Math.round(s * 10)).orElse(NO_SCORE));
        }
    }
}
