package dev.waag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.waag.core.Json;
import dev.waag.policy.Policy;
import dev.waag.policy.PolicySource;
import dev.waag.policy.Waiver;
import dev.waag.server.ConfigReader;
import dev.waag.server.WaagServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class WaiveCommandTest {
    private static final String SHA = "ab".repeat(32);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private WaagServer serve() {
        URI upstream = URI.create("http://index.example/simple/");
        Map<String, String> values = Map.of(
                "data",
                folder.resolve("data").toString(),
                "listen",
                "127.0.0.1:0",
                "upstream.url",
                upstream.toString());
        return WaagServer.start(
                ConfigReader.read(new ConfigReader.Options(Optional.empty(), values), Map.of()),
                () -> upstream,
                Map.of(),
                InstantSource.system());
    }

    private Run waive(String... more) {
        String[] args = new String[more.length + 3];
        args[0] = "waive";
        System.arraycopy(more, 0, args, 1, more.length);
        args[more.length + 1] = "--data";
        args[more.length + 2] = folder.resolve("data").toString();
        return Run.of(args);
    }

    @Test
    void grantsListsAndRevokesAtARunningGate() {
        try (WaagServer server = serve()) {
            assertThat(waive("--list").out()).isEqualToIgnoringNewLines("no waivers");
            Run granted = waive(
                    "cooldown",
                    "--project",
                    "Demo_Pkg",
                    "--version",
                    "v1.0",
                    "--owner",
                    "us",
                    "--reason",
                    "a \"fix\"",
                    "--expires",
                    "2999-12-31",
                    "--format",
                    "json");
            assertThat(granted.err()).isEmpty();
            assertThat(granted.exit()).isZero();
            JsonNode waiver = Json.MAPPER.readTree(granted.out());
            assertThat(waiver.path("project").asString()).isEqualTo("demo-pkg");
            assertThat(waiver.path("version").asString()).isEqualTo("1.0");
            assertThat(waiver.path("expires").asString()).isEqualTo("3000-01-01T00:00:00Z");
            String id = waiver.path("id").asString();
            assertThat(waive("--list").out())
                    .isEqualToIgnoringNewLines(id + "  cooldown  demo-pkg 1.0  until 2999-12-31  us: a \"fix\"");
            assertThat(waive("--revoke", id).out()).isEqualToIgnoringNewLines("revoked " + id);
            assertThat(waive("--list").out()).isEqualToIgnoringNewLines("no waivers");
            Run again = waive("--revoke", id);
            assertThat(again.exit()).isEqualTo(2);
            assertThat(again.err()).contains("there is no waiver '" + id + "'");
            assertThat(server.url().getPort()).isPositive();
        }
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertThat(Run.of("waive").err()).contains("missing: RULE, what is meant", "--owner, --reason, --expires");
        try (WaagServer server = serve()) {
            Run wrong = waive(
                    "cooldwn",
                    "--sha256",
                    "xyz",
                    "--version",
                    "1",
                    "--owner",
                    "us",
                    "--reason",
                    "x",
                    "--expires",
                    "2020-01-01");
            assertThat(wrong.exit()).isEqualTo(2);
            assertThat(wrong.err())
                    .contains("there is no rule 'cooldwn' (did you mean 'cooldown'?)")
                    .contains("'sha256' must be 64 hexadecimal digits")
                    .contains("a 'version' needs its 'project'")
                    .contains("'expires' is over: 2020-01-01");
            Run withoutToken = Run.of("waive", "--list", "--url", server.url().toString());
            assertThat(withoutToken.exit()).isEqualTo(2);
            assertThat(withoutToken.err()).contains("no token was given");
            Run badToken = Run.of("waive", "--list", "--url", server.url().toString(), "--token", "s3cret");
            assertThat(badToken.exit()).isEqualTo(2);
            assertThat(badToken.err()).contains("the token is wrong").doesNotContain("s3cret");
        }
    }

    @Test
    void theTokenGoesToTheGateOfTheDataFolderAndToNobodyElse() throws IOException {
        try (WaagServer server = serve()) {
            assertThat(Files.readString(folder.resolve("data/address")).strip())
                    .isEqualTo(server.url().toString());
        }
        assertThat(folder.resolve("data/address")).doesNotExist();
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", x -> {
            throw new AssertionError("nobody may ask this one");
        });
        other.start();
        try {
            Files.writeString(
                    folder.resolve("data/address"),
                    "http://127.0.0.1:" + other.getAddress().getPort() + "\n");
            Run left = waive("--list");
            assertThat(left.exit()).isEqualTo(3);
            assertThat(left.err()).contains("no gate runs on the data folder");
        } finally {
            other.stop(0);
        }
        assertThat(Run.of("waive", "--list", "--data", folder.resolve("none").toString())
                        .exit())
                .isEqualTo(3);
    }

    @Test
    void anotherServerIsNoGate() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", x -> {
            byte[] body = "<p>hello</p>".getBytes(StandardCharsets.UTF_8);
            x.sendResponseHeaders(200, body.length);
            x.getResponseBody().write(body);
            x.close();
        });
        other.start();
        String url = "http://127.0.0.1:" + other.getAddress().getPort();
        try {
            Run run = Run.of("waive", "--list", "--url", url, "--token", "t");
            assertThat(run.exit()).isEqualTo(3);
            assertThat(run.err()).contains("is no gate");
        } finally {
            other.stop(0);
        }
        Run dead = Run.of("waive", "--list", "--url", url, "--token", "t");
        assertThat(dead.exit()).isEqualTo(3);
        assertThat(dead.err()).contains("cause:", "to do:");
    }

    @Test
    void aPolicyFileGetsATableAndKeepsTheRest() throws Exception {
        Path file = folder.resolve("policy.toml");
        String before = "# ours\n[rules.cooldown]\nhours = 48 # two days";
        Files.writeString(file, before);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(folder.resolve("link.toml"), file);
        Run run = Run.of(
                "waive",
                "cooldown",
                "--project",
                "demo",
                "--sha256",
                SHA,
                "--owner",
                "us",
                "--reason",
                "say \"so\" \\ \t ü",
                "--expires",
                "2999-12-31",
                "--policy",
                link.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("written to " + link + ": file-");
        String text = Files.readString(file);
        assertThat(text)
                .startsWith(before + "\n\n[[waiver]]\nrule = \"cooldown\"\n")
                .endsWith("expires = 2999-12-31\n");
        assertThat(link).isSymbolicLink();
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        Waiver waiver =
                Policy.load(new PolicySource("policy.toml", text)).waivers().getFirst();
        assertThat(waiver.reason()).isEqualTo("say \"so\" \\ \t ü");
        assertThat(waiver.sha256()).hasValue(SHA);
        assertThat(waiver.expires()).isEqualTo(Instant.parse("3000-01-01T00:00:00Z"));
        assertThat(Run.of("waive", "--list", "--policy", file.toString()).out()).contains("cooldown  demo " + SHA);
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(file, link);
        }
    }

    @Test
    void aPolicyFileIsNotTouchedForAWrongWaiver() throws IOException {
        Path file = folder.resolve("policy.toml");
        Files.writeString(file, "waiver = []\n");
        String[] right = {"--project", "demo", "--owner", "us", "--reason", "x", "--policy", file.toString()};
        assertThat(run(right, "cooldown", "--expires", "2999-12-31").err()).contains("the file was not touched");
        assertThat(run(right, "nothing", "--expires", "2999-12-31").exit()).isEqualTo(2);
        assertThat(run(right, "cooldown", "--expires", "2020-12-31").err()).contains("is over");
        assertThat(run(right, "cooldown", "--expires", "soon").err()).contains("must be a date");
        assertThat(run(right, "cooldown", "--expires", "2999-12-31", "--url", "http://gate.example")
                        .exit())
                .isEqualTo(2);
        assertThat(Files.readString(file)).isEqualTo("waiver = []\n");
        Files.writeString(file, "[rules.cooldwn]\n");
        assertThat(run(right, "cooldown", "--expires", "2999-12-31").err()).contains("policy.toml:1:");
        assertThat(Run.of("waive", "--revoke", "w-1", "--policy", file.toString())
                        .exit())
                .isEqualTo(2);
    }

    private static Run run(String[] options, String... more) {
        String[] args = new String[1 + more.length + options.length];
        args[0] = "waive";
        System.arraycopy(more, 0, args, 1, more.length);
        System.arraycopy(options, 0, args, 1 + more.length, options.length);
        return Run.of(args);
    }

    @Test
    void showsItsHelp() {
        assertThat(Run.of("waive", "--help").out()).contains("waag waive RULE (--project P [--version V]");
    }
}
