package dev.waag.inspect;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Archives within a distribution: nobody unpacks them unasked, so only how deep and how large they are counts. */
final class Nested {
    /** Deflate packs no data denser than this. */
    private static final int DENSEST = 1_032;

    private final Limits limits;
    private final Problems problems;
    private long all;
    private long total;
    private boolean small;

    Nested(Limits limits, Problems problems) {
        this.limits = limits;
        this.problems = problems;
    }

    /**
     * What is broken or of another kind within is left alone.
     *
     * @param size of the member, or -1
     */
    void look(String path, long size, String kind, byte[] head, int length, InputStream rest) throws IOException {
        if (!kind.equals("zip") && !kind.equals("gzip")) {
            return;
        }
        total = 0;
        small = size >= 0 && size * DENSEST < limits.ratioFrom();
        Counted packed = new Counted(new SequenceInputStream(new ByteArrayInputStream(head.clone(), 0, length), rest));
        try {
            walk(path, kind, packed, packed, 1);
        } catch (ArchiveException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            if (packed.failed()) {
                throw e;
            }
        }
    }

    private void walk(String path, String kind, InputStream in, Counted packed, int depth) throws IOException {
        if (depth > limits.nesting()) {
            throw problems.broken(
                    path, "archives within archives, more than " + limits.nesting() + " deep (limit: nesting)");
        }
        if (kind.equals("gzip")) {
            content(path, new GZIPInputStream(in, 8 << 10), packed, depth);
            return;
        }
        ZipInputStream zip = new ZipInputStream(in);
        int entries = 0;
        for (ZipEntry e = zip.getNextEntry(); e != null && entries < limits.entries(); e = zip.getNextEntry()) {
            content(path, zip, packed, depth);
            entries++;
        }
    }

    private void content(String path, InputStream in, Counted packed, int depth) throws IOException {
        byte[] chunk = new byte[32 << 10];
        int n = in.readNBytes(chunk, 0, 512);
        String inner = Magic.archive(chunk, n).orElse("");
        if (inner.equals("zip") || inner.equals("gzip")) {
            InputStream all = new SequenceInputStream(new ByteArrayInputStream(chunk, 0, n), in);
            try {
                walk(path, inner, all, packed, depth + 1);
            } catch (ArchiveException e) {
                throw e;
            } catch (IOException | IllegalArgumentException e) {
                if (packed.failed()) {
                    throw e;
                }
            }
        }
        for (; n >= 0; n = in.read(chunk)) {
            total += n;
            all += n;
            if (small) {
                return; // it cannot unpack to what counts
            }
            long most = Math.max(limits.ratioFrom(), packed.count() * (long) limits.ratio());
            if (all > limits.totalBytes() || total > most) {
                throw problems.broken(
                        path,
                        "an archive within that unpacks to more than " + limits.ratio()
                                + " times its size: a bomb (limit: ratio)");
            }
        }
    }

    /** Counts, and knows whether it was the stream below that failed. */
    private static final class Counted extends java.io.FilterInputStream {
        private long count;
        private boolean failed;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            try {
                int n = super.read(into, at, length);
                count += Math.max(0, n);
                return n;
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }

        long count() {
            return count;
        }

        boolean failed() {
            return failed;
        }
    }
}
