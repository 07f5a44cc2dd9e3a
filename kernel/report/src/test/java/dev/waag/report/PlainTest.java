package dev.waag.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTest {
    @Test
    void whiteSpaceIsSingleBlanksInside() {
        assertThat(Plain.line(" a \n\t b\u00A0\u2028c ")).isEqualTo("a b c");
        assertThat(Plain.line("a  b")).isEqualTo("a b");
        assertThat(Plain.line(" ")).isEmpty();
        assertThat(Plain.line("")).isEmpty();
    }

    @Test
    void whatCommandsIsReplaced() {
        assertThat(Plain.line("\u001B[31m\u009B\u202E\u200B\uFEFF\uFFFE\uD83D"))
                .isEqualTo("\uFFFD[31m\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
        assertThat(Plain.line("\u05E9 \uD83D\uDE80 e\u0301")).isEqualTo("\u05E9 \uD83D\uDE80 e\u0301");
    }

    @Test
    void cutsBetweenCharacters() {
        assertThat(Plain.cut("\uD83D\uDE80".repeat(10), 10)).isEqualTo("\uD83D\uDE80".repeat(10));
        assertThat(Plain.cut("\uD83D\uDE80".repeat(11), 10)).isEqualTo("\uD83D\uDE80".repeat(7) + "...");
    }

    @Test
    void wideAndCombiningCharactersTakeTheirColumns() {
        assertThat(Flow.cells("ab")).isEqualTo(2);
        assertThat(Flow.cells("e\u0301")).isEqualTo(1);
        assertThat(Flow.cells("\u8B66\u544A\uD83D\uDE80")).isEqualTo(6);
    }
}
