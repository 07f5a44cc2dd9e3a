package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.store.DataFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokensTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path root;

    @Test
    void theTokenIsMadeOnceAndKeptForItsOwnerAlone() throws Exception {
        try (DataFolder data = DataFolder.open(root)) {
            Tokens first = Tokens.open(data);
            String token = first.madeNow().orElseThrow();
            Path file = root.resolve("admin-token");
            assertThat(Files.readString(file).strip()).isEqualTo(token);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            Tokens again = Tokens.open(data);
            assertThat(again.madeNow()).isEmpty();
            assertThat(again.actor("Bearer " + token)).contains("admin");
        }
    }

    @Test
    void onlyTheTokenIsTheToken() throws Exception {
        try (DataFolder data = DataFolder.open(root)) {
            Tokens tokens = Tokens.open(data);
            String token = tokens.madeNow().orElseThrow();
            assertThat(tokens.actor(null)).contains("anonymous");
            assertThat(tokens.actor("")).contains("anonymous");
            assertThat(tokens.actor(basic("anybody:" + token))).contains("admin");
            for (String wrong : List.of(
                    "Bearer",
                    "Bearer x",
                    "Bearer " + token + "x",
                    "Bearer " + token.substring(1),
                    "Digest " + token,
                    "Basic " + token,
                    basic(token),
                    basic("a:"),
                    token)) {
                assertThat(tokens.actor(wrong)).as(wrong).isEmpty();
            }
        }
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anEmptyTokenFileMakesNobodyTheAdministrator() throws Exception {
        Files.writeString(root.resolve("admin-token"), "\n");
        try (DataFolder data = DataFolder.open(root)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> Tokens.open(data))
                    .withMessageContaining("holds no token");
        }
    }
}
