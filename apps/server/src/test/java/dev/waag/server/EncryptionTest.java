package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.server.TestServer.Answer;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import dev.waag.testkit.Wheels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code [storage] encrypt = true}, over HTTP. */
final class EncryptionTest {
    private final Distribution wheel = Wheels.of("kaas", "1.0").payload(400_000).wheel();

    @TempDir
    private Path data;

    private TestServer start(SimulatedIndex index, boolean encrypt) throws Exception {
        Files.writeString(data.resolve("policy.toml"), "extends = \"none\"\n");
        return new TestServer(
                data,
                index,
                new TestClock(),
                "policy.file",
                data.resolve("policy.toml").toString(),
                "storage.encrypt",
                Boolean.toString(encrypt));
    }

    private Path stored() throws Exception {
        try (var files = Files.walk(data.resolve("blobs"))) {
            return files.filter(f -> f.getFileName().toString().startsWith(wheel.sha256()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void filesAreServedWholeAndInPartsAndLieEncrypted() throws Exception {
        try (SimulatedIndex index = new SimulatedIndex()) {
            index.add(wheel);
            String path;
            try (TestServer server = start(index, true)) {
                path = server.path(wheel);
                for (String state : new String[] {"cold", "warm"}) {
                    assertThat(server.get(path).body()).as(state).isEqualTo(wheel.bytes());
                }
                for (int[] part : new int[][] {{0, 0}, {100, 70_000}, {65_536, 65_536}, {200_000, 299_999}}) {
                    Answer answer = server.get(path, "Range: bytes=" + part[0] + "-" + part[1]);
                    assertThat(answer.status()).isEqualTo(206);
                    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(wheel.bytes(), part[0], part[1] + 1));
                }
                assertThat(server.send("HEAD", path).header("Content-Length"))
                        .isEqualTo(Integer.toString(wheel.bytes().length));
                byte[] none = "{}".getBytes(StandardCharsets.UTF_8);
                assertThat(server.send("POST", "/api/v1/keys/rewrap", none, "Authorization: Bearer " + server.token())
                                .status())
                        .isEqualTo(200);
                assertThat(server.get(path).body()).isEqualTo(wheel.bytes());
            }
            assertThat(stored().toString()).endsWith(".sealed");
            assertThat(new String(Files.readAllBytes(stored()), StandardCharsets.ISO_8859_1))
                    .doesNotContain(new String(wheel.bytes(), 0, 40, StandardCharsets.ISO_8859_1));
            try (TestServer server = start(index, false)) {
                assertThat(server.get(path).body())
                        .as("what was encrypted is served also when new files are not")
                        .isEqualTo(wheel.bytes());
            }
        }
    }

    /** What lies in the folder of temporary files, end to end. */
    private String temporary() throws IOException {
        StringBuilder all = new StringBuilder();
        try (var files = Files.newDirectoryStream(data.resolve("tmp"))) {
            for (Path file : files) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    /** How much of an upload's bytes can be read on the disk while it comes. */
    private boolean uploadIsReadable(boolean encrypt) throws Exception {
        Files.writeString(data.resolve("waag.toml"), "[[claim]]\nprojects = [\"kaas\"]\nowner = \"team\"\n");
        String file = new String(wheel.bytes(), StandardCharsets.ISO_8859_1);
        String body = form("name", "kaas") + form("version", "1.0") + form(":action", "file_upload")
                + form("protocol_version", "1") + form("metadata_version", "2.1") + form("filetype", "bdist_wheel")
                + form("sha256_digest", wheel.sha256())
                + "--b\r\nContent-Disposition: form-data; name=\"content\"; filename=\"" + wheel.filename()
                + "\"\r\n\r\n" + file + "\r\n--b--\r\n";
        try (SimulatedIndex index = new SimulatedIndex();
                TestServer server = start(index, encrypt);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String head = "POST /legacy/ HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\nAuthorization: Bearer "
                    + server.token() + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: "
                    + body.length() + "\r\nConnection: close\r\n\r\n";
            int most = body.length() - 1000;
            socket.getOutputStream().write((head + body.substring(0, most)).getBytes(StandardCharsets.ISO_8859_1));
            ServerCase.eventually(() -> temporary().length() > wheel.bytes().length / 2);
            boolean readable = temporary().contains(file.substring(0, 1000));
            TestServer.Answer answer = TestServer.exchange(socket, body.substring(most));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            ServerCase.eventually(() -> temporary().isEmpty());
            String url = server.get("/channel/staging/simple/kaas/", "Accept: " + TestServer.PIP)
                    .json()
                    .at("/files/0/url")
                    .asString();
            assertThat(server.get(URI.create(url).getRawPath()).body()).isEqualTo(wheel.bytes());
            return readable;
        }
    }

    private static String form(String name, String value) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    @Test
    void anUploadIsEncryptedWhileItComes() throws Exception {
        assertThat(uploadIsReadable(true)).isFalse();
        assertThat(stored().toString()).endsWith(".sealed");
    }

    @Test
    void anUploadLiesAsItIsWhereNothingIsToBeEncrypted() throws Exception {
        assertThat(uploadIsReadable(false)).isTrue();
    }

    @Test
    void aFlippedByteIsNeverServed() throws Exception {
        try (SimulatedIndex index = new SimulatedIndex()) {
            index.add(wheel);
            try (TestServer server = start(index, true)) {
                String path = server.path(wheel);
                server.get(path);
                byte[] sealed = Files.readAllBytes(stored());
                byte[] first = sealed.clone();
                first[1000] ^= 1;
                Files.write(stored(), first);
                assertThat(server.get(path).status()).isEqualTo(502);
                byte[] later = sealed.clone();
                later[200_000] ^= 1;
                Files.write(stored(), later);
                assertThatThrownBy(() -> assertThat(server.get(path).body()).hasSize(wheel.bytes().length))
                        .as("cut off before the segment that is damaged")
                        .isInstanceOf(Throwable.class);
                assertThat(server.get(path, "Range: bytes=0-99").status()).isEqualTo(206);
                assertThat(server.get(path, "Range: bytes=199000-199999").status())
                        .isEqualTo(502);
            }
        }
    }
}
