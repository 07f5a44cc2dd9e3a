package dev.waag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CiInitTest {
    private static final Pattern USES = Pattern.compile("(?m)^\\s*(?:- )?uses: (.*)$");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void whatItWritesPassesItsOwnAudit() throws IOException {
        assertThat(CiInit.write(folder, true, true)).hasSize(4);
        CiReport report = CiLint.run(folder, Optional.empty(), "0");
        assertThat(report.findings()).isEmpty();
        assertThat(report.unreadable()).isEmpty();
        assertThat(report.files()).hasSize(3);
        for (String name : List.of("waag.yml", "waag-release.yml")) {
            Matcher m = USES.matcher(
                    Files.readString(folder.resolve(".github/workflows").resolve(name)));
            int uses = 0;
            while (m.find()) {
                uses++;
                assertThat(m.group(1)).matches("[\\w-]+/[\\w-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+");
            }
            assertThat(uses).isPositive();
        }
        assertThat(PipelineFile.read(folder.resolve("waag-pipeline.toml")).stages())
                .isNotEmpty();
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Files.writeString(folder.resolve(".gitlab-ci.yml"), "mine");
        assertThatThrownBy(() -> CiInit.write(folder, true, true))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.exit()).isEqualTo(Exit.USAGE));
        assertThat(folder.resolve(".github")).doesNotExist();
        assertThat(Files.readString(folder.resolve(".gitlab-ci.yml"))).isEqualTo("mine");
    }

    @Test
    void whatIsNoWorkflowIsNamedAndTheRestStillTold() throws IOException {
        Path workflows = Files.createDirectories(folder.resolve(".github/workflows"));
        Files.writeString(workflows.resolve("broken.yml"), "on: [push\n");
        Files.writeString(workflows.resolve("empty.yml"), "");
        Files.writeString(workflows.resolve("bad.yml"), "on: push\njobs:\n  a:\n    steps:\n      - run: make\n");
        CiReport report = CiLint.run(folder, Optional.empty(), "0");
        assertThat(report.unreadable())
                .extracting(u -> Path.of(u.file()).getFileName().toString())
                .containsExactly("broken.yml", "empty.yml");
        assertThat(report.findings()).extracting(CiFinding::rule).containsExactly("excessive-permissions");
        assertThat(Json.MAPPER.readTree(report.json()).path("verdict").asString())
                .isEqualTo("fail");
        assertThat(report.text()).contains("broken.yml");
        assertThat(report.sarif()).contains("excessive-permissions");
    }

    @Test
    void aFindingIsExcusedByAComment() throws IOException {
        Path workflows = Files.createDirectories(folder.resolve(".github/workflows"));
        Files.writeString(workflows.resolve("a.yml"), """
                on: push
                permissions: {}
                jobs:
                  a:
                    steps:
                      - name: x # waag: ignore[unpinned-action] ours
                        uses: acme/a@v1
                      - uses: acme/b@v1
                """);
        CiReport report = CiLint.run(folder, Optional.empty(), "0");
        assertThat(report.findings()).extracting(CiFinding::line).containsExactly(8);
        assertThat(report.ignored()).isEqualTo(1);
    }
}
