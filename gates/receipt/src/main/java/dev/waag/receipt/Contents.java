package dev.waag.receipt;

import dev.waag.core.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** What a RECORD (binary distribution format, "The .dist-info directory") says of the files that are the same in a wheel and installed. */
final class Contents {
    private static final String RECORD = "[^/]+\\.dist-info/RECORD";
    private static final int MAX_RECORD = 32 << 20;

    private Contents() {}

    /** The digest for a wheel; empty where it has no RECORD that can be read. */
    static Optional<Sha256> ofWheel(Path wheel) {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            Optional<? extends ZipEntry> record =
                    zip.stream().filter(e -> e.getName().matches(RECORD)).findFirst();
            if (record.isEmpty()) {
                return Optional.empty();
            }
            try (var in = zip.getInputStream(record.get())) {
                byte[] bytes = in.readNBytes(MAX_RECORD + 1);
                return bytes.length > MAX_RECORD ? Optional.empty() : Optional.of(ofRecord(bytes));
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The same of a wheel as its bytes come. */
    static Optional<Sha256> ofWheel(InputStream wheel) {
        try {
            ZipInputStream zip = new ZipInputStream(wheel);
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                if (e.getName().matches(RECORD)) {
                    byte[] bytes = zip.readNBytes(MAX_RECORD + 1);
                    return bytes.length > MAX_RECORD ? Optional.empty() : Optional.of(ofRecord(bytes));
                }
            }
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The digest for a RECORD, whether it lies in a wheel or where that is installed. */
    static Sha256 ofRecord(byte[] record) {
        TreeSet<String> lines = new TreeSet<>();
        for (String line : new String(record, StandardCharsets.UTF_8).split("\r?\n")) {
            int size = line.lastIndexOf(',');
            int hash = size < 0 ? -1 : line.lastIndexOf(',', size - 1);
            if (hash > 0) {
                String path = unquoted(line.substring(0, hash));
                String digest = line.substring(hash + 1, size);
                kept(path).filter(p -> !digest.isEmpty()).ifPresent(p -> lines.add(p + "," + digest));
            }
        }
        return Sha256.of(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    /** Where a file lies when it is installed; empty for what installers write, change, or put elsewhere. */
    private static Optional<String> kept(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        boolean info = path.indexOf(".dist-info/") > 0 && path.indexOf('/') == path.indexOf(".dist-info/") + 10;
        if (path.startsWith("/")
                || path.startsWith("../")
                || path.endsWith(".pyc")
                || info
                        && file.matches(
                                "RECORD(\\.jws|\\.p7s)?|INSTALLER|REQUESTED|direct_url\\.json|uv_cache\\.json|uv_build\\.json")) {
            return Optional.empty();
        }
        int data = path.indexOf(".data/");
        if (data > 0 && path.indexOf('/') == data + 5) {
            String rest = path.substring(data + 6);
            return rest.startsWith("purelib/") || rest.startsWith("platlib/")
                    ? Optional.of(rest.substring(8))
                    : Optional.empty();
        }
        return Optional.of(path);
    }

    private static String unquoted(String field) {
        return field.length() > 1 && field.startsWith("\"") && field.endsWith("\"")
                ? field.substring(1, field.length() - 1).replace("\"\"", "\"")
                : field;
    }
}
