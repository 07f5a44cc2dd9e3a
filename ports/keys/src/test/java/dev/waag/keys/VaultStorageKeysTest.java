package dev.waag.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.waag.core.Sha256;
import dev.waag.store.Blobs;
import dev.waag.store.DataFolder;
import dev.waag.store.DataKeys;
import dev.waag.store.Database;
import dev.waag.store.Ledger;
import dev.waag.store.SealedFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The storage key in a vault. */
final class VaultStorageKeysTest {
    private static final InstantSource CLOCK = () -> Instant.parse("2026-11-22T10:00:00Z");
    private static final byte[] CONTENT = new byte[200_000];

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path root;

    @SuppressWarnings("NullAway.Init") // made before each test
    private KeySettings settings;

    private Path file = Path.of("");

    private interface Work {
        void with(DataKeys keys, Blobs blobs) throws Exception;
    }

    @BeforeEach
    void token() throws Exception {
        Files.writeString(root.resolve("token"), TransitServer.TOKEN + "\n");
    }

    private void opened(TransitServer vault, String wanted, Work work) throws Exception {
        settings = new KeySettings(
                Optional.empty(),
                Optional.of(new KeySettings.Vault(vault.url(), "transit", root.resolve("token"))),
                Map.of());
        try (DataFolder data = DataFolder.open(root.resolve("data"));
                Database database = Database.open(data.path("waag.db"));
                Ledger ledger = Ledger.open(data, database)) {
            DataKeys keys = DataKeys.open(
                    data, database, ledger, CLOCK, true, KeyService.storageKeys(settings, ledger, wanted));
            work.with(keys, new Blobs(data, 1L << 30, CLOCK, Optional.of(keys)));
        }
    }

    private void adopt(Blobs blobs) throws Exception {
        Path plain = blobs.temporary();
        Files.write(plain, CONTENT);
        file = blobs.adopt(plain, Sha256.of(CONTENT));
    }

    private byte[] first(Blobs blobs) throws Exception {
        try (SealedFile sealed = blobs.open(file)) {
            ByteBuffer part = sealed.read(0, 1000);
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            return bytes;
        }
    }

    @Test
    void itNeverComesHereAndEachRotationDestroysTheOneBefore() throws Exception {
        try (TransitServer vault = new TransitServer()) {
            opened(vault, "vault", (keys, blobs) -> {
                adopt(blobs);
                assertThat(vault.wrapping()).hasSize(1);
                assertThat(keys.rotate("ann")).isEqualTo(2);
                assertThat(vault.wrapping()).singleElement().asString().endsWith("-2");
            });
            try (var files = Files.list(root.resolve("data/keys"))) {
                assertThat(files.map(f -> f.getFileName().toString())).noneMatch(n -> n.startsWith("storage-"));
            }
            opened(vault, "vault", (keys, blobs) -> assertThat(first(blobs)).hasSize(1000));
        }
    }

    @Test
    void itMovesFromTheFolderToTheVaultAndBackByWrappingAnew() throws Exception {
        try (TransitServer vault = new TransitServer()) {
            opened(vault, "file", (keys, blobs) -> adopt(blobs));
            assertThat(root.resolve("data/keys/storage-1.p12")).exists();
            opened(vault, "vault", (keys, blobs) -> {
                assertThat(vault.wrapping()).as("nothing moves by itself").isEmpty();
                keys.rotate("ann");
            });
            assertThat(root.resolve("data/keys/storage-1.p12")).doesNotExist();
            assertThat(vault.wrapping()).hasSize(1);
            opened(vault, "", (keys, blobs) -> {
                assertThat(first(blobs)).hasSize(1000);
                keys.rotate("ann");
                assertThat(vault.wrapping()).as("it stays where it is").hasSize(1);
            });
            opened(vault, "file", (keys, blobs) -> keys.rotate("ann"));
            assertThat(vault.wrapping()).isEmpty();
            opened(vault, "file", (keys, blobs) -> assertThat(first(blobs)).hasSize(1000));
        }
    }

    @Test
    void withoutTheVaultNothingIsRead() throws Exception {
        try (TransitServer vault = new TransitServer()) {
            opened(vault, "vault", (keys, blobs) -> adopt(blobs));
            Files.writeString(root.resolve("token"), "another\n");
            assertThatIOException()
                    .isThrownBy(() -> opened(vault, "vault", (keys, blobs) -> adopt(blobs)))
                    .withMessageContaining("403");
        }
    }
}
