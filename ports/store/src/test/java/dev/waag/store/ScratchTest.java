package dev.waag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.waag.core.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Temporary files, in clear and encrypted. */
final class ScratchTest {
    private static final InstantSource CLOCK = () -> Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path root;

    private static byte[] bytes(int count) {
        byte[] all = "kaas".repeat(count / 4 + 1).getBytes(StandardCharsets.US_ASCII);
        return Arrays.copyOf(all, count);
    }

    @Test
    void whatIsWrittenInPiecesIsReadFromAnyPlace() throws Exception {
        Random random = new Random(20261122);
        for (boolean sealed : new boolean[] {false, true}) {
            byte[] content = bytes(50_000);
            try (Scratch scratch = Scratch.create(root.resolve("file-" + sealed), sealed)) {
                for (int at = 0; at < content.length; ) {
                    int count = Math.min(1 + random.nextInt(777), content.length - at);
                    scratch.append(ByteBuffer.wrap(content, at, count));
                    at += count;
                    int from = random.nextInt(at);
                    ByteBuffer part = ByteBuffer.allocate(1 + random.nextInt(5000));
                    int n = scratch.read(part, from);
                    assertThat(Arrays.copyOf(part.array(), n)).isEqualTo(Arrays.copyOfRange(content, from, from + n));
                }
                assertThat(scratch.size()).isEqualTo(content.length);
                assertThat(scratch.stream().readAllBytes()).isEqualTo(content);
                assertThat(scratch.read(ByteBuffer.allocate(1), content.length)).isEqualTo(-1);
                String disk = Files.readString(scratch.path(), StandardCharsets.ISO_8859_1);
                assertThat(disk.contains("kaas")).isEqualTo(!sealed);
            }
        }
    }

    @Test
    void aDownloadIsTakenInOnlyUnderItsOwnDigest() throws Exception {
        try (Opened o = Opened.at(root)) {
            DataKeys keys = DataKeys.open(o.data(), o.database(), o.ledger(), CLOCK, true);
            Blobs blobs = new Blobs(o.data(), 1L << 30, CLOCK, Optional.of(keys));
            byte[] content = bytes(200_000);
            try (Scratch scratch = blobs.scratch()) {
                scratch.append(ByteBuffer.wrap(content));
                assertThatIOException().isThrownBy(() -> blobs.adopt(scratch, Sha256.of(bytes(10))));
                Path file = blobs.adopt(scratch, Sha256.of(content));
                assertThat(SealedFile.is(file)).isTrue();
                assertThat(scratch.path()).doesNotExist();
                try (var in = blobs.stream(file)) {
                    assertThat(in.readAllBytes()).isEqualTo(content);
                }
            }
            try (var left = Files.list(o.data().path("tmp"))) {
                assertThat(left).isEmpty();
            }
        }
    }
}
