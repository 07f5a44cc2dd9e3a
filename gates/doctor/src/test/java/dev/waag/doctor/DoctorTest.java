package dev.waag.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.core.Json;
import dev.waag.core.UserException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class DoctorTest {
    private static final String EXTRA = "--extra-index-url https://index.example/simple/\n";

    @Test
    void aPipThatIsToldNothingUsesItsOwnIndex() {
        assertThat(new Bench().bare().found()).containsExactly("pip index-url environment:0");
        assertThat(new Bench().bare().file("project/requirements.txt", "a\n").found())
                .containsExactly("pip index-url environment:0");
        assertThat(new Bench().bare().set("PIP_INDEX_URL", Bench.GATE).found()).isEmpty();
        assertThat(new Bench()
                        .bare()
                        .file("home/.config/pip/pip.conf", "[global]\nindex-url=" + Bench.GATE + "\n")
                        .found())
                .isEmpty();
        // The gate as an additional index leaves the built-in one in use.
        assertThat(new Bench().bare().set("PIP_EXTRA_INDEX_URL", Bench.GATE).found())
                .containsExactly("pip index-url environment:0");
        // Another client's project says nothing of pip.
        assertThat(new Bench()
                        .bare()
                        .file("project/Pipfile", "[[source]]\nname = \"g\"\nurl = \"" + Bench.GATE + "\"\n")
                        .found())
                .isEmpty();
    }

    @Test
    void aRequirementsFileMayNameTheGateForAllThatBelongsToIt() {
        String gate = "-i " + Bench.GATE + "\n";
        assertThat(new Bench()
                        .bare()
                        .file("project/requirements.txt", gate + "-r requirements/base.txt\n-c constraints.txt\n")
                        .file("project/requirements/base.txt", "a\n")
                        .file("project/constraints.txt", "a<2\n")
                        .found())
                .isEmpty();
        assertThat(new Bench()
                        .bare()
                        .file("project/requirements.txt", gate + "-r requirements/base.txt\n")
                        .file("project/requirements/base.txt", "a\n")
                        .file("project/requirements-dev.txt", "-r requirements/base.txt\nb\n")
                        .found())
                .containsExactly("pip index-url environment:0");
    }

    @Test
    void uvDoesNotReadPipsIndexAndKeepsItsOwnBesideAnAdditionalOne() {
        Bench uv = new Bench().bare().set("PIP_INDEX_URL", Bench.GATE);
        assertThat(uv.file("project/pyproject.toml", "[project]\nname = \"a\"\n[tool.uv]\n")
                        .found())
                .containsExactly("uv default-index pyproject.toml:3");
        String index = "[[tool.uv.index]]\nname = \"gate\"\nurl = \"" + Bench.GATE + "\"\n";
        uv.file("project/pyproject.toml", index);
        assertThat(uv.found()).containsExactly("uv default-index pyproject.toml:3");
        assertThat(uv.report().findings().getFirst().help()).contains("`default = true`");
        uv.file("project/pyproject.toml", index + "default = true\n");
        assertThat(uv.found()).isEmpty();
        // A member of the workspace takes the root's.
        uv.file("project/member/pyproject.toml", "[tool.uv]\n");
        assertThat(uv.found()).isEmpty();
    }

    @Test
    void withoutAGateIndexesAreNotedAndOnlyDifferentOnesFound() {
        Bench bench = new Bench().bare().gate("").set("PIP_INDEX_URL", "https://index.example/simple");
        bench.file("project/requirements.txt", "-i https://index.example/simple/\n");
        assertThat(bench.found()).isEmpty();
        assertThat(bench.report().notes())
                .containsExactly(
                        "environment: index-url https://index.example/simple cannot be compared: no --url",
                        "requirements.txt:1: index-url https://index.example/simple/ cannot be compared: no --url");
        bench.file("project/requirements.txt", "-i https://files.example/simple/\n" + EXTRA);
        assertThat(bench.found())
                .containsExactly("pip index-url requirements.txt:1", "pip extra-index-url requirements.txt:2");
        assertThat(new Bench()
                        .bare()
                        .gate("")
                        .file(
                                "project/pyproject.toml",
                                "[[tool.poetry.source]]\nname = \"a\"\nurl = \"https://index.example/\"\n")
                        .found())
                .isEmpty();
    }

    @Test
    void anIndexInAVariableThatIsNotSetIsNoted() {
        Bench bench = new Bench().file("project/requirements.txt", "-i ${INDEX}\n");
        assertThat(bench.found()).isEmpty();
        assertThat(bench.report().notes()).singleElement().asString().startsWith("requirements.txt:1: index-url");
        assertThat(bench.set("INDEX", "https://index.example/").found())
                .containsExactly("pip index-url requirements.txt:1");
        assertThat(bench.set("INDEX", Bench.GATE).found()).isEmpty();
    }

    @Test
    void everyEncodingThatPipReads() {
        for (Charset charset : List.of(
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                Charset.forName("UTF-32LE"))) {
            assertThat(new Bench()
                            .file("project/requirements.txt", ("\uFEFF" + EXTRA).getBytes(charset))
                            .found())
                    .as("%s with a mark", charset)
                    .containsExactly("pip extra-index-url requirements.txt:1");
        }
        assertThat(new Bench()
                        .file("project/requirements.txt", EXTRA.getBytes(StandardCharsets.UTF_16LE))
                        .found())
                .hasSize(1);
        assertThat(new Bench()
                        .file("project/requirements.txt", EXTRA.getBytes(StandardCharsets.UTF_16BE))
                        .found())
                .hasSize(1);
        assertThat(new Bench()
                        .file(
                                "project/requirements.txt",
                                ("# caf\u00e9\n" + EXTRA).getBytes(StandardCharsets.ISO_8859_1))
                        .found())
                .containsExactly("pip extra-index-url requirements.txt:2");
        assertThat(new Bench()
                        .file("project/requirements.txt", "# coding: utf-7\na\n")
                        .report()
                        .unreadable())
                .containsExactly("requirements.txt: it declares an encoding that is not known here");
    }

    @Test
    void includedFilesAreFollowedOnceWhereverTheyLie() {
        assertThat(new Bench()
                        .file(
                                "project/requirements.txt",
                                "-r ../shared/more.txt\n-r requirements.txt\n-c missing.txt\n")
                        .file("shared/more.txt", "-r ../project/requirements.txt\n" + EXTRA)
                        .found())
                .containsExactly("pip extra-index-url ROOT/shared/more.txt:2");
        assertThat(new Bench()
                        .file("project/requirements.txt", "a\n-c missing.txt\n")
                        .report()
                        .unreadable())
                .containsExactly("missing.txt: it does not exist");
    }

    @Test
    void whatCannotBeReadIsSaid() throws IOException {
        Bench bench = new Bench()
                .file("project/pyproject.toml", "[project]\nname = \"a\nx = hunter2\n")
                .file("project/pip.conf", "index-url = x\n")
                .file("project/requirements.txt", new byte[TextFiles.MAX_BYTES + 1])
                .file("project/a/uv.toml", "a = " + "[".repeat(100_000))
                .file("project/b/uv.toml", "a.".repeat(100_000) + "a = 1")
                .set("PIP_CONFIG_FILE", "ROOT/nowhere.conf")
                .set("UV_CONFIG_FILE", "ROOT");
        Files.createSymbolicLink(bench.path("project/tox.ini"), bench.path("gone"));
        assertThat(bench.report().unreadable().stream()
                        .map(u -> u.replace(bench.path("").toString(), "ROOT")))
                .contains(
                        "ROOT/nowhere.conf: it does not exist",
                        "ROOT: it is not a regular file",
                        "pip.conf:1: a line before the first [section]",
                        "requirements.txt: it is larger than 2 MiB",
                        "tox.ini: it does not exist")
                .anyMatch(u -> u.startsWith("a/uv.toml"))
                .anyMatch(u -> u.startsWith("b/uv.toml"))
                .anyMatch(u -> u.startsWith("pyproject.toml:2: not valid TOML"))
                .noneMatch(u -> u.contains("hunter2"));
    }

    @Test
    void whatWasInstalledBuiltOrFetchedIsNotSearched() throws IOException {
        Bench bench = new Bench();
        for (String skipped : List.of(".git", "node_modules", ".venv", "__pycache__", "build", "env/lib", "a/.tox")) {
            bench.file("project/" + skipped + "/requirements.txt", EXTRA);
        }
        bench.file("project/env/pyvenv.cfg", "").file("project/env/pip.conf", "[global]\nfind-links = x\n");
        bench.file("elsewhere/requirements.txt", EXTRA);
        Files.createSymbolicLink(bench.path("project/loop"), bench.path("project"));
        Files.createSymbolicLink(bench.path("project/out"), bench.path("elsewhere"));
        assertThat(bench.found()).containsExactly("pip find-links env/pip.conf:2");
        String deep = "d/".repeat(ProjectWalk.MAX_DEPTH + 1);
        assertThat(bench.file("project/" + deep + "requirements.txt", EXTRA)
                        .report()
                        .unreadable())
                .singleElement()
                .asString()
                .endsWith("not searched: more than 32 folders deep");
    }

    @Test
    void oneFileCanBeExaminedAlone() {
        Bench bench =
                new Bench().file("project/requirements.txt", EXTRA).file("project/uv.toml", "find-links = [\"x\"]\n");
        assertThat(bench.report("project/requirements.txt").findings())
                .singleElement()
                .satisfies(f -> assertThat(f.place()).isEqualTo("requirements.txt"));
        assertThatThrownBy(() -> bench.report("project/nothing")).isInstanceOf(UserException.class);
        bench.file("project/notes.md", "");
        assertThatThrownBy(() -> bench.report("project/notes.md")).isInstanceOf(UserException.class);
    }

    @Test
    void pipsNullConfigurationMeansNone() {
        Bench bench = new Bench().file("home/.pip/pip.conf", "[global]\nfind-links = x\n");
        assertThat(bench.found()).hasSize(1);
        assertThat(bench.set("PIP_CONFIG_FILE", "/dev/null").found()).isEmpty();
    }

    @Test
    void aGateOnPlainHttpMayBeTrusted() {
        Bench bench = new Bench()
                .bare()
                .gate("http://gate.example:8080")
                .set("PIP_INDEX_URL", "http://gate.example:8080/simple/")
                .set("PIP_TRUSTED_HOST", "gate.example");
        assertThat(bench.found()).isEmpty();
        assertThat(bench.set("PIP_TRUSTED_HOST", "gate.example index.example").found())
                .containsExactly("pip trusted-host environment:0");
    }

    @Test
    void theTextSaysHowToMend() {
        Bench bench = new Bench()
                .file("project/requirements.txt", "a\n" + EXTRA)
                .set("PIP_INDEX_URL", "https://user:geheim@index.example/simple");
        assertThat(DoctorRender.text(bench.report(), false)).isEqualTo("""
                        environment  index-url (pip)
                          `PIP_INDEX_URL` sends pip to https://[REDACTED]@index.example/simple, which is not the gate
                          to do: export PIP_INDEX_URL=http://127.0.0.1:8080/simple/

                        requirements.txt:2  extra-index-url (pip)
                          pip also takes packages from https://index.example/simple/, and the highest version of either index wins
                          to do: remove `--extra-index-url` on line 2 of requirements.txt; let the gate ask that index as an upstream, or claim its names there

                        2 settings bypass the gate; looked at 3 places
                        """);
        assertThat(DoctorRender.text(new Bench().report(), true))
                .contains("\u001B[32mNothing found that bypasses the gate\u001B[0m");
    }

    @Test
    void theJsonHasItsSchema() {
        JsonNode json = Json.MAPPER.readTree(DoctorRender.json(
                new Bench().file("project/requirements.txt", EXTRA).report()));
        assertThat(json.get("schema").asString()).isEqualTo("waag-doctor/1");
        JsonNode finding = json.get("findings").get(0);
        assertThat(finding.propertyNames()).containsExactly("setting", "place", "line", "client", "message", "help");
        assertThat(finding.get("setting").asString()).isEqualTo("extra-index-url");
        assertThat(finding.get("line").asInt()).isEqualTo(1);
        assertThat(json.get("read").toString()).contains("requirements.txt").contains("PIP_INDEX_URL (environment)");
        assertThat(json.get("unreadable").isEmpty()).isTrue();
        assertThat(json.get("notes").isEmpty()).isTrue();
    }
}
