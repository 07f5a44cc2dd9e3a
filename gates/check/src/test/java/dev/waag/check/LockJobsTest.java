package dev.waag.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LockJobsTest {
    private static final String PROJECT = "[project]\nname = \"x\"\nversion = \"1\"\ndependencies = [\"kaas\"]\n";

    @TempDir
    private Path folder;

    @Test
    void takesTheToolWhoseLockIsThere() throws IOException {
        write("pyproject.toml", PROJECT + "[tool.poetry]\npackage-mode = false\n");
        write("uv.lock", "");
        assertThat(commands()).containsExactly("uv lock");
        Files.delete(folder.resolve("uv.lock"));
        assertThat(commands()).containsExactly("poetry lock --no-interaction");
    }

    @Test
    void takesTheToolThatIsConfigured() throws IOException {
        write("pyproject.toml", PROJECT + "[tool.uv.sources]\n");
        assertThat(commands()).containsExactly("uv lock");
        write("pyproject.toml", PROJECT + "[[tool.pdm.source]]\nname = 'x'\n");
        assertThat(commands()).containsExactly("pdm lock --update-reuse");
        write("pyproject.toml", PROJECT + "[build-system]\nbuild-backend = \"poetry.core.masonry.api\"\n");
        assertThat(commands()).containsExactly("poetry lock --no-interaction");
        write("pyproject.toml", PROJECT + "[tool.uvicorn]\nx = 1\n");
        assertThat(commands().getFirst())
                .startsWith("pip-compile --generate-hashes")
                .endsWith("pyproject.toml");
    }

    @Test
    void compilesEachFileOfRequirements() throws IOException {
        write("requirements.in", "kaas\n");
        write("requirements-dev.in", "brood\n");
        write("MANIFEST.in", "include x\n");
        write("requirements/docs.in", "boter\n");
        assertThat(LockJobs.of(folder, Map.of()))
                .extracting(j -> folder.relativize(j.lock()).toString())
                .containsExactly("requirements-dev.txt", "requirements.txt", "requirements/docs.txt");
    }

    @Test
    void keepsToTheToolAndTheOptionsThatMadeTheFile() throws IOException {
        write("requirements.in", "kaas\n");
        write("requirements.txt", "#    uv pip compile --universal requirements.in -o requirements.txt\nkaas==1\n");
        assertThat(commands())
                .containsExactly(
                        "uv pip compile --generate-hashes --quiet --output-file requirements.txt --universal requirements.in");
    }

    @Test
    void locksAPipfile() throws IOException {
        write("Pipfile", "[packages]\nkaas = \"*\"\n");
        assertThat(commands()).containsExactly("pipenv lock");
    }

    @Test
    void saysWhereThereIsNothingToLock() throws IOException {
        write("pyproject.toml", "[tool.ruff]\nline-length = 100\n");
        assertThatThrownBy(this::commands)
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.exit()).isEqualTo(Exit.INCOMPLETE));
    }

    @Test
    void findsNoToolForALockAlone() throws IOException {
        write("requirements.txt", "kaas==1\n");
        assertThat(LockJobs.ofLock(folder.resolve("requirements.txt"), Map.of()))
                .isEmpty();
        write("poetry.lock", "");
        assertThat(LockJobs.ofLock(folder.resolve("poetry.lock"), Map.of())).isEmpty();
    }

    @Test
    void saysHowToInstallWhatIsMissing() {
        Tools tools = new Tools(Map.of("PATH", "/nowhere"), Optional.of(URI.create("https://index.example/simple/")));
        List<String> told = new ArrayList<>();
        assertThatThrownBy(() -> tools.run(LockTool.PDM, folder, List.of("pdm", "lock"), told::add))
                .isInstanceOfSatisfying(
                        UserException.class,
                        e -> assertThat(e.render())
                                .contains("pdm is not here")
                                .contains("install it: pipx install pdm"));
        assertThat(told).isEmpty();
    }

    @Test
    void masksCredentialsInWhatItSays() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path uv = bin.resolve("uv");
        Files.writeString(uv, "#!/bin/sh\necho \"cannot ask $UV_DEFAULT_INDEX\" >&2\nexit 2\n");
        assertThat(uv.toFile().setExecutable(true)).isTrue();
        Tools tools = new Tools(
                Map.of("PATH", bin + ":/usr/bin:/bin"),
                Optional.of(URI.create("https://me:secret@index.example/simple/")));
        List<String> told = new ArrayList<>();
        assertThatThrownBy(() -> tools.run(LockTool.UV, folder, List.of("uv", "lock"), told::add))
                .isInstanceOfSatisfying(
                        UserException.class,
                        e -> assertThat(e.render())
                                .contains("cannot ask https://[REDACTED]@index.example/simple/")
                                .doesNotContain("secret"));
        assertThat(told).hasSize(1);
        assertThat(told.getFirst()).contains("uv lock").doesNotContain("secret");
    }

    private List<String> commands() {
        return LockJobs.of(folder, Map.of()).stream()
                .map(j -> String.join(" ", j.argv()))
                .toList();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
