package dev.waag.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MarkerTest {
    private static final MarkerEnvironment LINUX = MarkerEnvironment.of("3.11", "linux_x86_64");

    @Test
    void printsInOneForm() throws RequirementException {
        String[][] table = {
            {"os.name=='nt'", "os_name == \"nt\""},
            {"python_implementation == \"CPython\"", "platform_python_implementation == \"CPython\""},
            {"((os_name == 'a'))", "os_name == \"a\""},
            {
                "(os_name=='a' or os_name=='b')and os_name!='c'",
                "(os_name == \"a\" or os_name == \"b\") and os_name != \"c\""
            },
            {"(os_name=='a') or ((os_name=='b'))", "os_name == \"a\" or os_name == \"b\""},
            {"extra == 'A_.b'", "extra == \"a-b\""},
            {"'A_b' in extras", "\"a-b\" in extras"},
            {"'A_b' in dependency_groups", "\"a-b\" in dependency_groups"},
            {"'x' not  in sys.platform", "\"x\" not in sys_platform"},
            {"os_name == 'say \"x\"'", "os_name == 'say \"x\"'"},
            {"os_name == '\\x41\\tb\\q'", "os_name == \"A\tb\\q\""},
        };
        for (String[] row : table) {
            assertThat(Marker.parse(row[0])).as(row[0]).hasToString(row[1]).isEqualTo(Marker.parse(row[1]));
        }
    }

    @Test
    void readsTheEscapesOfPython() throws RequirementException {
        assertThat(Marker.parse("os_name == '\\101\\x41\\u0041\\U0001F600\\n\\\\\\'".replace("\\'", "'")))
                .hasToString("os_name == \"AAA\ud83d\ude00\n\\\"");
        assertThat(Marker.parse("os_name == 'a\\\nb'")).hasToString("os_name == \"ab\"");
        assertThat(Marker.parse("os_name == \"\\x22'\"")).hasToString("os_name == \"\\x22'\"");
    }

    @Test
    void isTrueWhereItSays() throws RequirementException {
        assertThat(Stream.of(
                        "python_version >= '3.8'",
                        "python_version > '3.9'",
                        "'3.9' < python_version",
                        "python_full_version == '3.11.*'",
                        "python_version ~= '3.9'",
                        "python_version in '3.10 3.11'",
                        "python_version not in '3.9, 3.10'",
                        "sys_platform == 'linux' and platform_machine == 'x86_64'",
                        "os_name == 'nt' or os_name == 'posix' and platform_system == 'Linux'",
                        "(os_name == 'posix' or os_name == 'nt') and sys_platform != 'win32'",
                        "'linux' in sys_platform",
                        "implementation_name == 'cpython'",
                        "sys_platform >= 'linux'",
                        "platform_release == ''",
                        "extra == ''",
                        "'x' not in extras"))
                .allSatisfy(m -> assertThat(holds(m, LINUX)).as(m).isTrue());
        assertThat(Stream.of(
                        "python_version < '3.9'",
                        "python_version == '3.1'",
                        "sys_platform > 'l'",
                        "platform_release >= '5'",
                        "os_name == sys_platform",
                        "'linux' == platform_version",
                        "extra == 'x'",
                        "'x' == extras"))
                .allSatisfy(m -> assertThat(holds(m, LINUX)).as(m).isFalse());
    }

    @Test
    void takesExtrasAndGroupsByTheirNormalizedNames() throws RequirementException {
        Marker extra = Marker.parse("extra == 'a.B'");
        assertThat(extra.evaluate(LINUX, Set.of("A_b", "c"))).isTrue();
        assertThat(extra.evaluate(LINUX, Set.of("c"))).isFalse();
        assertThat(Marker.parse("extra != 'c'").evaluate(LINUX, Set.of("b", "c")))
                .isTrue();
        assertThat(Marker.parse("'a-b' in extras and 'c' in extras").evaluate(LINUX, Set.of("A_b", "c")))
                .isTrue();
        assertThat(Marker.parse("'Dev_x' in dependency_groups")
                        .evaluate(LINUX.withDependencyGroups(Set.of("dev.x")), Set.of()))
                .isTrue();
    }

    @Test
    void refusesComparisonsWithoutMeaning() {
        Stream.of(
                        "os_name ~= 'nt'",
                        "os_name === 'nt'",
                        "python_version ~= 'three'",
                        "os_name == 'x' and os_name ~= 'nt'",
                        "'a' == 'b'",
                        "extras == 'x'",
                        "'x' ~= extras")
                .forEach(m -> {
                    assertThatThrownBy(() -> holds(m, LINUX))
                            .as(m)
                            .hasMessageStartingWith("this comparison has no meaning");
                    assertThatThrownBy(() -> Marker.parse(m)
                                    .evaluate(PartialEnvironment.of(Optional.empty(), Optional.empty()), Set.of()))
                            .as(m)
                            .hasMessageStartingWith("this comparison has no meaning");
                });
    }

    @Test
    void saysWhatItCanOfAPartlyKnownEnvironment() throws RequirementException {
        PartialEnvironment python = PartialEnvironment.of(Optional.of("3.11"), Optional.empty());
        PartialEnvironment platform = PartialEnvironment.of(Optional.empty(), Optional.of("win_amd64"));
        PartialEnvironment patch = PartialEnvironment.of(Optional.of("3.11.4"), Optional.of("win32"));
        assertThat(maybe("python_version >= '3.8'", python)).contains(true);
        assertThat(maybe("python_full_version < '3.11.4'", python)).isEmpty();
        assertThat(maybe("python_full_version == '3.11.7'", python)).isEmpty();
        assertThat(maybe("python_full_version != '3.12.7'", python)).contains(true);
        assertThat(maybe("'3.11.4' in python_full_version", python)).isEmpty();
        assertThat(maybe("implementation_version ~= '3.9.5'", python)).contains(false);
        assertThat(maybe("python_full_version < '3.11.4'", patch)).contains(false);
        assertThat(maybe("os_name == 'nt'", python)).isEmpty();
        assertThat(maybe("os_name == 'nt' and python_version < '3'", python)).contains(false);
        assertThat(maybe("os_name == 'nt' or python_version > '3'", python)).contains(true);
        assertThat(maybe("platform_machine == 'AMD64'", platform)).contains(true);
        assertThat(maybe("platform_release == '10'", patch)).isEmpty();
        assertThat(maybe("'3.9' ~= python_version", platform)).isEmpty();
        assertThat(maybe("extra == 'x'", platform)).contains(false);
        assertThat(maybe("platform_python_implementation == 'PyPy'", platform)).isEmpty();
        assertThat(maybe("platform_python_implementation == 'PyPy'", python)).contains(false);
    }

    @Test
    void saysWhereAndWhyItCannotRead() {
        String[][] table = {
            {"", "1", "expected a marker variable or a string in quotes, found the end"},
            {"os_nam == 'x'", "1", "expected a marker variable or a string in quotes, found 'os_nam == 'x''"},
            {"os_name = 'x'", "9", "expected one of <, <=, ==, !=, >=, >, ~=, ===, in, not in, found '= 'x''"},
            {"os_name not 'x'", "13", "expected in after not, found ''x''"},
            {"os_name == 'x", "12", "this quote has no end, found ''x'"},
            {"os_name == 'x' os_name", "16", "expected and, or, or the end of the marker, found 'os_name'"},
            {"(os_name == 'x'", "16", "expected and, or, or the ) that belongs to column 1, found the end"},
            {"os_name == '\\x4'", "13", "this escape needs 2 hexadecimal digits of a character, found '\\x4''"},
        };
        for (String[] row : table) {
            assertThatThrownBy(() -> Marker.parse(row[0]))
                    .as(row[0])
                    .isInstanceOfSatisfying(
                            RequirementException.class,
                            e -> assertThat(e.column()).as(row[0]).isEqualTo(Integer.parseInt(row[1])))
                    .hasMessage(row[2]);
        }
    }

    @Test
    void refusesDeepNestingAndLeavesTheStackAlone() throws RequirementException {
        String core = "os_name == 'posix'";
        int deepest = MarkerParser.MAX_DEPTH;
        assertThat(holds("(".repeat(deepest) + core + ")".repeat(deepest), LINUX))
                .isTrue();
        assertThatThrownBy(() -> Marker.parse("(".repeat(100_000)))
                .hasMessageStartingWith("parentheses nest deeper than 100");
    }

    @Test
    void namesTargetsAndNoOthers() {
        String[][] table = {
            {"linux_x86_64", "posix linux Linux x86_64"},
            {"manylinux_2_28_aarch64", "posix linux Linux aarch64"},
            {"manylinux2014_i686", "posix linux Linux i686"},
            {"musllinux_1_2_ppc64le", "posix linux Linux ppc64le"},
            {"macosx_14_0_arm64", "posix darwin Darwin arm64"},
            {"win_amd64", "nt win32 Windows AMD64"},
            {"win32", "nt win32 Windows x86"},
            {"win_arm64", "nt win32 Windows ARM64"},
        };
        for (String[] row : table) {
            var variables = MarkerEnvironment.of("3.9.2", row[0]).variables();
            assertThat(variables).hasSize(11).containsEntry("python_full_version", "3.9.2");
            assertThat(Stream.of("os_name", "sys_platform", "platform_system", "platform_machine")
                            .map(variables::get))
                    .containsExactly(row[1].split(" "));
        }
        assertThat(Stream.of("linux", "macosx_11_0_universal2", "manylinux_2_x", "win64", "macosx_100_0_arm64"))
                .allSatisfy(p -> assertThatThrownBy(() -> MarkerEnvironment.of("3.9", p))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("not a platform such as "));
        assertThat(Stream.of("", "3", "3.", "v3.9", "3.09", "3.9.1.2", "3.100", "cp311"))
                .allSatisfy(p -> assertThatThrownBy(() -> MarkerEnvironment.of(p, "win32"))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("not a version of Python such as "));
    }

    private static boolean holds(String marker, MarkerEnvironment environment) throws RequirementException {
        return Marker.parse(marker).evaluate(environment, Set.of());
    }

    private static Optional<Boolean> maybe(String marker, PartialEnvironment environment) throws RequirementException {
        return Marker.parse(marker).evaluate(environment, Set.of());
    }
}
