package dev.waag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.waag.core.Exit;
import dev.waag.core.Sha256;
import dev.waag.core.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SealedFileTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Opened.NOW);

    @TempDir
    private Path root;

    private static DataKeys keys(Opened o) throws Exception {
        return DataKeys.open(o.data(), o.database(), o.ledger(), CLOCK, true);
    }

    private static Blobs blobs(Opened o, DataKeys keys) throws IOException {
        return new Blobs(o.data(), 1L << 30, CLOCK, Optional.of(keys));
    }

    private static byte[] bytes(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    private static Path adopt(Blobs blobs, byte[] content) throws IOException {
        return blobs.adopt(Files.write(blobs.temporary(), content), Sha256.of(content));
    }

    private static byte[] read(SealedFile file, long from, long length) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (out.size() < length) {
            ByteBuffer part = file.read(from + out.size(), length - out.size());
            out.write(part.array(), part.arrayOffset() + part.position(), part.remaining());
        }
        return out.toByteArray();
    }

    @Test
    void everyPartOfEverySizeReadsBack() throws Exception {
        try (Opened o = Opened.at(root)) {
            Blobs blobs = blobs(o, keys(o));
            for (int size : new int[] {0, 1, 65_535, 65_536, 65_537, 131_072, 300_000}) {
                byte[] content = bytes(size);
                Path path = adopt(blobs, content);
                assertThat(blobs.find(Sha256.of(content))).hasValue(path);
                assertThat(SealedFile.is(path)).isTrue();
                try (SealedFile file = blobs.open(path)) {
                    assertThat(file.size()).isEqualTo(size);
                    assertThat(read(file, 0, size)).isEqualTo(content);
                    for (int from : new int[] {0, size / 3, Math.max(0, size - 1)}) {
                        int length = Math.min(70_000, size - from);
                        assertThat(read(file, from, length))
                                .isEqualTo(Arrays.copyOfRange(content, from, from + length));
                    }
                    Path plain = root.resolve("tmp/plain-" + size);
                    file.copyTo(plain);
                    assertThat(plain).hasBinaryContent(content);
                }
            }
        }
    }

    @Test
    void aFlippedByteAnywhereIsAnError() throws Exception {
        try (Opened o = Opened.at(root)) {
            Blobs blobs = blobs(o, keys(o));
            byte[] content = bytes(70_000);
            Path path = adopt(blobs, content);
            byte[] sealed = Files.readAllBytes(path);
            assertThat(new String(sealed, StandardCharsets.ISO_8859_1))
                    .doesNotContain(new String(content, 1000, 16, StandardCharsets.ISO_8859_1));
            Random random = new Random(1);
            for (int i = 0; i < 200; i++) {
                byte[] wrong = sealed.clone();
                int at = i < SealedFormat.HEADER ? i : random.nextInt(wrong.length);
                wrong[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(path, wrong);
                assertThatIOException().as("byte %s", at).isThrownBy(() -> whole(blobs, path));
            }
            for (int length : new int[] {0, 10, SealedFormat.HEADER, sealed.length - 1, sealed.length - 4480}) {
                Files.write(path, Arrays.copyOf(sealed, length));
                assertThatIOException().as("cut at %s", length).isThrownBy(() -> whole(blobs, path));
            }
        }
    }

    private static byte[] whole(Blobs blobs, Path path) throws IOException {
        try (SealedFile file = blobs.open(path)) {
            return read(file, 0, file.size());
        }
    }

    @Test
    void anotherFilesBytesUnderThisNameAreAnError() throws Exception {
        try (Opened o = Opened.at(root)) {
            Blobs blobs = blobs(o, keys(o));
            Path one = adopt(blobs, bytes(1000));
            Path other = adopt(blobs, Arrays.copyOf(bytes(1000), 1001));
            Files.copy(other, one, StandardCopyOption.REPLACE_EXISTING);
            assertThatIOException().isThrownBy(() -> whole(blobs, one));
        }
    }

    @Test
    void rotationWrapsAnewAndRewritesNoFile() throws Exception {
        byte[] content = bytes(100_000);
        Path path;
        byte[] sealed;
        try (Opened o = Opened.at(root)) {
            DataKeys keys = keys(o);
            path = adopt(blobs(o, keys), content);
            sealed = Files.readAllBytes(path);
            assertThat(root.resolve("keys/storage-1.p12")).exists();
            assertThat(keys.rotate("somebody")).isEqualTo(2);
            assertThat(root.resolve("keys/storage-1.p12")).doesNotExist();
            assertThat(whole(blobs(o, keys), path)).isEqualTo(content);
        }
        Files.writeString(root.resolve("keys/storage-9.p12.new"), "a crash left this");
        try (Opened o = Opened.at(root)) {
            DataKeys keys = keys(o);
            assertThat(path).hasBinaryContent(sealed);
            assertThat(whole(blobs(o, keys), path)).isEqualTo(content);
            assertThat(root.resolve("keys/storage-9.p12.new")).doesNotExist();
            assertThat(keys.current()).isEqualTo(2);
        }
        Files.delete(root.resolve("keys/storage-2.p12"));
        try (Opened o = Opened.at(root)) {
            assertThatIOException().isThrownBy(() -> keys(o));
        }
    }

    @Test
    void bothKindsAreFoundAndWithoutTheKeysNoneIsOpened() throws Exception {
        byte[] content = bytes(5000);
        byte[] other = bytes(6000);
        try (Opened o = Opened.at(root)) {
            Blobs plain = new Blobs(o.data(), 1L << 30, CLOCK);
            assertThat(SealedFile.is(adopt(plain, content))).isFalse();
            Blobs sealing = blobs(o, keys(o));
            assertThat(sealing.find(Sha256.of(content))).isPresent();
            Path path = adopt(sealing, other);
            assertThat(adopt(sealing, content).resolveSibling(Sha256.of(content).hex()))
                    .as("an encrypted file takes the plain one's place")
                    .doesNotExist();
            assertThatIOException().isThrownBy(() -> plain.open(path));
            sealing.remove(Sha256.of(other));
            assertThat(path).doesNotExist();
        }
        Files.writeString(root.resolve("keys/passphrase"), "quite another passphrase\n");
        try (DataFolder data = DataFolder.open(root);
                Database database = Database.open(data.path("waag.db"))) {
            assertThatExceptionOfType(UserException.class)
                    .isThrownBy(() -> Ledger.open(data, database))
                    .satisfies(e -> assertThat(e.exit()).isEqualTo(Exit.INCOMPLETE));
        }
    }
}
