package dev.waag.cli;

import dev.waag.core.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/** Distributions for the training of the JVM's cache: {@code waag inspect} reads as much source in them as in a common project. */
final class TrainingFiles {
    /** That the distributions are of. */
    static final String PROJECT = "training";

    private static final int MODULES = 60;
    private static final int DISTRIBUTIONS = 6;
    private static final String METADATA =
            "Metadata-Version: 2.1\nName: training\nVersion: 1.%d\nSummary: Training\nRequires-Dist: other>=1\n\nTraining.\n";

    private TrainingFiles() {}

    static void inspect(Path folder) throws IOException {
        for (int i = 0; i < DISTRIBUTIONS; i++) {
            Files.write(folder.resolve(wheelName(i)), wheel(i));
            sdist(folder, i);
        }
        for (String format : List.of("text", "json", "sarif")) {
            Main.execute("inspect", folder.toString(), "--offline", "--format", format);
        }
    }

    private static Map<String, byte[]> modules(String top) throws IOException {
        String source;
        try (InputStream in =
                Objects.requireNonNull(TrainingFiles.class.getResourceAsStream("training.py.txt"), "training.py.txt")) {
            source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < MODULES; i++) {
            files.put(
                    top + "module" + i + ".py",
                    source.replace("training", "training" + i).getBytes(StandardCharsets.UTF_8));
        }
        files.put(top + "data/names.txt", "one\ttwo\n".repeat(2000).getBytes(StandardCharsets.UTF_8));
        return files;
    }

    /** Wheels by name, for an index that gives them out: what is read in them while they come is much of a server's first work. */
    static Map<String, byte[]> wheels() throws IOException {
        Map<String, byte[]> wheels = new LinkedHashMap<>();
        for (int i = 0; i < DISTRIBUTIONS; i++) {
            wheels.put(wheelName(i), wheel(i));
        }
        return wheels;
    }

    private static String wheelName(int number) {
        return PROJECT + "-1.%d-py3-none-any.whl".formatted(number);
    }

    private static byte[] wheel(int number) throws IOException {
        String info = "training-1.%d.dist-info/".formatted(number);
        Map<String, byte[]> files = modules("training/");
        files.put(info + "METADATA", METADATA.formatted(number).getBytes(StandardCharsets.UTF_8));
        files.put(
                info + "WHEEL",
                "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n".getBytes(StandardCharsets.UTF_8));
        files.put(
                info + "entry_points.txt",
                "[console_scripts]\ntraining = training.module0:main\n".getBytes(StandardCharsets.UTF_8));
        StringBuilder record = new StringBuilder();
        files.forEach((path, content) -> record.append(path)
                .append(",sha256=")
                .append(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Sha256.of(content).bytes()))
                .append(',')
                .append(content.length)
                .append('\n'));
        files.put(info + "RECORD", (record + info + "RECORD,,\n").getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static void sdist(Path folder, int number) throws IOException {
        String top = "training-1.%d/".formatted(number);
        Map<String, byte[]> files = modules(top + "training/");
        files.put(top + "PKG-INFO", METADATA.formatted(number).getBytes(StandardCharsets.UTF_8));
        files.put(
                top + "setup.py",
                "from setuptools import setup\nsetup(name='training', version='1', packages=['training'])\n"
                        .getBytes(StandardCharsets.UTF_8));
        try (OutputStream out = Files.newOutputStream(folder.resolve("training-1.%d.tar.gz".formatted(number)));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(out))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
    }
}
