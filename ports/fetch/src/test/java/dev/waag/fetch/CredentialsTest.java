package dev.waag.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    @TempDir
    Path home;

    @Test
    void eachOriginGetsItsOwn() throws Exception {
        Files.writeString(
                home.resolve(".netrc"),
                "machine files.example login n password netrc\ndefault login d password everybody");
        FetchSettings settings = FetchSettings.fromEnvironment(
                        Map.of("HOME", home.toString()),
                        List.of(new UpstreamCredentials(URI.create("https://c.example/simple/"), "c", "configured")),
                        FetchLimits.DEFAULT)
                .withUpstreams(List.of(URI.create("https://u:p%40ss@index.example/simple/")));
        Credentials credentials = new Credentials(settings);
        Map<String, String> table = Map.ofEntries(
                Map.entry("https://own:word@index.example/", "own:word"),
                Map.entry("https://token@other.example/", "token:"),
                Map.entry("https://index.example/files/x", "u:p@ss"),
                Map.entry("https://index.example:443/", "u:p@ss"),
                Map.entry("https://c.example/x", "c:configured"),
                Map.entry("https://files.example/x", "n:netrc"),
                Map.entry("http://files.example:8080/x", "n:netrc"));
        table.forEach((uri, login) -> assertThat(decode(credentials.authorization(URI.create(uri))))
                .as(uri)
                .contains(login));
        for (String uri : List.of(
                "http://index.example/",
                "https://index.example:8443/",
                "https://x.index.example/",
                "https://other.example/",
                "http://c.example/")) {
            assertThat(credentials.authorization(URI.create(uri))).as(uri).isEmpty();
        }
        assertThat(settings + " " + credentials + " " + settings.credentials())
                .doesNotContain("configured")
                .doesNotContain("p%40ss");
    }

    @Test
    void netrcFiles() {
        Netrc netrc = Netrc.parse("""
                # machine commented.example login a password b
                machine a.example login u password p
                machine
                   B.example
                   password "two words \\"x\\"" # a comment
                   account none
                   user me
                macdef init
                machine macro.example login no password no

                machine c.example login u password #hash
                machine a.example login second password second
                machine d.example password only
                machine bad.example login u:x password p
                machine e.example login""");
        assertThat(netrc.login("a.example")).contains(new Netrc.Login("u", "p"));
        assertThat(netrc.login("b.example")).contains(new Netrc.Login("me", "two words \"x\""));
        assertThat(netrc.login("c.example")).contains(new Netrc.Login("u", "#hash"));
        assertThat(netrc.login("d.example")).contains(new Netrc.Login("", "only"));
        for (String none : List.of("commented.example", "macro.example", "bad.example", "", "default")) {
            assertThat(netrc.login(none)).as(none).isEmpty();
        }
        assertThat(netrc.login("e.example").toString()).doesNotContain("password");
    }

    @Test
    void theNetrcVariableWinsAndAMissingFileIsNone() throws Exception {
        Path file = Files.writeString(home.resolve("other"), "machine a.example login u password p");
        Files.writeString(home.resolve(".netrc"), "machine a.example login no password no");
        assertThat(netrc(Map.of("HOME", home.toString(), "NETRC", file.toString())))
                .contains("u:p");
        assertThat(netrc(Map.of("HOME", home.toString(), "NETRC", "/nowhere"))).isEmpty();
        assertThat(netrc(Map.of())).isEmpty();
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(netrc(Map.of("NETRC", file.toString()))).as("not UTF-8").isEmpty();
    }

    @Test
    void theyAreSentOnTheWire() throws Exception {
        Files.writeString(home.resolve(".netrc"), "machine 127.0.0.1 login ü password n");
        try (SocketServer server = new SocketServer((r, c) -> c.ok(r.header("authorization")));
                Fetcher fetcher = new Fetcher(
                        FetchSettings.fromEnvironment(Map.of("HOME", home.toString()), List.of(), FetchLimits.DEFAULT)
                                .withUpstreams(List.of(server.uri("/"))))) {
            String sent = FetcherTest.read(fetcher, FetchRequest.of(server.uri("/"), 1000));
            assertThat(decode(Optional.of(sent))).contains("ü:n");
            assertThat(server.requests().getFirst().header("host")).isEqualTo("127.0.0.1:" + server.port());
        }
    }

    private static Optional<String> netrc(Map<String, String> environment) {
        Credentials credentials =
                new Credentials(FetchSettings.fromEnvironment(environment, List.of(), FetchLimits.DEFAULT));
        return decode(credentials.authorization(URI.create("https://a.example/")));
    }

    private static Optional<String> decode(Optional<String> authorization) {
        return authorization.map(a -> new String(
                Base64.getDecoder().decode(a.substring("Basic ".length())), java.nio.charset.StandardCharsets.UTF_8));
    }
}
