package dev.waag.advisory;

import dev.waag.python.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that is known of one project, as {@link BlockWriter} laid it down; a record is read as far as the question needs. */
final class Block {
    /** Where what is no version by PEP 440 stands. */
    static final int NOWHERE = -1;

    private final ByteReader.Table keys;
    private final ByteReader.Table versions;
    private final ByteReader.Table oddities;
    private final List<List<Entry>> families;
    private final ByteReader.Table epss;

    /** @param all what follows the project's name */
    Block(ByteReader all) {
        ByteReader in = all.part(all.number());
        epss = all.table();
        keys = in.table();
        versions = in.table();
        oddities = in.table();
        int count = in.count(2);
        families = new ArrayList<>(count);
        int number = 0;
        for (int i = 0; i < count; i++) {
            int members = in.count(1);
            List<Entry> family = new ArrayList<>(members);
            for (int j = 0; j < members; j++) {
                family.add(new Entry(this, number++, in.part(in.number())));
            }
            families.add(family);
        }
    }

    /**
     * All of it but for the probabilities, as it lies there.
     *
     * @param all what follows the project's name
     */
    static byte[] withoutEpss(ByteReader all) {
        return all.part(all.number()).rest();
    }

    /** The probability of a record's ids, by the record's number; where nobody knows any, there is no table. */
    Optional<Epss> epss(int number) {
        return epss.size() == 0 ? Optional.empty() : CveFacts.readEpss(epss.part(number));
    }

    /** The records, those that share ids, directly or through others of the project, together. */
    List<List<Entry>> families() {
        return families;
    }

    /** A version that one of the records names. */
    String version(int rank) {
        return versions.text(rank);
    }

    /** What a record lists as a version that is none by PEP 440. */
    String oddity(int rank) {
        return oddities.text(rank);
    }

    /** Where a version stands ({@link VersionTable}); {@link #NOWHERE} for none. */
    int position(Optional<Version> version) {
        if (version.isEmpty()) {
            return NOWHERE;
        }
        byte[] key = VersionKey.of(version.get());
        int low = 0;
        int high = keys.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = keys.compare(middle, key);
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
}
