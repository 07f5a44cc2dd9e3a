package dev.waag.advisory;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One record in a {@link Block}: whether it affects a version is told without reading the rest of it. */
final class Entry {
    /** As they are numbered in the index. */
    static final List<Severity> SEVERITIES =
            List.of(Severity.NONE, Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL);

    private final Block block;
    private final int number;
    private final ByteReader in;

    /** @param number counted over the block */
    Entry(Block block, int number, ByteReader in) {
        this.block = block;
        this.number = number;
        this.in = in;
    }

    /**
     * All but the places that it affects.
     *
     * @param aliases in the order of {@link AdvisoryIds}, each once, the id not among them
     * @param fixed ranks of the versions in which it is fixed, ascending
     * @param facts of all its ids together
     */
    record Detail(
            String id,
            List<String> aliases,
            int source,
            Optional<Instant> modified,
            List<Integer> fixed,
            String summary,
            List<Rating> ratings,
            CveFacts facts) {}

    boolean isWithdrawn() {
        return (in.again().u8() & BlockWriter.WITHDRAWN) != 0;
    }

    /** Whether the record counts and its ranges and versions hold a version, of which see {@link #covers}. */
    boolean affects(int position, String text) {
        return !isWithdrawn() && covers(position, text);
    }

    /**
     * Whether the record's ranges and versions hold a version, withdrawn or not.
     *
     * @param position its place in the block
     * @param text as it is spelled
     */
    private boolean covers(int position, String text) {
        ByteReader r = in.again();
        r.skip(1);
        r.number();
        int at = 0;
        for (int left = r.count(2); left > 0; left--) {
            at += r.number();
            int length = r.number();
            if (position >= at && position - at < length) {
                return true;
            }
            at += length;
        }
        int odd = 0;
        for (int left = position == Block.NOWHERE ? r.count(1) : 0; left > 0; left--) {
            odd += r.number();
            if (block.oddity(odd).equals(text)) {
                return true;
            }
        }
        return false;
    }

    Detail detail() {
        ByteReader r = in.again();
        boolean exploited = (r.u8() & BlockWriter.EXPLOITED) != 0;
        r.skip(r.number());
        String id = r.text();
        int count = r.count(1);
        List<String> aliases = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            aliases.add(r.text());
        }
        int source = r.number();
        Optional<Instant> modified = time(r);
        int fixes = r.count(1);
        List<Integer> fixed = new ArrayList<>(fixes);
        int rank = 0;
        for (int i = 0; i < fixes; i++) {
            rank += r.number();
            fixed.add(rank);
        }
        Optional<Epss> epss = block.epss(number);
        CveFacts facts = exploited || epss.isPresent() ? new CveFacts(exploited, epss) : CveFacts.NONE;
        return new Detail(id, aliases, source, modified, fixed, r.text(), ratings(r), facts);
    }

    static Optional<Instant> time(ByteReader r) {
        long second = r.i64();
        int nano = r.i32();
        if (second == BlockWriter.NO_TIME) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.ofEpochSecond(second, nano));
        } catch (DateTimeException | ArithmeticException e) {
            throw new BrokenIndexException("it holds a time that is none");
        }
    }

    private static List<Rating> ratings(ByteReader r) {
        int count = r.count(3);
        List<Rating> ratings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String vector = r.text();
            int severity = r.u8();
            int tenths = r.u8();
            if (severity >= SEVERITIES.size() || tenths > 100 && tenths != BlockWriter.NO_SCORE) {
                throw new BrokenIndexException("it holds a rating that is none");
            }
            Optional<Double> score = tenths == BlockWriter.NO_SCORE ? Optional.empty() : Optional.of(tenths / 10.0);
            ratings.add(new Rating(vector, score, SEVERITIES.get(severity)));
        }
        return ratings;
    }
}
