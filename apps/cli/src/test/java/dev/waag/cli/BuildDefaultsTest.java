package dev.waag.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;

final class BuildDefaultsTest {
    @TempDir
    Path data;

    private static String of(BuildDefaults defaults, String key) {
        return String.valueOf(
                defaults.defaultValue(OptionSpec.builder("--" + key).build()));
    }

    private BuildDefaults read(String toml, Map<String, String> more) throws IOException {
        Files.writeString(data.resolve("waag.toml"), toml);
        Map<String, String> environment = new HashMap<>(more);
        environment.put("WAAG_DATA", data.toString());
        return new BuildDefaults(environment);
    }

    @Test
    void everyKeyIsReadAndItsVariableWins() throws Exception {
        for (String key : BuildDefaults.KEYS) {
            String toml = "[build]\n" + key + " = \"one\"\n";
            assertThat(of(read(toml, Map.of()), key)).as(key).isEqualTo("one");
            String variable = "WAAG_BUILD_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
            assertThat(of(read(toml, Map.of(variable, "two")), key))
                    .as(variable)
                    .isEqualTo("two");
        }
    }

    @Test
    void everyKeyIsAnOptionOfBuild() {
        List<String> options = new picocli.CommandLine(new BuildCommand())
                .getCommandSpec().options().stream()
                        .map(OptionSpec::longestName)
                        .toList();
        assertThat(options)
                .containsAll(BuildDefaults.KEYS.stream().map(k -> "--" + k).toList());
    }

    @Test
    void anUnknownKeyIsRefused() {
        assertThatThrownBy(() -> read("[build]\ntimeot = \"1h\"\n", Map.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("unknown key 'timeot'")
                .hasMessageContaining("timeout");
    }
}
