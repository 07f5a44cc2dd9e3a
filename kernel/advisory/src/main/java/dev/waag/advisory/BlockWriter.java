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
import java.util.function.Function;

/** Lays down all that is known of one project, its ranges evaluated; {@link Block} reads it. */
final class BlockWriter {
    /** Stands for a time that is not known. */
    static final long NO_TIME = Long.MIN_VALUE;

    static final int WITHDRAWN = 1;
    static final int EXPLOITED = 2;
    /** Stands for a score in tenths where a source has a word only. */
    static final int NO_SCORE = 255;

    /** A record of one source. */
    record Sourced(int source, OsvRecord record) {}

    private final ProjectName project;
    private final List<Sourced> entries;
    private final VersionTable table;
    private final TreeMap<String, Integer> oddities = new TreeMap<>();

    private final Function<OsvRecord, CveFacts> facts;

    private BlockWriter(ProjectName project, List<Sourced> entries, Function<OsvRecord, CveFacts> facts) {
        this.project = project;
        this.entries = entries;
        this.facts = facts;
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

    static byte[] write(ProjectName project, List<Sourced> entries, Function<OsvRecord, CveFacts> facts) {
        return new BlockWriter(project, entries, facts).bytes();
    }

    /** What follows the name: its length, all but the probabilities, then these. */
    private byte[] bytes() {
        List<byte[]> keys = new ArrayList<>();
        List<byte[]> texts = new ArrayList<>();
        for (Version version : table.versions()) {
            keys.add(VersionKey.of(version));
            texts.add(utf8(version.toString()));
        }
        ByteWriter out = new ByteWriter().table(keys).table(texts);
        out.table(oddities.keySet().stream().map(BlockWriter::utf8).toList());
        List<byte[]> epss = new ArrayList<>();
        boolean any = false;
        List<List<Integer>> families = families();
        out.number(families.size());
        for (List<Integer> family : families) {
            out.number(family.size());
            for (int member : family) {
                CveFacts known = facts.apply(entries.get(member).record());
                byte[] record = record(entries.get(member), known.exploited());
                out.number(record.length).bytes(record);
                epss.add(known.epssBytes());
                any |= known.epss().isPresent();
            }
        }
        return new ByteWriter()
                .text(project.value())
                .number(out.size())
                .bytes(out.toBytes())
                .table(any ? epss : List.of())
                .toBytes();
    }

    /** In the order of their ids, in which they are answered: what is sorted already is sorted soon. */
    private List<List<Integer>> families() {
        AliasGroups groups = new AliasGroups();
        for (Sourced entry : entries) {
            groups.add(entry.record().id(), entry.record().aliases());
        }
        List<List<Integer>> families = groups.groups();
        families.sort((a, b) -> AdvisoryIds.ORDER.compare(firstId(a), firstId(b)));
        return families;
    }

    private String firstId(List<Integer> family) {
        String first = entries.get(family.getFirst()).record().id();
        for (int member : family) {
            String id = entries.get(member).record().id();
            first = AdvisoryIds.ORDER.compare(id, first) < 0 ? id : first;
        }
        return first;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] record(Sourced entry, boolean exploited) {
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
        ByteWriter places = new ByteWriter();
        intervals(places, affected);
        ascending(places, odd);
        ByteWriter out =
                new ByteWriter().u8((record.withdrawn().isPresent() ? WITHDRAWN : 0) | (exploited ? EXPLOITED : 0));
        out.number(places.size()).bytes(places.toBytes());
        TreeSet<String> aliases = new TreeSet<>(AdvisoryIds.ORDER);
        aliases.addAll(record.aliases());
        aliases.remove(record.id());
        out.text(record.id()).number(aliases.size());
        aliases.forEach(out::text);
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
