package dev.waag.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares a report with the one that was looked at and kept (src/test/resources, the package's folder {@code golden}). The present one is always
 * written to {@code target/golden}, to be validated by other programs and, where a change is meant, to be kept instead.
 */
final class Golden {
    private Golden() {}

    static void assertSame(String name, String actual) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "golden"));
        Files.writeString(folder.resolve(name), actual);
        assertThat(actual).as("target/golden/" + name).isEqualTo(kept(name));
    }

    private static String kept(String name) throws IOException {
        try (InputStream in = Golden.class.getResourceAsStream("golden/" + name)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
