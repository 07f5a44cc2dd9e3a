package dev.waag.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.waag.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Whatever lies in a file, it is read or refused in words. */
final class FeedsFuzzTest {
    private static final FeedLimits LIMITS = new FeedLimits(1 << 16, 100, 1 << 20, 1 << 20, 50, 1 << 16);

    private interface Reading {
        void read(Path file) throws IOException;
    }

    private static void with(byte[] bytes, String suffix, Reading reading) throws IOException {
        Path file = Files.createTempFile("fuzz", suffix);
        try {
            Files.write(file, bytes);
            reading.read(file);
        } finally {
            Files.delete(file);
        }
    }

    private static Located located(Path file) {
        return new Located("fuzz", new Located.InFile(file), "", Optional.empty());
    }

    @FuzzTest
    void archive(byte[] bytes) throws IOException {
        with(bytes, ".zip", file -> {
            IndexBuild build = new IndexBuild(LIMITS, Instant.EPOCH);
            try {
                build.advisories(located(file), false);
                assertThat(build.problems()).hasSizeLessThanOrEqualTo(21);
            } catch (UserException e) {
                assertThat(e.render()).contains("cause: ");
            }
        });
    }

    @FuzzTest
    void catalogue(byte[] bytes) throws IOException {
        with(bytes, ".csv", file -> {
            IndexBuild build = new IndexBuild(LIMITS, Instant.EPOCH);
            try {
                build.epss(located(file));
            } catch (UserException e) {
                assertThat(e.render()).contains("cause: ");
            }
        });
    }

    @FuzzTest
    void list(byte[] bytes) throws IOException {
        with(bytes, ".csv", file -> {
            try {
                assertThat(ModifiedList.read(file).keySet())
                        .isNotEmpty()
                        .allSatisfy(
                                id -> assertThat(id).doesNotContain("/", "\\").doesNotStartWith("."));
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        });
    }
}
