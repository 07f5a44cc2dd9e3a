package dev.waag.advisory;

import dev.waag.python.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that is known of one project, as {@link BlockWriter} laid it down; a record is read as far as the question needs. */
final class Block {
    /** Where what is no version by PEP 440 stands. */
    static final int NOWHERE = -1;

    private final ByteReader ends;
    private final ByteReader texts;
    private final int versions;
    private final List<String> oddities;
    private final List<Entry> entries;

    /** @param in what follows the project's name */
    Block(ByteReader in) {
        versions = in.count(4);
        ends = in.part(4 * versions);
        texts = in.part(versions == 0 ? 0 : ends.from(4 * (versions - 1)).i32());
        int odd = in.count(1);
        oddities = new ArrayList<>(odd);
        for (int i = 0; i < odd; i++) {
            oddities.add(in.text());
        }
        int records = in.count(1);
        entries = new ArrayList<>(records);
        for (int i = 0; i < records; i++) {
            entries.add(new Entry(this, in.part(in.number())));
        }
    }

    /** What a record lists as a version that is none by PEP 440. */
    String oddity(int rank) {
        if (rank < 0 || rank >= oddities.size()) {
            throw new BrokenIndexException("it names a version that it does not hold");
        }
        return oddities.get(rank);
    }

    List<Entry> entries() {
        return entries;
    }

    /** A version that one of the records names. */
    String version(int rank) {
        if (rank < 0 || rank >= versions) {
            throw new BrokenIndexException("it names a version that it does not hold");
        }
        int start = rank == 0 ? 0 : ends.from(4 * (rank - 1)).i32();
        return texts.from(start).utf8(ends.from(4 * rank).i32() - start);
    }

    /** Where a version stands ({@link VersionTable}); {@link #NOWHERE} for none. */
    int position(Optional<Version> version) {
        if (version.isEmpty()) {
            return NOWHERE;
        }
        int low = 0;
        int high = versions;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = parsed(middle).compareTo(version.get());
            if (order == 0) {
                return 2 * middle + 1;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return 2 * low;
    }

    private Version parsed(int rank) {
        return Version.parse(version(rank))
                .orElseThrow(() -> new BrokenIndexException("it holds a version that is none"));
    }
}
