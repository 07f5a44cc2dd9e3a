package dev.waag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path folder;

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void whatItMakesIsForItsOwnerAlone() throws Exception {
        Path root = folder.resolve("a/b");
        try (DataFolder data = DataFolder.open(root)) {
            assertThat(permissions(root)).isEqualTo("rwx------");
            for (String part : new String[] {"blobs", "ledger", "keys", "tmp"}) {
                assertThat(permissions(data.path(part))).as(part).isEqualTo("rwx------");
            }
        }
    }

    @Test
    void secretsAreReadableByTheirOwnerAlone() throws Exception {
        Path root = folder.resolve("data");
        try (Opened o = Opened.at(root)) {
            assertThat(permissions(root.resolve("keys/ledger.p12"))).isEqualTo("rw-------");
            assertThat(permissions(root.resolve("keys/passphrase"))).isEqualTo("rw-------");
            assertThat(permissions(root.resolve("ledger/vkey"))).isEqualTo("rw-------");
            Path token = o.data().path("token");
            Durable.writeSecret(token, "first");
            Durable.writeSecret(token, "second");
            assertThat(permissions(token)).isEqualTo("rw-------");
            assertThat(token).hasContent("second");
        }
    }

    @Test
    void aSecondProcessIsRefused() throws Exception {
        try (DataFolder first = DataFolder.open(folder)) {
            assertThatExceptionOfType(UserException.class)
                    .isThrownBy(() -> DataFolder.open(folder))
                    .satisfies(e -> {
                        assertThat(e.exit()).isEqualTo(Exit.INCOMPLETE);
                        assertThat(e.render()).contains("in use by another process", folder.toString(), "--data");
                    });
            assertThat(first.root()).isEqualTo(folder);
        }
        DataFolder.open(folder).close();
    }

    @Test
    void aFolderThatCannotBeMadeIsSaidToBeSo() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> DataFolder.open(file.resolve("data")))
                .satisfies(e -> assertThat(e.exit()).isEqualTo(Exit.INCOMPLETE))
                .withMessageContaining("cannot be used");
    }

    @Test
    void whatDownloadsLeftBehindIsRemoved() throws Exception {
        try (DataFolder data = DataFolder.open(folder)) {
            Files.writeString(data.path("tmp", "half"), "half");
            data.emptyTemporary();
            assertThat(data.path("tmp")).isEmptyDirectory();
        }
    }

    @Test
    void aFileIsWrittenWholeOrNotAtAll() throws Exception {
        Path place = folder.resolve("file");
        Durable.write(place, new byte[] {1});
        Files.createDirectory(folder.resolve("file.new")); // so that the fresh one cannot be written
        assertThatExceptionOfType(java.io.IOException.class).isThrownBy(() -> Durable.write(place, new byte[] {2}));
        assertThat(place).hasBinaryContent(new byte[] {1});
    }
}
