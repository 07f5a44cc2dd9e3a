package dev.waag.inspect;

import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks xz, in a class of its own: that library's package is sealed, and the JVM does not start from a cache that holds one. */
final class Xz {
    /** What unpacking may take, in KiB; xz's own levels need 64 MiB at most. */
    private static final int MEMORY = 96 << 10;

    private Xz() {}

    static InputStream open(InputStream in) throws IOException {
        return new XZInputStream(in, MEMORY);
    }
}
