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
    private final ByteReader in;

    Entry(Block block, ByteReader in) {
        this.block = block;
        this.in = in;
    }

    /** The ids by which it is merged. */
    record Ids(String id, List<String> aliases) {}

    /**
     * The rest.
     *
     * @param fixed ranks of the versions in which it is fixed, ascending
     */
    record Detail(int source, Optional<Instant> modified, List<Integer> fixed, String summary, List<Rating> ratings) {}

    boolean isWithdrawn() {
        return (in.from(0).u8() & BlockWriter.WITHDRAWN) != 0;
    }

    /**
     * Whether the record's ranges and versions hold a version, withdrawn or not.
     *
     * @param position its place in the block
     * @param text as it is spelled
     */
    boolean covers(int position, String text) {
        ByteReader r = in.from(1);
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

    Ids ids() {
        ByteReader r = in.from(1);
        skipPlaces(r);
        return ids(r);
    }

    Detail detail() {
        ByteReader r = in.from(1);
        skipPlaces(r);
        ids(r);
        int source = r.number();
        Optional<Instant> modified = time(r);
        List<Integer> fixed = new ArrayList<>();
        int rank = 0;
        for (int left = r.count(1); left > 0; left--) {
            rank += r.number();
            fixed.add(rank);
        }
        return new Detail(source, modified, fixed, r.text(), ratings(r));
    }

    private static void skipPlaces(ByteReader r) {
        for (int left = r.count(2); left > 0; left--) {
            r.number();
            r.number();
        }
        for (int left = r.count(1); left > 0; left--) {
            r.number();
        }
    }

    private static Ids ids(ByteReader r) {
        String id = r.text();
        int count = r.count(1);
        List<String> aliases = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            aliases.add(r.text());
        }
        return new Ids(id, aliases);
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
