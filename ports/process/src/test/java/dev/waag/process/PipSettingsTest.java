package dev.waag.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the pip of the machine; the machine's own settings are kept out by a home and a configuration folder of the test's own. */
class PipSettingsTest {
    @TempDir
    Path home;

    @Test
    void withoutSettingsItIsTheIndexBuiltIntoPip() {
        PipIndex index = read(Map.of("PIP_CONFIG_FILE", "/dev/null"));
        assertThat(index.indexUrl()).startsWith("https://").contains("/simple");
        assertThat(index.extraIndexUrls()).isEmpty();
        assertThat(index.cert()).isEmpty();
        assertThat(index.proxy()).isEmpty();
        assertThat(index.trustedHosts()).isEmpty();
    }

    @Test
    void variablesWinOverInstallAndInstallOverGlobal() throws IOException {
        String file = config("""
                [global]
                index-url = https://global.example/simple
                cert = /etc/global.pem
                [install]
                index-url = https://install.example/simple
                [download]
                index-url = https://download.example/simple
                """);
        assertThat(read(Map.of("PIP_CONFIG_FILE", file)).indexUrl()).isEqualTo("https://install.example/simple");
        assertThat(read(Map.of("PIP_CONFIG_FILE", file)).cert()).contains("/etc/global.pem");
        assertThat(read(Map.of("PIP_CONFIG_FILE", file, "PIP_INDEX_URL", "https://env.example/simple"))
                        .indexUrl())
                .isEqualTo("https://env.example/simple");
        assertThat(read(Map.of("PIP_CONFIG_FILE", file, "PIP_INDEX_URL", "")).indexUrl())
                .as("an empty variable does not count")
                .isEqualTo("https://install.example/simple");
        assertThat(read(Map.of("PIP_CONFIG_FILE", file, "PIP_PYPI_URL", "https://old.example/simple"))
                        .indexUrl())
                .as("pip's older name of the option")
                .isEqualTo("https://old.example/simple");
    }

    @Test
    void theUsersOwnFileCounts() throws IOException {
        Files.createDirectories(home.resolve(".config/pip"));
        Files.writeString(home.resolve(".config/pip/pip.conf"), "[global]\nindex-url = https://user.example/simple\n");
        assertThat(read(Map.of()).indexUrl()).isEqualTo("https://user.example/simple");
    }

    @Test
    void allOtherSettingsAreRead() throws IOException {
        String file = config("""
                [global]
                extra-index-url =
                    https://one.example/simple
                    https://two.example/simple
                proxy = http://u:p@proxy.example:3128
                client-cert = /etc/client.pem
                trusted-host = a.example
                    b.example:8080
                """);
        PipIndex index = read(Map.of("PIP_CONFIG_FILE", file));
        assertThat(index.extraIndexUrls())
                .isEqualTo(List.of("https://one.example/simple", "https://two.example/simple"));
        assertThat(index.proxy()).contains("http://u:p@proxy.example:3128");
        assertThat(index.clientCert()).contains("/etc/client.pem");
        assertThat(index.trustedHosts()).containsExactly("a.example", "b.example:8080");
    }

    @Test
    void credentialsAreKeptButNotPrinted() {
        PipIndex index = read(
                Map.of("PIP_INDEX_URL", "https://me:s3cret@index.example/simple", "PIP_PROXY", "me:s3cret@proxy:1"));
        assertThat(index.indexUrl()).isEqualTo("https://me:s3cret@index.example/simple");
        assertThat(index.toString()).doesNotContain("s3cret").contains("index.example");
    }

    @Test
    void aBrokenConfigurationIsSaidInPipsWords() throws IOException {
        String file = config("no section here");
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> read(Map.of("PIP_CONFIG_FILE", file)))
                .satisfies(e ->
                        assertThat(e.render()).contains("pip's configuration").contains("pip.conf"));
    }

    @Test
    void withoutPythonThereIsNone() {
        assertThat(PipSettings.read(Map.of("PATH", home.toString()))).isEmpty();
        assertThat(PipSettings.read(Map.of())).isEmpty();
    }

    @Test
    void aFolderNamedPipWhereWeAreIsNotPip() throws Exception {
        Files.createDirectories(home.resolve("pip/_internal"));
        Files.writeString(home.resolve("pip/__init__.py"), "open('ran', 'w')");
        Map<String, String> environment = environment(Map.of("PIP_CONFIG_FILE", "/dev/null"));
        Path python = Processes.find("python3", environment).orElseThrow();
        Finished done = Processes.run(
                new Command(
                        List.of(python.toString(), "-c", PipSettings.script()),
                        environment,
                        home,
                        java.time.Duration.ofSeconds(20),
                        10_000),
                new byte[0]);
        assertThat(done.exit()).isZero();
        assertThat(home.resolve("ran")).doesNotExist();
    }

    private PipIndex read(Map<String, String> settings) {
        return PipSettings.read(environment(settings)).orElseThrow(() -> new AssertionError("this machine has no pip"));
    }

    private Map<String, String> environment(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", home.toString());
        environment.put(
                "PYENV_ROOT", System.getenv().getOrDefault("PYENV_ROOT", System.getProperty("user.home") + "/.pyenv"));
        return environment;
    }

    private String config(String text) throws IOException {
        return Files.writeString(home.resolve("pip.conf"), text).toString();
    }
}
