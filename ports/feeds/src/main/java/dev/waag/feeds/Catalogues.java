package dev.waag.feeds;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells a catalogue from a page that a proxy or a login answers instead. */
final class Catalogues {
    private Catalogues() {}

    /** @throws IOException where the file cannot be one */
    static void check(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(512);
        }
        int i = 0;
        while (i < start.length && start[i] <= ' ' && start[i] >= 0) {
            i++;
        }
        byte first = i < start.length ? start[i] : 0;
        boolean packed = first == 0x1f;
        boolean rows =
                first == '#' || new String(start, i, start.length - i, StandardCharsets.ISO_8859_1).startsWith("cve,");
        if (first != '{' && !packed && !rows) {
            throw new IOException("the answer is neither JSON nor CSV");
        }
    }
}
