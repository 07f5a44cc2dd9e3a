package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/configuration.md is complete and true. */
final class ConfigurationPageTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z0-9.-]+)` \\|", Pattern.MULTILINE);
    private static final Pattern MEMBERS = Pattern.compile(
            "^\\| key of `\\[\\[([a-z0-9.-]+)]]` \\|.*\\n\\|[-|]+\\|\\n((?:\\|.*\\n)+)", Pattern.MULTILINE);
    private static final Pattern BLOCK = Pattern.compile("```toml\n(.*?)```", Pattern.DOTALL);

    private final String page;

    ConfigurationPageTest() throws IOException {
        page = Files.readString(Path.of("../../docs/configuration.md"));
    }

    @Test
    void hasEveryKeyWithItsVariableAndNoOther() {
        String keys = MEMBERS.matcher(page).replaceAll("");
        List<String> rows = ROW.matcher(keys).results().map(m -> m.group(1)).toList();
        List<String> known = new ArrayList<>();
        for (ConfigKeys.Key key : ConfigKeys.scalars()) {
            known.add(key.name());
            assertThat(page)
                    .containsPattern(
                            "(?m)^\\| `" + Pattern.quote(key.name()) + "` \\|.*\\| `" + key.variable() + "` \\|$");
        }
        assertThat(rows).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void hasEveryTableWithItsKeys() {
        List<MatchResult> tables = MEMBERS.matcher(page).results().toList();
        assertThat(tables.stream().map(m -> m.group(1)))
                .allMatch(ConfigKeys::isTableArray)
                .containsExactlyInAnyOrderElementsOf(ConfigKeys.tableArrays());
        for (MatchResult table : tables) {
            List<String> members =
                    ROW.matcher(table.group(2)).results().map(m -> m.group(1)).toList();
            assertThat(members).as(table.group(1)).isEqualTo(ConfigKeys.members(table.group(1)));
        }
    }

    @Test
    void saysOfKeysWithoutEffectThatTheyHaveNone() {
        String later = page.substring(page.indexOf("## Not in this version"));
        for (ConfigKeys.Key key : ConfigKeys.scalars()) {
            assertThat(later.contains("| `" + key.name() + "` |"))
                    .as(key.name())
                    .isEqualTo(!key.effective());
        }
    }

    @Test
    void itsExamplesAreRight(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("tls"));
        Files.createDirectories(folder.resolve("advisories"));
        for (String file : List.of("tls/chain.pem", "tls/key.pem", "policy.toml", "trusted_root.json")) {
            Files.writeString(folder.resolve(file), "");
        }
        List<String> blocks = BLOCK.matcher(page).results().map(m -> m.group(1)).toList();
        assertThat(blocks).hasSizeGreaterThan(4);
        for (String block : blocks) {
            Path file = Files.writeString(folder.resolve("waag.toml"), block);
            assertThat(read(file)).as(block).isNotNull();
        }
    }

    @Test
    void itsDefaultsAreThoseOfTheProgram(@TempDir Path folder) throws IOException {
        ServerConfig config = read(Files.writeString(folder.resolve("waag.toml"), ""));
        assertThat(page).contains("| `" + config.host() + ":" + config.port() + "` | `WAAG_LISTEN` |");
        assertThat(config.refresh()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.advisories().refresh()).isEqualTo(Duration.ofHours(1));
        assertThat(config.advisories().maxAge()).isEqualTo(Duration.ofDays(2));
        assertThat(config.cacheBytes()).isEqualTo(50L << 30);
        assertThat(config.authenticatedRead()).isFalse();
    }

    private static ServerConfig read(Path file) {
        return ConfigReader.read(
                new ConfigReader.Options(Optional.of(file), Map.of()),
                Map.of("HOME", file.resolveSibling("home").toString()));
    }
}
