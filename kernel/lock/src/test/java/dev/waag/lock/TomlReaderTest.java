package dev.waag.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

/** Every value is the one that tomlj reads, and what tomlj refuses is refused. */
final class TomlReaderTest {
    @Test
    void values() throws LockException {
        same("""
                "quoted key" = 'lit\\eral'
                'a.b'.c = "x\\ty\\u00e9\\U0001F600\\"\\\\"
                multi = \"""
                one \\
                   two ""quotes""
                \\tthree\"""
                lit = '''
                raw \\n ''x'''''
                int = [0, +1, -17, 1_000, 0xDEAD_beef, 0o755, 0b1101, 9223372036854775807, -9223372036854775808]
                float = [1.0, +0.5, -3.1e-2, 5e+22, 6.26E2, inf, -inf, nan, 1_0.0_1, -0.0]
                bool = [true, false]
                times = [1979-05-27T07:32:00Z, 1979-05-27 00:32:00.999999-07:00, 1979-05-27T07:32:00, 1979-05-27, 07:32:00.5]
                inline = { a = 1, b.c = "x", d = [ { e = 1 }, {} ], }
                array = [
                  1, # one
                  2,
                ]
                empty = []
                [table.sub] # comment
                x = 1
                [table]
                y.z = 2
                [table.y.w]
                v = 1
                [[list]]
                a = 1
                [[list]]
                [list.sub]
                b = 2
                [[list.sub2]]
                """);
        same("a = 1\r\nb = 2\r\n[c]\r\nd = \"\"\"\r\nx\r\ny\"\"\"\r\n");
        same("");
        same("# only a comment");
    }

    @Test
    void refused() {
        for (String text : List.of(
                "a",
                "a =",
                "= 1",
                "a = 1 b = 2",
                "a = 1\na = 2",
                "[a]\n[a]",
                "a.b = 1\n[a]",
                "[a]\nb.c = 1\n[a.b]",
                "a = {b = 1}\n[a.c]",
                "a = {b = 1}\na.c = 2",
                "a = [1]\n[[a]]",
                "[[a]]\n[a]",
                "[a]\n[[a]]",
                "[a.b]\n[a]\nb.c = 1",
                "a = 01",
                "a = 1__0",
                "a = _1",
                "a = 1_",
                "a = 0x",
                "a = 0xG",
                "a = +0x1",
                "a = .5",
                "a = 5.",
                "a = 1e",
                "a = 1.e1",
                "a = truth",
                "a = 9223372036854775808",
                "a = 1979-13-01",
                "a = 1979-02-30",
                "a = 25:00:00",
                "a = 1979-05-27T",
                "a = \"x",
                "a = \"x\ny\"",
                "a = \"\\q\"",
                "a = \"\\ud800\"",
                "a = \"\\U00110000\"",
                "a = 'x",
                "a = \"\"\"x",
                "a = '''x",
                "a = \"x\u0001\"",
                "# \u0001",
                "a = \"x\u007f\"",
                "[a",
                "[[a]",
                "[]",
                "[a.]",
                "[.a]",
                "a. = 1",
                "a = [1",
                "a = [1 2]",
                "a = [,]",
                "a = {b = 1",
                "a = {b}",
                "a = {,}",
                "a\n= 1",
                "a =\n1",
                "\"\"\"a\"\"\" = 1",
                "[a] b = 1",
                "a = 1 \r b = 2",
                "\ufeff\ufeffa = 1")) {
            assertThat(Toml.parse(text, TomlVersion.V1_1_0).hasErrors())
                    .as("tomlj refuses " + text)
                    .isTrue();
            assertThatThrownBy(() -> TomlReader.read("f", text, LockLimits.DEFAULT))
                    .as(text)
                    .isInstanceOf(LockException.class);
        }
    }

    @Test
    void places() throws LockException {
        Node root = TomlReader.read("f", "\n[a]\n  b = [\n    1,\n    'x' ]\n[[c]]\nd.e = 1\n", LockLimits.DEFAULT);

        assertThat(root.get("a").get("b").place()).isEqualTo(new Place("f", 3));
        assertThat(root.get("a").get("b").column()).isEqualTo(3);
        assertThat(root.get("a").items("b").get(1).place()).isEqualTo(new Place("f", 5));
        assertThat(root.items("c").getFirst().place()).isEqualTo(new Place("f", 6));
        assertThat(root.items("c").getFirst().get("d").get("e").column()).isEqualTo(3);
    }

    private static void same(String text) throws LockException {
        TomlParseResult expected = Toml.parse(text, TomlVersion.V1_1_0);
        assertThat(expected.errors()).isEmpty();
        assertThat(plain(TomlReader.read("f", text, LockLimits.DEFAULT))).isEqualTo(plain(expected));
    }

    private static Object plain(Node node) throws LockException {
        if (node.isTable()) {
            Map<String, Object> table = new LinkedHashMap<>();
            for (Map.Entry<String, Node> e : node.entries().entrySet()) {
                table.put(e.getKey(), plain(e.getValue()));
            }
            return table;
        }
        if (node.isList()) {
            List<Object> items = new ArrayList<>();
            for (Node item : node.items()) {
                items.add(plain(item));
            }
            return items;
        }
        return node.value();
    }

    private static Object plain(Object value) {
        return switch (value) {
            case TomlTable table -> {
                Map<String, Object> plain = new LinkedHashMap<>();
                table.entrySet().forEach(e -> plain.put(e.getKey(), plain(e.getValue())));
                yield plain;
            }
            case TomlArray array ->
                array.toList().stream().map(TomlReaderTest::plain).toList();
            default -> value;
        };
    }
}
