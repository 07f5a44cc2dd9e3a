package dev.waag.inspect;

import java.io.IOException;
import java.io.InputStream;

/** A library's unpacker, whose complaints are about the archive. */
final class Foreign extends InputStream {
    /** Opens the library's stream. */
    interface Opener {
        InputStream open() throws IOException;
    }

    private final Problems problems;
    private final InputStream in;

    Foreign(Problems problems, Opener opener) throws ArchiveException {
        this.problems = problems;
        this.in = guarded(opener::open);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        return guarded(() -> in.read(into, at, length));
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    private <T> T guarded(Step<T> step) throws ArchiveException {
        try {
            return step.run();
        } catch (ArchiveException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw problems.broken(
                    "",
                    "packed data that cannot be unpacked, or bytes before or behind the archive: " + e.getMessage());
        }
    }
}
