package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NameSeriesTest {
    private final NameSeries series = new NameSeries(List.of(
            "words: get random tool",
            "odd: candy hydra",
            "loud: nvidia",
            "prefix: esq",
            "plain-prefix: py-",
            "pattern: xolo[a-z]{10}"));

    @Test
    void theWorkedExamplesHold() {
        assertThat(List.of("esqgetrandom", "py-candyhydra", "nvidiacandy", "xoloabcdefghij"))
                .allMatch(series::has);
        assertThat(series.has("py-getrandom")).isFalse();
    }

    @Test
    void otherPartsAreNotOfTheSeries() {
        assertThat(List.of(
                        "esq",
                        "esqget",
                        "esqgetx",
                        "py-",
                        "py-candy",
                        "candyhydra",
                        "candycandy",
                        "nvidiatool",
                        "xolo",
                        "randomtool"))
                .noneMatch(series::has);
        assertThat(series.has("py-gettoolrandom"))
                .as("three plain words after a plain prefix")
                .isTrue();
    }

    @Test
    void aLineThatIsNoStatementIsRefused() {
        assertThatThrownBy(() -> new NameSeries(List.of("wrods: get")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("wrods");
        assertThatThrownBy(() -> new NameSeries(List.of("words"))).isInstanceOf(IllegalArgumentException.class);
    }
}
