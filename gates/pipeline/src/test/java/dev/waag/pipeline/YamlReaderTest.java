package dev.waag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class YamlReaderTest {
    private static Yaml.Fields one(String text) throws YamlReader.Fault {
        return YamlReader.read(text, false).getFirst().asFields().orElseThrow();
    }

    @Test
    void keysStayTextsAndKnowTheirLines() throws YamlReader.Fault {
        Yaml.Fields f = one("name: x\non:\n  push:\nyes: 010\n");
        assertThat(f.entries().keySet()).containsExactly("name", "on", "yes");
        assertThat(f.lineOf("on")).isEqualTo(2);
        assertThat(f.string("yes")).isEqualTo("010");
    }

    @Test
    void aliasesAreFollowedAndMergeKeysMerged() throws YamlReader.Fault {
        Yaml.Fields f = one("a: &a\n  x: 1\n  y: 2\nb:\n  <<: *a\n  y: 3\nc: *a\n");
        assertThat(f.fields("b").string("x")).isEqualTo("1");
        assertThat(f.fields("b").string("y")).isEqualTo("3");
        assertThat(f.fields("c").string("y")).isEqualTo("2");
    }

    @Test
    void bombsCyclesDepthAndDuplicatesAreRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a" + i + ": &a" + i + " [")
                    .append(("*a" + (i - 1) + ", ").repeat(9))
                    .append("x]\n");
        }
        assertThatThrownBy(() -> one(bomb.toString()))
                .isInstanceOf(YamlReader.Fault.class)
                .hasMessageContaining("expand");
        assertThatThrownBy(() -> one("a: &a [*a]\n")).isInstanceOf(YamlReader.Fault.class);
        assertThatThrownBy(() -> one("[".repeat(500))).isInstanceOf(YamlReader.Fault.class);
        assertThatThrownBy(() -> one("a: 1\na: 2\n"))
                .isInstanceOf(YamlReader.Fault.class)
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> one("a: [1\nb: 2\n"))
                .isInstanceOfSatisfying(
                        YamlReader.Fault.class, e -> assertThat(e.line()).isPositive());
        assertThatThrownBy(() -> one("a: !!javax.script.ScriptEngineManager [x]\n? [b]\n: c\n"))
                .isInstanceOf(YamlReader.Fault.class);
    }

    @Test
    void expressionsAreReadAsFarAsTheyFlow() {
        assertThat(Expression.read("a.b[0].c['d'] || f(x)").orElseThrow().flows())
                .extracting(Expression.Context::path)
                .containsExactly("a.b.*.c.d");
        assertThat(Expression.read("a.b == 'x' && c.d").orElseThrow().flows())
                .extracting(Expression.Context::path)
                .containsExactly("c.d");
        assertThat(Expression.read("!a.b").orElseThrow().flows()).isEmpty();
        assertThat(Expression.read("a.b +")).isEqualTo(Optional.empty());
    }

    @FuzzTest
    void anyTextIsReadOrRefused(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        for (CiFile.Kind kind : CiFile.Kind.values()) {
            try {
                CiFile file = CiReader.read(kind, "f.yml", text);
                for (CiRule rule : CiRule.all()) {
                    rule.check(
                            file,
                            new CiRule.Around(Optional.empty(), p -> Optional.empty()),
                            (severity, line, message, help) -> assertThat(line).isNotNegative());
                }
            } catch (YamlReader.Fault e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
        Shell.read(text);
        Expression.read(text);
    }
}
