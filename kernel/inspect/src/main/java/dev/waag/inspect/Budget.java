package dev.waag.inspect;

import java.util.function.LongSupplier;

/** Counts what unpacking gives, against what was put in. */
final class Budget {
    private final Limits limits;
    private final Problems problems;
    private final LongSupplier packed;
    private long total;
    private int entries;
    private long nameBytes;

    /** @param packed how many bytes of the archive were read */
    Budget(Limits limits, Problems problems, LongSupplier packed) {
        this.limits = limits;
        this.problems = problems;
        this.packed = packed;
    }

    void entry(String name, int length) throws ArchiveException {
        entries++;
        nameBytes += length;
        if (entries > limits.entries()) {
            throw problems.broken("", "more than " + limits.entries() + " members (limit: entries)");
        }
        if (length > limits.nameLength()) {
            throw problems.broken(
                    name, "a name of " + length + " bytes, more than " + limits.nameLength() + " (limit: name length)");
        }
        if (nameBytes > limits.nameBytes()) {
            throw problems.broken(
                    "", "names of more than " + limits.nameBytes() + " bytes together (limit: name length)");
        }
    }

    /** @param own bytes of the present member so far, and of its packed form, as far as that is known */
    void unpacked(String name, int more, long own, long ownPacked) throws ArchiveException {
        total += more;
        if (total > limits.totalBytes()) {
            throw problems.broken(name, "unpacks to more than " + limits.totalBytes() + " bytes (limit: total size)");
        }
        if (total > limits.ratioFrom() && total / limits.ratio() > Math.max(1, packed.getAsLong())) {
            throw problems.broken(
                    name, "unpacks to more than " + limits.ratio() + " times its size: a bomb (limit: ratio)");
        }
        if (ownPacked >= 0 && own > limits.ratioFrom() && own / limits.ratio() > Math.max(1, ownPacked)) {
            throw problems.broken(
                    name,
                    "a member that unpacks to more than " + limits.ratio() + " times its size: a bomb (limit: ratio)");
        }
    }

    int entries() {
        return entries;
    }

    long total() {
        return total;
    }
}
