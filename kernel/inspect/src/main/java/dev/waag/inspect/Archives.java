package dev.waag.inspect;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** Reads archives as streams. */
public final class Archives {
    private Archives() {}

    /**
     * What reading an archive gave.
     *
     * @param findings all of rule {@code archive-unsafe}; empty for an archive that every reader takes the same way
     * @param complete whether it could be read to its end
     * @param entries members, folders included
     * @param unpacked bytes of all members together
     */
    public record Reading(List<Finding> findings, boolean complete, int entries, long unpacked) {}

    /**
     * Hands every file of an archive to the visitor, in the archive's order. The stream is read to its end, unless the archive is too broken for that.
     *
     * @param filename tells the kind of archive: {@code .whl}, {@code .zip}, {@code .tar}, {@code .tar.gz}, {@code .tgz}, {@code .tar.bz2},
     *     {@code .tbz}, {@code .tar.xz}, {@code .txz}
     * @throws IOException where the stream, or the visitor, fails; a broken archive is no failure but a finding
     */
    public static Reading read(String filename, InputStream content, Limits limits, MemberVisitor visitor)
            throws IOException {
        Problems problems = new Problems(limits);
        Reading reading = read(filename, content, limits, problems, visitor);
        return new Reading(problems.findings(), reading.complete(), reading.entries(), reading.unpacked());
    }

    static Reading read(String filename, InputStream content, Limits limits, Problems problems, MemberVisitor visitor)
            throws IOException {
        Source in = new Source(content);
        Budget budget = new Budget(limits, problems, in::position);
        boolean complete = true;
        try {
            read(Kind.of(filename), in, limits, problems, budget, visitor);
        } catch (ArchiveException e) {
            complete = false;
        } catch (EOFException e) {
            problems.unsafe("", "the archive is cut short");
            complete = false;
        }
        return new Reading(List.of(), complete, budget.entries(), budget.total());
    }

    private static void read(
            Kind kind, Source in, Limits limits, Problems problems, Budget budget, MemberVisitor visitor)
            throws IOException {
        switch (kind) {
            case WHEEL, ZIP -> {
                Tops tops = new Tops(kind == Kind.ZIP, problems);
                new ZipReader(in, problems, budget, new Paths(limits, problems, false, tops::see), visitor).read();
            }
            case TAR, TAR_GZ, TAR_BZ2, TAR_XZ -> {
                Tops tops = new Tops(true, problems);
                InputStream unpacked = unpack(kind, in, problems);
                new TarReader(unpacked, problems, budget, limits, new Paths(limits, problems, true, tops::see), visitor)
                        .read();
                end(unpacked, in, problems);
            }
            case UNKNOWN ->
                throw problems.broken("", "an archive of a kind that is not known here, so nothing can be said of it");
        }
    }

    private static InputStream unpack(Kind kind, Source in, Problems problems) throws IOException {
        return switch (kind) {
            case TAR_GZ -> new GzipReader(in, problems);
            case TAR_BZ2 -> new Foreign(problems, () -> new BZip2CompressorInputStream(in, true));
            case TAR_XZ -> new Foreign(problems, () -> Xz.open(in));
            default -> in;
        };
    }

    /** The tar's end is the file's end. */
    private static void end(InputStream unpacked, Source in, Problems problems) throws IOException {
        byte[] rest = new byte[8 << 10];
        for (int n = unpacked.read(rest); n >= 0; n = unpacked.read(rest)) {
            for (int i = 0; i < n; i++) {
                if (rest[i] != 0) {
                    throw problems.broken("", "data stand behind the archive's end");
                }
            }
        }
        if (in.need(1)) {
            problems.unsafe("", "data stand behind the archive's end");
        }
    }
}
