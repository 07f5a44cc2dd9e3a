package dev.waag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.alert.AlertSettings;
import dev.waag.alert.Alerts;
import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.UserException;
import dev.waag.sign.KeyAlgorithm;
import dev.waag.sign.PrivateSigner;
import dev.waag.sign.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class PipelineRunTest {
    private static final String LINE = """
            [pipeline]
            name = "acme"
            [[stage]]
            name = "one"
            run = ["sh", "-c", "mkdir -p work && cat seed.txt seed.txt > work/a.txt"]
            inputs = ["seed.txt"]
            outputs = ["work/a.txt"]
            [[stage]]
            name = "two"
            run = ["sh", "-c", "tr a-z A-Z < work/a.txt > work/b.txt; echo $WORD"]
            inputs = ["work/a.txt"]
            outputs = ["work/b.txt"]
            environment = { WORD = "kaas" }
            [[stage]]
            name = "three"
            run = ["sh", "-c", "cat work/*.txt > work/c"]
            inputs = ["work/*.txt"]
            outputs = ["work/c"]
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final Signer signer = PrivateSigner.generate(KeyAlgorithm.ED25519);
    private final List<String> progress = new ArrayList<>();
    private Map<String, StageWork> kinds = Map.of();
    private Set<String> baseline = Set.of();

    @BeforeEach
    void seed() throws IOException {
        Files.writeString(folder.resolve("seed.txt"), "kaas ");
        write(LINE);
    }

    private void write(String pipeline) throws IOException {
        Files.writeString(folder.resolve("waag-pipeline.toml"), pipeline);
    }

    private RunReport run(String... stages) {
        Instant now = Instant.parse("2026-11-22T10:00:00Z");
        try (Alerts alerts = new Alerts(AlertSettings.NONE, Map.of(), InstantSource.fixed(now))) {
            PipelineRun.Setting setting = new PipelineRun.Setting(
                    () -> signer, kinds, System.getenv(), alerts, InstantSource.fixed(now), progress::add, baseline);
            return PipelineRun.run(folder.resolve("waag-pipeline.toml"), List.of(stages), setting);
        }
    }

    private static List<String> outcomes(RunReport report) {
        return report.stages().stream().map(s -> s.outcome().text()).toList();
    }

    private String failure(RunReport report) {
        return report.failed().map(StageResult::message).orElse("");
    }

    @Test
    void stagesRunInOrderOnWhatWasSigned() throws IOException {
        RunReport report = run();
        assertThat(outcomes(report)).containsOnly("pass").hasSize(3);
        assertThat(Files.readString(folder.resolve("work/c"))).isEqualTo("kaas kaas KAAS KAAS ");
        assertThat(report.exit()).isEqualTo(Exit.OK);
        assertThat(folder.resolve(".waag/links/one." + signer.keyId().substring(0, 8) + ".link"))
                .exists();
        JsonNode json = Json.MAPPER.readTree(RunText.json(report));
        assertThat(json.path("verdict").asString()).isEqualTo("pass");
        assertThat(json.path("stages").path(2).path("inputs").size()).isEqualTo(2);
        assertThat(json.path("failed_stage").isNull()).isTrue();
        assertThat(outcomes(run("three"))).containsExactly("pass");
    }

    @Test
    void aChangedFileAChangedLinkAndNoLinkAreRefusedByName() throws IOException {
        run("one");
        Files.writeString(folder.resolve("work/a.txt"), "other");
        RunReport changed = run("two", "three");
        assertThat(outcomes(changed)).containsExactly("refused", "skipped");
        assertThat(failure(changed)).contains("work/a.txt").contains("'one'");
        assertThat(changed.exit()).isEqualTo(Exit.FINDINGS);
        run("one");
        Path link = folder.resolve(".waag/links/one." + signer.keyId().substring(0, 8) + ".link");
        Files.writeString(link, Files.readString(link).replaceFirst("\"payload\":\"....", "\"payload\":\"AAAA"));
        assertThat(failure(run("two"))).contains("'one'").contains("signature");
        Files.delete(link);
        assertThat(failure(run("two"))).contains("'one'").contains("is not there");
        assertThat(folder.resolve("work/b.txt")).doesNotExist();
    }

    @Test
    void aStageThatRanOnSomethingElseIsAGap() throws IOException {
        run();
        assertThat(outcomes(run("one", "three"))).containsExactly("pass", "pass");
        write("seed.txt", "kaas 2");
        assertThat(outcomes(run("one"))).containsExactly("pass");
        assertThat(failure(run("three"))).contains("'two'").contains("work/a.txt");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void theFirstFailureHaltsAndLeavesNoLink() throws IOException {
        run();
        write(LINE.replace("tr a-z A-Z < work/a.txt > work/b.txt; echo $WORD", "echo cheese is off; exit 7"));
        RunReport report = run();
        assertThat(outcomes(report)).containsExactly("pass", "fail", "skipped");
        assertThat(failure(report)).contains("'two'").contains("7");
        assertThat(report.failed().map(RunText::said).orElse("")).contains("cheese is off");
        assertThat(folder.resolve(".waag/links/two." + signer.keyId().substring(0, 8) + ".link"))
                .doesNotExist();
        assertThat(RunText.junit(report)).contains("<failure").contains("<skipped/>");
        write(LINE.replace("> work/b.txt; echo $WORD", "> work/x.txt")
                .replace("work/b.txt\"]\nenvironment", "work/nowhere.txt\"]\nenvironment"));
        assertThat(failure(run())).contains("work/nowhere.txt");
    }

    @Test
    void theEnvironmentIsClearedButForWhatIsDeclared() throws IOException {
        write(LINE.replace("tr a-z A-Z < work/a.txt > work/b.txt; echo $WORD", "env > work/b.txt"));
        run("one", "two");
        assertThat(Files.readAllLines(folder.resolve("work/b.txt")))
                .contains("WORD=kaas")
                .noneMatch(l -> l.startsWith("JAVA_HOME=") || l.startsWith("XDG_"));
    }

    @Test
    void aStagePastItsTimeIsEnded() throws IOException {
        write(LINE.replace("tr a-z A-Z < work/a.txt > work/b.txt; echo $WORD", "sleep 60")
                .replace("environment =", "timeout = \"300ms\"\nenvironment ="));
        assertThat(failure(run())).contains("'two'").contains("timeout");
    }

    @Test
    void whatIsWrongIsSaidTogether() throws IOException {
        write("""
                [pipeline]
                nam = "x"
                [[stage]]
                name = "a"
                [[stage]]
                name = "a"
                run = ["true"]
                kind = "chek"
                outputs = ["../far.txt", "/etc/x"]
                timeout = "soon"
                ouptuts = []
                """);
        assertThatThrownBy(this::run).isInstanceOfSatisfying(UserException.class, e -> {
            assertThat(e.exit()).isEqualTo(Exit.USAGE);
            assertThat(e.getMessage())
                    .contains("'nam'")
                    .contains("neither 'run' nor 'kind'")
                    .contains("two stages are called 'a'")
                    .contains("'chek'")
                    .contains("../far.txt")
                    .contains("/etc/x")
                    .contains("'soon'")
                    .contains("'ouptuts'");
        });
        write(LINE);
        assertThatThrownBy(() -> run("tow"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("did you mean 'two'");
    }

    @Test
    void findingsFailAStageUnlessTheyWereThereBefore() throws IOException {
        StageFinding known =
                new StageFinding("scan", "r1", "high", "a.py", 3, "known", "", Optional.empty(), true, "i1");
        StageFinding fresh =
                new StageFinding("scan", "r1", "high", "a.py", 9, "fresh", "", Optional.of("c".repeat(40)), true, "i2");
        write("[pipeline]\nname = \"p\"\n[[stage]]\nname = \"s\"\nkind = \"sast\"\n");
        kinds = Map.of(
                "sast",
                job -> new StageWork.Done(
                        true, false, "", "", 0, List.of(new StageWork.Tool("scan", "1")), List.of(known)));
        RunReport first = run();
        assertThat(outcomes(first)).containsExactly("fail");
        Path sarif = Files.writeString(folder.resolve("base.sarif"), RunSarif.render(first, false));
        baseline = RunSarif.fingerprints(sarif);
        assertThat(outcomes(run())).containsExactly("pass");
        kinds = Map.of("sast", job -> new StageWork.Done(true, false, "", "", 0, List.of(), List.of(known, fresh)));
        RunReport second = run();
        assertThat(outcomes(second)).containsExactly("fail");
        JsonNode results = Json.MAPPER
                .readTree(RunSarif.render(second, true))
                .path("runs")
                .path(0)
                .path("results");
        assertThat(results.path(0).path("baselineState").asString()).isEqualTo("unchanged");
        assertThat(results.path(1).path("baselineState").asString()).isEqualTo("new");
        assertThat(results.path(1).path("properties").path("commit").asString()).hasSize(40);
        assertThat(RunText.json(second)).contains("\"in_history\":true");
    }

    @Test
    void patternsStayWithinTheirFolders() {
        assertThat(Patterns.matches("src/**", "src/a/b.py")).isTrue();
        assertThat(Patterns.matches("src/*.py", "src/a/b.py")).isFalse();
        assertThat(Patterns.matches("**/*.py", "b.py")).isTrue();
        assertThat(Patterns.matches("src", "src/a.py")).isTrue();
        assertThat(Patterns.matches("sr?", "src")).isTrue();
        for (String bad : List.of("", "../a", "a/../../b", "/a", "~/a", "a\\b")) {
            assertThat(Patterns.fault(bad)).as(bad).isPresent();
        }
    }
}
