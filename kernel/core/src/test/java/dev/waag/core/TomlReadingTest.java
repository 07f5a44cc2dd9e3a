package dev.waag.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

class TomlReadingTest {
    private static final String TOO_MUCH = "fine = 1\nmn={a=1,:#\u001bxy";

    @Test
    void whatTheParserFailsOnHasErrorsWithTheirPlaces() {
        assertThatThrownBy(() -> Toml.parse(TOO_MUCH)).isInstanceOf(NullPointerException.class);
        TomlParseResult read = TomlReading.parse(TOO_MUCH + "\nmore = 2\n");
        assertThat(read.hasErrors()).isTrue();
        assertThat(read.errors())
                .allSatisfy(e -> assertThat(e.position().line()).isEqualTo(2));
        assertThat(read.errors()).extracting(TomlParseError::getMessage).anyMatch(m -> m.contains("':'"));
    }

    @Test
    void anythingElseIsReadAsEver() {
        assertThat(TomlReading.parse("a = [1, {b = 'c'}]\n").toToml())
                .isEqualTo(Toml.parse("a = [1, {b = 'c'}]\n").toToml());
        assertThat(TomlReading.parse("a = ").errors())
                .hasSize(Toml.parse("a = ").errors().size());
    }
}
