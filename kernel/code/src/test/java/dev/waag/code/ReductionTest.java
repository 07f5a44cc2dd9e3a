package dev.waag.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReductionTest {
    private static String reduce(String source) {
        Outline outline = Outline.of(source.getBytes(UTF_8));
        assertThat(outline.consistent).isTrue();
        return new String(Reduction.of(outline, Triggers.hits(outline.text)), UTF_8);
    }

    @Test
    void functionsThatCannotMatterAreLeftOutAndLinesKeepTheirNumbers() {
        String source = """
                import os  # for system

                def plain(a):
                    \"""Says exec and eval.\"""
                    return a

                @decorated(1)
                def start():
                    go()

                def go():
                    os.system("id")

                class C:
                    def method(self):
                        return 1

                start()
                """;
        String reduced = reduce(source);
        assertThat(reduced.lines().count()).isEqualTo(source.lines().count());
        assertThat(reduced.lines().toList().get(11)).isEqualTo("    os.system(\"id\")");
        assertThat(reduced)
                .contains("@decorated(1)\ndef start():\n    go()\n", "start()\n", "class C:\n    pass\n")
                .doesNotContain("plain", "Says", "method", "#");
    }

    @Test
    void stringsAreNotTakenForCode() {
        String source = "x = '''\ndef f():\n    pass\n'''\ny = \"# no comment\"\nz = 'it\\'s'\nexec(x)\n";
        assertThat(reduce(source)).isEqualTo(source);
    }

    @Test
    void whatDoesNotCloseIsNotReduced() {
        for (String source : List.of("x = (", "x = '''", "x = 'a\n", "x = )")) {
            assertThat(Outline.of(source.getBytes(UTF_8)).consistent).as(source).isFalse();
        }
    }

    @Test
    void theExecOfPythonTwoBecomesACall() {
        Outline outline = Outline.of("exec code in names\nif x: exec 'a'\nexec(b)\n".getBytes(UTF_8));
        assertThat(new String(outline.whole(), UTF_8)).isEqualTo("exec(code ,  names)\nif x: exec 'a'\nexec(b)\n");
    }
}
