package dev.waag.pipeline;

import dev.waag.core.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Digests of files below a folder. */
final class FileDigests {
    private FileDigests() {}

    /** By path, in order. A link that leads out of the folder is refused: what it names is nobody's to sign. */
    static Map<String, Sha256> of(Path folder, Collection<String> paths) throws IOException {
        Path real = folder.toRealPath();
        Map<String, Sha256> digests = new TreeMap<>();
        for (String path : paths) {
            Path file = folder.resolve(path);
            if (!file.toRealPath().startsWith(real)) {
                throw new IOException(path + " is a link that leads out of the folder");
            }
            digests.put(path, of(file));
        }
        return digests;
    }

    static Sha256 of(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return Sha256.ofDigest(digest.digest());
    }
}
