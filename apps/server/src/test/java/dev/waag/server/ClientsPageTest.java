package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/clients.md has what the start prints. */
final class ClientsPageTest {
    @Test
    void hasTheLinesOfEveryClient() throws IOException {
        String page = Files.readString(Path.of("../../docs/clients.md"));
        assertThat(ClientSettings.all("http://127.0.0.1:8080"))
                .isNotEmpty()
                .allSatisfy(client -> assertThat(page).contains("\n" + client.lines() + "\n"));
    }
}
