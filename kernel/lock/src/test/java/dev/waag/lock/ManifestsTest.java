package dev.waag.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ManifestsTest {
    @Test
    void standardTables() throws LockException {
        Manifest manifest = pyproject("""
                [build-system]
                requires = ["hatchling>=1"]
                [project]
                name = "Acme_App"
                requires-python = ">=3.9"
                dependencies = [
                    "a>=1",
                    "b @ https://files.example/b-1.0.tar.gz ; os_name == 'nt'",
                ]
                [project.optional-dependencies]
                Cli_Tools = ["c"]
                [dependency-groups]
                dev = ["d", {include-group = "Lint"}]
                lint = ["e>2"]
                """);

        assertThat(manifest.name().orElseThrow()).hasToString("acme-app");
        assertThat(manifest.requiresPython()).isEqualTo(">=3.9");
        assertThat(lines(manifest))
                .containsExactly(
                        "7 MAIN  a>=1",
                        "8 MAIN  b @ https://files.example/b-1.0.tar.gz ; os_name == \"nt\" from URL https://files.example/b-1.0.tar.gz",
                        "11 EXTRA cli-tools c",
                        "13 GROUP dev d",
                        "14 GROUP dev e>2",
                        "14 GROUP lint e>2");
        assertThat(manifest.buildRequirements())
                .singleElement()
                .satisfies(d -> assertThat(d.place().line()).isEqualTo(2));
        assertThat(manifest.isDynamic()).isFalse();
    }

    @Test
    void groupsThatGoInCirclesAreRefused() {
        refused(
                "[dependency-groups]\na = [{include-group = \"b\"}]\nb = [{include-group = \"A\"}]\n",
                3,
                "\"a\" includes itself");
        refused("[dependency-groups]\na = [{include-group = \"c\"}]\n", 2, "no group \"c\"");
        refused("[dependency-groups]\na = []\nA = []\n", 3, "twice");
        refused("[dependency-groups]\na = [{other = 1}]\n", 2, "include-group alone");
        StringBuilder doubling = new StringBuilder("[dependency-groups]\ng0 = [\"x\"]\n");
        for (int i = 1; i < 60; i++) {
            doubling.append(
                    "g%d = [{include-group = \"g%d\"}, {include-group = \"g%d\"}]\n".formatted(i, i - 1, i - 1));
        }
        refused(doubling.toString(), 18, "limit: requirements");
    }

    @Test
    void dynamicRequirements() throws LockException {
        String dynamic = "[project]\nname = \"x\"\ndynamic = [\"dependencies\"]\n";
        assertThat(pyproject(dynamic).isDynamic()).isTrue();
        Manifest known = Manifests.read(
                ManifestKind.PYPROJECT,
                "d/pyproject.toml",
                (dynamic + "[tool.setuptools.dynamic]\ndependencies = {file = [\"req.in\"]}\n")
                        .getBytes(StandardCharsets.UTF_8),
                Texts.with(Map.of("d/req.in", "\nattrs\n")));
        assertThat(known.isDynamic()).isFalse();
        assertThat(known.requirements())
                .singleElement()
                .satisfies(d -> assertThat(d.place()).isEqualTo(new Place("d/req.in", 2)));
    }

    @Test
    void poetry() throws LockException {
        Manifest manifest = pyproject("""
                [tool.poetry]
                name = "x"
                [tool.poetry.dependencies]
                python = "^3.9"
                a = "^1.2"
                b = {version = "~2.0", extras = ["y"], python = "<3.12", platform = "win32"}
                c = {version = "1.*", optional = true, markers = "os_name == 'nt'"}
                d = [{version = "<2", python = "<3.10"}, {version = ">=2", python = ">=3.10"}]
                e = "<1 || >=2"
                f = {git = "https://host.example/f.git", tag = "v1"}
                g = {path = "../g", develop = true}
                h = {version = "*", source = "own"}
                [tool.poetry.extras]
                z = ["c"]
                [tool.poetry.dev-dependencies]
                i = "1.0"
                [tool.poetry.group.Docs.dependencies]
                j = "!=2.*"
                [[tool.poetry.source]]
                name = "own"
                url = "https://index.example/simple"
                """);

        assertThat(manifest.requiresPython()).isEqualTo(">=3.9,<4");
        assertThat(lines(manifest))
                .containsExactly(
                        "5 MAIN  a<2,>=1.2",
                        "6 MAIN  b[y]<2.1,>=2.0; python_version < \"3.12\" and sys_platform == \"win32\"",
                        "7 EXTRA z c==1.*; os_name == \"nt\"",
                        "8 MAIN  d<2; python_version < \"3.10\"",
                        "8 MAIN  d>=2; python_version >= \"3.10\"",
                        "9 MAIN  e",
                        "10 MAIN  f from VCS https://host.example/f.git",
                        "11 MAIN  g from EDITABLE ../g",
                        "12 MAIN  h from INDEX https://index.example/simple",
                        "16 GROUP dev i==1.0",
                        "18 GROUP docs j!=2.*");
        Direct either = manifest.requirements().get(5);
        assertThat(List.of("0.9", "1.5", "2.0"))
                .filteredOn(v -> either.allows(dev.waag.python.Version.parse(v).orElseThrow()))
                .containsExactly("0.9", "2.0");
        assertThat(manifest.indexes())
                .containsExactly(new IndexUse(
                        "[[tool.poetry.source]]", "https://index.example/simple", new Place("pyproject.toml", 21)));
        refused("[tool.poetry.dependencies]\na = \">>1\"\n", 2, "not a version constraint");
    }

    @Test
    void poetryBesideTheStandardTable() throws LockException {
        assertThat(lines(pyproject("""
                [project]
                name = "x"
                dependencies = ["a>=1"]
                [tool.poetry.dependencies]
                a = {source = "own"}
                """))).containsExactly("3 MAIN  a>=1");
    }

    @Test
    void pdmAndUv() throws LockException {
        Manifest manifest = pyproject("""
                [project]
                name = "x"
                dependencies = ["a", "b"]
                [tool.pdm.dev-dependencies]
                dev = ["c>1", "-e file:///${PROJECT_ROOT}/sub#egg=d"]
                [[tool.pdm.source]]
                name = "p"
                url = "https://u:p@index.example/pdm"
                [tool.uv]
                dev-dependencies = ["e"]
                extra-index-url = ["https://index.example/more"]
                [[tool.uv.index]]
                name = "own"
                url = "https://index.example/own"
                [tool.uv.sources]
                a = {index = "own"}
                B = {path = "../b", editable = true}
                """);

        assertThat(lines(manifest))
                .containsExactly(
                        "3 MAIN  a from INDEX https://index.example/own",
                        "3 MAIN  b from EDITABLE ../b",
                        "5 GROUP dev c>1",
                        "5 GROUP dev d from EDITABLE file:///${PROJECT_ROOT}/sub",
                        "10 GROUP dev e");
        assertThat(manifest.indexes())
                .extracting(i -> i.place().line() + " " + i.url())
                .containsExactly(
                        "8 https://index.example/pdm", "14 https://index.example/own", "11 https://index.example/more");
    }

    @Test
    void pipfile() throws LockException {
        Manifest manifest = read(ManifestKind.PIPFILE, """
                [[source]]
                name = "own"
                url = "https://index.example/simple"
                [packages]
                A = "*"
                b = {version = ">=1", extras = ["x"], sys_platform = "== 'win32'", index = "own"}
                c = {git = "https://host.example/c.git", ref = "v1"}
                d = {path = ".", editable = true}
                [dev-packages]
                e = "==1.0"
                [docs]
                f = {file = "https://files.example/f.zip"}
                [requires]
                python_version = "3.11"
                """);

        assertThat(manifest.requiresPython()).isEqualTo("==3.11.*");
        assertThat(lines(manifest))
                .containsExactly(
                        "5 MAIN  a",
                        "6 MAIN  b[x]>=1; sys_platform == \"win32\" from INDEX https://index.example/simple",
                        "7 MAIN  c from VCS https://host.example/c.git",
                        "8 MAIN  d from EDITABLE .",
                        "10 GROUP develop e==1.0",
                        "12 GROUP docs f from URL https://files.example/f.zip");
    }

    @Test
    void setupCfg() throws LockException {
        Manifest manifest = Manifests.read(
                ManifestKind.SETUP_CFG,
                "setup.cfg",
                """
                # comment
                [metadata]
                name = Acme_App
                [options]
                python_requires = >=3.9
                install-requires =
                    a>=1
                    # not this
                    b ; os_name == "nt"
                setup_requires = wheel
                [options.extras_require]
                Cli = c
                more = file: more.txt
                """.getBytes(StandardCharsets.UTF_8),
                Texts.with(Map.of("more.txt", "d\n")));

        assertThat(lines(manifest))
                .containsExactly("7 MAIN  a>=1", "9 MAIN  b; os_name == \"nt\"", "12 EXTRA cli c", "1 EXTRA more d");
        assertThat(manifest.name().orElseThrow()).hasToString("acme-app");
        assertThat(manifest.buildRequirements()).hasSize(1);
        assertThatThrownBy(() -> read(ManifestKind.SETUP_CFG, "[options\n"))
                .hasMessage("setup.cfg:1:1: a section's name is not closed");
        assertThatThrownBy(() -> read(ManifestKind.SETUP_CFG, "a = 1\n")).hasMessageContaining("expected [section]");
    }

    @Test
    void requirementsIn() throws LockException {
        Manifest manifest =
                read(ManifestKind.REQUIREMENTS_IN, "a>=1\n-e .\n./b-1.0.tar.gz\n--index-url https://index.example/\n");
        assertThat(lines(manifest)).containsExactly("1 MAIN  a>=1", "3 MAIN  b from FILE ./b-1.0.tar.gz");
        assertThat(manifest.unnamed()).hasSize(1);
        assertThat(manifest.indexes()).hasSize(1);
    }

    @Test
    void malformed() {
        refused(
                "[project]\nname = \"x\"\nversion = \"1\"\ndependencies = [\"zz-a ==\", \"zz-b\"]\n",
                4,
                "not a requirement");
        refused("[project\nname = \"x\"\n", 1, "expected ']'");
        refused("[project]\nname = \"-\"\n", 2, "not a project's name");
        refused("[project]\ndependencies = {}\n", 2, "expected an array");
    }

    private static void refused(String pyproject, int line, String cause) {
        assertThatThrownBy(() -> pyproject(pyproject)).isInstanceOfSatisfying(LockException.class, e -> {
            assertThat(e.line()).as(e.getMessage()).isEqualTo(line);
            assertThat(e.reason()).contains(cause);
        });
    }

    private static Manifest pyproject(String text) throws LockException {
        return read(ManifestKind.PYPROJECT, text);
    }

    private static Manifest read(ManifestKind kind, String text) throws LockException {
        return Manifests.read(kind, kind.fileName(), text.getBytes(StandardCharsets.UTF_8), LockContext.ALONE);
    }

    private static List<String> lines(Manifest manifest) {
        return manifest.requirements().stream()
                .map(d -> d.place().line() + " " + d.scope() + " " + d.group() + " " + d.requirement()
                        + (d.source().equals(PinSource.DEFAULT_INDEX)
                                ? ""
                                : " from " + d.source().kind() + " "
                                        + d.source().location()))
                .toList();
    }
}
