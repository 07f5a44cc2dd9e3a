package dev.waag.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.python.Marker;
import dev.waag.python.RequirementException;
import dev.waag.python.Specifiers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SmallPartsTest {
    @Test
    void poetryConstraints() {
        assertThat(PoetryConstraint.parse("*")).contains(List.of(""));
        assertThat(PoetryConstraint.parse("^1.2.3")).contains(List.of(">=1.2.3,<2"));
        assertThat(PoetryConstraint.parse("^0.2.3")).contains(List.of(">=0.2.3,<0.3"));
        assertThat(PoetryConstraint.parse("^0.0.3")).contains(List.of(">=0.0.3,<0.0.4"));
        assertThat(PoetryConstraint.parse("^0.0")).contains(List.of(">=0.0,<0.1"));
        assertThat(PoetryConstraint.parse("^0")).contains(List.of(">=0,<1"));
        assertThat(PoetryConstraint.parse("^1!2.0")).contains(List.of(">=1!2.0,<1!3"));
        assertThat(PoetryConstraint.parse("~1.2.3")).contains(List.of(">=1.2.3,<1.3"));
        assertThat(PoetryConstraint.parse("~1")).contains(List.of(">=1,<2"));
        assertThat(PoetryConstraint.parse("~=1")).contains(List.of(">=1,<2"));
        assertThat(PoetryConstraint.parse("~=1.4")).contains(List.of("~=1.4"));
        assertThat(PoetryConstraint.parse("1.2")).contains(List.of("==1.2"));
        assertThat(PoetryConstraint.parse("=1.2")).contains(List.of("==1.2"));
        assertThat(PoetryConstraint.parse("1.2.*.*")).contains(List.of("==1.2.*"));
        assertThat(PoetryConstraint.parse(">= 1.0, <2.0 !=1.5")).contains(List.of(">=1.0,<2.0,!=1.5"));
        assertThat(PoetryConstraint.parse("^1 || ^3 | 5")).contains(List.of(">=1,<2", ">=3,<4", "==5"));
        for (String wrong : List.of("", "x y", ">>1", "^", "^abc", "1.*.2", "^1.*", "||")) {
            assertThat(PoetryConstraint.parse(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void jsonAsPythonWritesIt() throws PythonJson.NotJson {
        assertThat(PythonJson.spaced(Map.of(
                        "b",
                        List.of(1L, true, Node.Nothing.NULL),
                        "a",
                        "é\"\\\n\u0001\ud83d\ude00",
                        "\uffff",
                        1L,
                        "\ud83d\ude00",
                        2L)))
                .isEqualTo(
                        "{\"a\": \"\\u00e9\\\"\\\\\\n\\u0001\\ud83d\\ude00\", \"b\": [1, true, null], \"\\uffff\": 1, \"\\ud83d\\ude00\": 2}");
        assertThat(PythonJson.compact(Map.of("a", List.of()))).isEqualTo("{\"a\":[]}");
        assertThatThrownBy(() -> PythonJson.spaced(java.time.LocalDate.EPOCH)).isInstanceOf(PythonJson.NotJson.class);
    }

    /** As Python's repr of each. */
    @Test
    void floatsAsPythonWritesThem() {
        Map<Double, String> expected = Map.ofEntries(
                Map.entry(1.0, "1.0"),
                Map.entry(-0.0, "-0.0"),
                Map.entry(0.1, "0.1"),
                Map.entry(1e16, "1e+16"),
                Map.entry(9999999999999998.0, "9999999999999998.0"),
                Map.entry(1e15, "1000000000000000.0"),
                Map.entry(1.5e300, "1.5e+300"),
                Map.entry(0.0001, "0.0001"),
                Map.entry(0.00001, "1e-05"),
                Map.entry(1.25e-7, "1.25e-07"),
                Map.entry(-123.456, "-123.456"),
                Map.entry(Double.MIN_VALUE, "5e-324"),
                Map.entry(Double.POSITIVE_INFINITY, "Infinity"));
        expected.forEach((value, text) -> assertThat(PythonJson.decimal(value)).isEqualTo(text));
    }

    @Test
    void markersThatMeanTheSame() throws RequirementException {
        assertThat(same("python_version < '3.13'", "python_full_version < '3.13.0'", ">=3.9"))
                .contains(true);
        assertThat(same("python_version < '3.13'", "python_version < '3.12'", ">=3.9"))
                .contains(false);
        assertThat(same("python_version >= '3.0' and os_name == 'nt'", "os_name == 'nt'", ">=3.9"))
                .contains(true);
        assertThat(same("python_version >= '3.0' and os_name == 'nt'", "os_name == 'nt'", ""))
                .contains(false);
        assertThat(same("platform_system == 'Windows'", "sys_platform == 'win32'", ""))
                .contains(true);
        assertThat(same("os_name == 'nt'", "sys_platform == 'win32'", "")).contains(false);
        assertThat(same("sys_platform in 'linux darwin'", "sys_platform == 'linux' or sys_platform == 'darwin'", ""))
                .contains(false);
        assertThat(same("'3.10' <= python_version", "python_version >= '3.10'", ""))
                .contains(true);
        assertThat(same("python_version in '3.9 3.10'", "python_version == '3.9' or python_version == '3.10'", ""))
                .contains(true);
        assertThat(same("extra == 'a' and extra == 'b'", "extra == 'b' and extra == 'a'", ""))
                .contains(true);
        assertThat(same("extra == 'a'", "extra == 'b'", "")).contains(false);
        assertThat(same("platform_machine not in 'x y'", "platform_machine == 'z'", ""))
                .contains(false);
        assertThat(same(
                        "(os_name == 'a' or os_name == 'b') and platform_machine == 'c'",
                        "os_name == 'a' and platform_machine == 'c' or os_name == 'b' and platform_machine == 'c'",
                        ""))
                .contains(true);
        StringBuilder large = new StringBuilder("extra == 'x0'");
        for (int i = 1; i < 40; i++) {
            large.append(" or extra == 'x").append(i).append("'");
        }
        assertThat(same(large.toString(), "extra == 'a'", "")).isEmpty();
    }

    private static Optional<Boolean> same(String a, String b, String pythons) throws RequirementException {
        MarkerComparison comparison = new MarkerComparison(
                MarkerLogic.of(Marker.parse(a)), MarkerLogic.of(Marker.parse(b)), Specifiers.parse(pythons), true);
        return comparison.cost() == Long.MAX_VALUE ? Optional.empty() : Optional.of(comparison.same());
    }

    @Test
    void credentialsAreTakenOut() {
        assertThat(Urls.withoutCredentials("https://user:pass@index.example/simple"))
                .isEqualTo("https://index.example/simple");
        assertThat(Urls.withoutCredentials("https://token@index.example")).isEqualTo("https://index.example");
        assertThat(Urls.withoutCredentials("git+https://token@host.example/x@v1"))
                .isEqualTo("git+https://host.example/x@v1");
        assertThat(Urls.withoutCredentials("git+ssh://git@host.example/x")).isEqualTo("git+ssh://git@host.example/x");
        assertThat(Urls.withoutCredentials("ssh://git:secret@host.example/x")).isEqualTo("ssh://git@host.example/x");
        assertThat(Urls.withoutCredentials("https://${TOKEN}@index.example/"))
                .isEqualTo("https://${TOKEN}@index.example/");
        assertThat(Urls.withoutCredentials("https://index.example/a@b")).isEqualTo("https://index.example/a@b");
        assertThat(Urls.withoutCredentials("plain@text")).isEqualTo("plain@text");
    }

    @Test
    void partsOfUrlsAndPaths() {
        assertThat(Urls.fileName("https://files.example/a/b-1%2B2.whl#sha256=x"))
                .isEqualTo("b-1+2.whl");
        assertThat(Urls.fileName("../a/b.whl")).isEqualTo("b.whl");
        assertThat(Urls.fragment("https://x/y#egg=a&subdirectory=b", "subdirectory"))
                .isEqualTo("b");
        assertThat(Urls.fragment("https://x/y", "egg")).isEmpty();
        assertThat(Paths.join("a/b.txt", "../c.txt")).isEqualTo("c.txt");
        assertThat(Paths.join("b.txt", "./c//d.txt")).isEqualTo("c/d.txt");
        assertThat(Paths.join("a/b.txt", "/c.txt")).isEqualTo("/c.txt");
        assertThat(Paths.join("a/b.txt", "https://files.example/c.txt")).isEqualTo("https://files.example/c.txt");
        assertThat(Paths.join("https://files.example/b.txt", "c.txt")).isEqualTo("https://files.example/c.txt");
        assertThat(Paths.join("b.txt", "../c.txt")).isEqualTo("../c.txt");
    }

    @Test
    void kindsByName() {
        assertThat(LockKind.of("uv.lock")).contains(LockKind.UV);
        assertThat(LockKind.of("pylock.dev.toml")).contains(LockKind.PYLOCK);
        assertThat(LockKind.of("pylock.a.b.toml")).isEmpty();
        assertThat(LockKind.of("Requirements-dev.txt")).contains(LockKind.REQUIREMENTS);
        assertThat(LockKind.of("readme.txt")).isEmpty();
        assertThat(ManifestKind.of("dev-requirements.in")).contains(ManifestKind.REQUIREMENTS_IN);
        assertThat(ManifestKind.of("MANIFEST.in")).isEmpty();
    }

    @Test
    void shellWords() {
        assertThat(ShellWords.split("a 'b c' \"d\\\"e\\f\" g\\ h ''"))
                .contains(List.of("a", "b c", "d\"e\\f", "g h", ""));
        assertThat(ShellWords.split("'a")).isEmpty();
        assertThat(ShellWords.split("a\\")).isEmpty();
        assertThat(ShellWords.split("")).contains(List.of());
    }
}
