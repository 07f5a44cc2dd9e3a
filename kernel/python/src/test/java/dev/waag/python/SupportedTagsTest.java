package dev.waag.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SupportedTagsTest {
    @Test
    void readsCompressedTagSets() throws RequirementException {
        assertThat(Tag.parse("py2.PY3-none-any"))
                .containsExactly(new Tag("py2", "none", "any"), new Tag("py3", "none", "any"));
        assertThat(Tag.parse("cp311-abi3.none-win32.win_amd64")).hasSize(4);
        String[][] table = {
            {"py3-none", "1", "a tag has three parts, as in py3-none-any: 'py3-none'"},
            {"py3-none-any-", "1", "a tag has three parts, as in py3-none-any: 'py3-none-any-'"},
            {"py3--any", "5", "a part of a tag, or a member of it, is empty"},
            {"py3-none-any.", "10", "a part of a tag, or a member of it, is empty"},
            {"3-none-any", "1", "not the name of an interpreter: '3'"},
        };
        for (String[] row : table) {
            assertThatThrownBy(() -> Tag.parse(row[0]))
                    .as(row[0])
                    .isInstanceOfSatisfying(
                            RequirementException.class,
                            e -> assertThat(e.column()).isEqualTo(Integer.parseInt(row[1])))
                    .hasMessage(row[2]);
        }
        String many = "a" + ".a".repeat(50);
        assertThatThrownBy(() -> Tag.parse(many + "-" + many + "-any")).hasMessage("a tag set of more than 1000 tags");
    }

    @Test
    void prefersTheNearest() {
        SupportedTags tags = SupportedTags.of("3.11.4", "manylinux_2_17_x86_64");
        List<String> best = List.of(
                "demo-1-cp311-cp311-linux_x86_64.whl",
                "demo-1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
                "demo-1-cp311-cp311-manylinux1_x86_64.whl",
                "demo-1-cp311-abi3-manylinux1_x86_64.whl",
                "demo-1-cp37-abi3-manylinux2010_x86_64.whl",
                "demo-1-py3-none-manylinux1_x86_64.whl",
                "demo-1-cp311-none-any.whl",
                "demo-1-py311-none-any.whl",
                "demo-1-py2.py3-none-any.whl",
                "demo-1-py30-none-any.whl");
        assertThat(best.stream().map(f -> tags.rank(wheel(f)).orElseThrow())).isSorted();
        assertThat(tags.rank(wheel(best.getFirst()))).hasValue(0);
        assertThat(new HashSet<>(tags.tags())).hasSameSizeAs(tags.tags());
    }

    @Test
    void takesWhatItsPlatformRuns() {
        String[][] table = {
            // python, platform, wheels that fit, wheels that do not
            {
                "3.11",
                "linux_x86_64",
                "cp311-cp311-manylinux_2_35_x86_64 cp36-abi3-manylinux2014_x86_64",
                "cp311-cp311-musllinux_1_1_x86_64 cp312-cp312-manylinux_2_17_x86_64 cp311-cp311-win_amd64 cp312-abi3-linux_x86_64"
            },
            {
                "3.11",
                "manylinux_2_28_aarch64",
                "cp311-cp311-manylinux_2_17_aarch64",
                "cp311-cp311-manylinux_2_34_aarch64 cp311-cp311-manylinux_2_12_aarch64"
            },
            {
                "3.12",
                "musllinux_1_2_x86_64",
                "cp312-cp312-musllinux_1_0_x86_64 cp312-cp312-linux_x86_64",
                "cp312-cp312-musllinux_1_3_x86_64 cp312-cp312-manylinux_2_17_x86_64"
            },
            {
                "3.13",
                "macosx_14_0_arm64",
                "cp313-cp313-macosx_11_0_arm64 cp313-abi3-macosx_10_9_universal2",
                "cp313-cp313-macosx_15_0_arm64 cp313-cp313-macosx_10_9_x86_64 cp313-cp313t-macosx_11_0_arm64"
            },
            {
                "3.9",
                "macosx_10_15_x86_64",
                "cp39-cp39-macosx_10_4_fat3 cp39-cp39-macosx_10_15_universal2",
                "cp39-cp39-macosx_10_3_intel cp39-cp39-macosx_11_0_x86_64"
            },
            {"3.7", "win_amd64", "cp37-cp37m-win_amd64 py3-none-win_amd64", "cp37-cp37-win_amd64 cp37-cp37m-win32"},
            {
                "3.14t",
                "win_arm64",
                "cp314-cp314t-win_arm64 cp314-abi3t-win_arm64",
                "cp314-abi3-win_arm64 cp314-cp314-win_arm64"
            },
            {
                "3.10",
                "linux_armv8l",
                "cp310-cp310-manylinux_2_17_armv7l cp310-cp310-linux_armv8l",
                "cp310-cp310-linux_aarch64"
            },
        };
        for (String[] row : table) {
            SupportedTags tags = SupportedTags.of(row[0], row[1]);
            assertThat(row[2].split(" ")).allMatch(w -> tags.accepts(wheel("demo-1-" + w + ".whl")));
            assertThat(row[3].split(" ")).noneMatch(w -> tags.accepts(wheel("demo-1-" + w + ".whl")));
        }
    }

    @Test
    void ranksLongTagSetsWithoutCountingTheirCombinations() {
        String set = IntStream.range(0, 20_000).mapToObj(i -> "x" + i).collect(Collectors.joining("."));
        SupportedTags tags = SupportedTags.of("3.11", "win32");
        assertThat(tags.rank(wheel("demo-1-" + set + "-" + set + "-" + set + ".whl")))
                .isEmpty();
        assertThat(tags.rank(wheel("demo-1-" + set + ".py3-none-" + set + ".any.whl")))
                .isEqualTo(tags.rank(wheel("demo-1-py3-none-any.whl")));
    }

    @Test
    void refusesTargetsThatNeverWere() {
        assertThat(Stream.of("2.7", "3.2", "3.12t", "4.0"))
                .allSatisfy(p -> assertThatThrownBy(() -> SupportedTags.of(p, "win32"))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("no such CPython is known by its tags"));
    }

    private static WheelName wheel(String filename) {
        return WheelName.parse(filename).orElseThrow();
    }
}
