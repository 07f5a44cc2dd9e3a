package dev.waag.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProjectNameTest {
    @Test
    void normalizesAsPep503Says() {
        Map.of(
                        "friendly-bard", "friendly-bard",
                        "Friendly-Bard", "friendly-bard",
                        "FRIENDLY-BARD", "friendly-bard",
                        "friendly.bard", "friendly-bard",
                        "friendly_bard", "friendly-bard",
                        "friendly--bard", "friendly-bard",
                        "FrIeNdLy-._.-bArD", "friendly-bard",
                        "2to3", "2to3",
                        "x", "x")
                .forEach((text, name) -> assertThat(ProjectName.parse(text))
                        .as(text)
                        .hasValueSatisfying(n -> assertThat(n.value()).isEqualTo(name)));
    }

    @Test
    void refusesWhatPep508DoesNotAllow() {
        for (String text : List.of(
                "", "-a", "a-", ".a", "a.", "_", "a b", "a/b", "a\n", " a", "ä", "a\u0000", "\u212Aivy", "ı", "a%2e")) {
            assertThat(ProjectName.parse(text)).as(text).isEmpty();
        }
        assertThat(ProjectName.parse("a".repeat(200))).isPresent();
        assertThat(ProjectName.parse("a".repeat(201))).isEmpty();
    }

    @Test
    void holdsNormalizedNamesOnly() {
        for (String text : List.of("A", "a_b", "a--b", "a.b", "", "-")) {
            assertThatThrownBy(() -> new ProjectName(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void normalizingTwiceIsNormalizingOnce() {
        for (String text : List.of("A__b", "--x--", "", "...", "Ünï", "a-_.b")) {
            String once = ProjectName.normalize(text);
            assertThat(ProjectName.normalize(once)).isEqualTo(once);
        }
    }

    @Test
    void letsNoOtherLetterBecomeAsciiLetter() {
        assertThat(ProjectName.normalize("\u212A")).isEqualTo("\u212A");
        assertThat(ProjectName.normalize("İ")).isEqualTo("İ");
    }
}
