package dev.waag.receipt;

import dev.waag.core.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/** Whether installed files are what their RECORD says. */
final class RecordFiles {
    private RecordFiles() {}

    /** The first file that is not; empty where all are. Files without a digest are passed over. */
    static Optional<String> changed(Path packages, byte[] record) throws IOException {
        for (String line : new String(record, StandardCharsets.UTF_8).split("\r?\n")) {
            int size = line.lastIndexOf(',');
            int hash = size < 0 ? -1 : line.lastIndexOf(',', size - 1);
            if (hash > 0 && line.startsWith("sha256=", hash + 1)) {
                String path = line.substring(0, hash).replaceAll("^\"|\"$", "").replace("\"\"", "\"");
                String digest = line.substring(hash + 8, size);
                if (!digest(packages.resolve(path)).equals(Optional.of(digest))) {
                    return Optional.of(path);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> digest(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        MessageDigest digest = Sha256.digest();
        byte[] chunk = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                digest.update(chunk, 0, n);
            }
        }
        return Optional.of(Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest()));
    }
}
