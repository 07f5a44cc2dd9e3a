package dev.waag.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Each client and place: the setting that goes round the gate, and its clean twin. The cases are resources: a line
 * {@code == FILE}, the file's text, and a line {@code -> CLIENT SETTING PLACE:LINE} for each finding that is expected.
 */
final class DoctorCasesTest {
    private static final String GATE = Bench.GATE;

    private record Case(String file, String text, List<String> expected) {}

    private static List<Case> cases(String resource) throws IOException {
        String all;
        try (InputStream in =
                Objects.requireNonNull(DoctorCasesTest.class.getResourceAsStream("/doctor/" + resource + ".cases"))) {
            all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Case> cases = new ArrayList<>();
        for (String one :
                Pattern.compile("^== ", Pattern.MULTILINE | Pattern.UNIX_LINES).split(all)) {
            if (!one.isBlank()) {
                int end = one.indexOf('\n');
                List<String> text = new ArrayList<>();
                List<String> expected = new ArrayList<>();
                for (String line : one.substring(end + 1).stripTrailing().split("\n")) {
                    if (line.startsWith("-> ")) {
                        expected.add(line.substring(3));
                    } else {
                        text.add(line);
                    }
                }
                cases.add(new Case(one.substring(0, end), String.join("\n", text) + "\n", expected));
            }
        }
        return cases;
    }

    private static void check(String resource) throws IOException {
        List<Case> cases = cases(resource);
        assertThat(cases).hasSizeGreaterThan(4).anyMatch(c -> c.expected().isEmpty());
        for (Case c : cases) {
            assertThat(new Bench().file(c.file(), c.text()).found())
                    .as("%s:\n%s", c.file(), c.text())
                    .containsExactlyElementsOf(c.expected());
        }
    }

    @Test
    void pipConfiguration() throws IOException {
        check("pip");
    }

    @Test
    void requirementsFiles() throws IOException {
        check("requirements");
    }

    @Test
    void uv() throws IOException {
        check("uv");
    }

    @Test
    void poetry() throws IOException {
        check("poetry");
    }

    @Test
    void pdm() throws IOException {
        check("pdm");
    }

    @Test
    void pipenv() throws IOException {
        check("pipenv");
    }

    @Test
    void requirementsOfTheProject() throws IOException {
        check("project");
    }

    @Test
    void commandLines() throws IOException {
        check("commands");
    }

    @Test
    void pdmsOwnFileCoversItsProject() {
        Bench bench = new Bench()
                .file("project/pyproject.toml", "[tool.pdm]\n")
                .file("project/pdm.toml", "pypi.url = \"" + GATE + "\"\n");
        assertThat(bench.found()).isEmpty();
    }

    @Test
    void environment() {
        record Variable(String name, String value, String expected) {}
        List<Variable> table = List.of(
                new Variable("PIP_INDEX_URL", "https://index.example/simple", "pip index-url"),
                new Variable("PIP_EXTRA_INDEX_URL", "https://index.example/", "pip extra-index-url"),
                new Variable("PIP_EXTRA_INDEX_URL", GATE, ""),
                new Variable("PIP_EXTRA_INDEX_URL", "", ""),
                new Variable("PIP_extra_index_url", "https://index.example/", "pip extra-index-url"),
                new Variable("PIP_FIND_LINKS", "/opt/wheels", "pip find-links"),
                new Variable("PIP_TRUSTED_HOST", "index.example", "pip trusted-host"),
                new Variable("PIP_NO_BUILD_ISOLATION", "1", "pip no-build-isolation"),
                new Variable("PIP_NO_BUILD_ISOLATION", "0", "pip no-build-isolation"),
                new Variable("PIP_NO_INDEX", "1", ""),
                new Variable("PIP_PROXY", "http://files.example", ""),
                new Variable("UV_INDEX_URL", "https://index.example/", "uv index-url"),
                new Variable("UV_DEFAULT_INDEX", "x=https://index.example/", "uv default-index"),
                new Variable("UV_DEFAULT_INDEX", "gate=" + GATE, ""),
                new Variable("UV_INDEX", "x=https://index.example/", "uv index"),
                new Variable("UV_EXTRA_INDEX_URL", "https://index.example/", "uv extra-index-url"),
                new Variable("UV_FIND_LINKS", "/opt/wheels", "uv find-links"),
                new Variable("UV_INDEX_STRATEGY", "unsafe-best-match", "uv index-strategy"),
                new Variable("UV_INDEX_STRATEGY", "first-index", ""),
                new Variable("UV_INSECURE_HOST", "index.example", "uv allow-insecure-host"),
                new Variable("UV_NO_BUILD_ISOLATION", "1", "uv no-build-isolation"),
                new Variable("UV_NO_BUILD_ISOLATION", "false", ""),
                new Variable("UV_TORCH_BACKEND", "auto", "uv torch-backend"),
                new Variable("PDM_PYPI_URL", "https://index.example/", "pdm pypi.url"),
                new Variable("PDM_PYPI_URL", GATE, ""),
                new Variable("PDM_PYPI_VERIFY_SSL", "0", "pdm verify-ssl"),
                new Variable("PDM_BUILD_ISOLATION", "false", "pdm no-build-isolation"),
                new Variable("PIPENV_PYPI_MIRROR", "https://index.example/", "pipenv pypi-mirror"),
                new Variable("POETRY_REPOSITORIES_X_URL", "https://files.example/", "poetry repositories"),
                new Variable("POETRY_REPOSITORIES_X_URL", "http://127.0.0.1:8080/legacy/", ""),
                new Variable("POETRY_CERTIFICATES_X_CERT", "false", "poetry verify-ssl"),
                new Variable("UV_INDEX_X_PASSWORD", "geheim", ""));
        for (Variable v : table) {
            List<String> expected = v.expected().isEmpty() ? List.of() : List.of(v.expected() + " environment:0");
            assertThat(new Bench().set(v.name(), v.value()).found())
                    .as(v.name() + "=" + v.value())
                    .containsExactlyElementsOf(expected);
        }
    }
}
