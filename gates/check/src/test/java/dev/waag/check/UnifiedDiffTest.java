package dev.waag.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class UnifiedDiffTest {
    @Test
    void showsThreeLinesAroundAChange() {
        assertThat(UnifiedDiff.of("r.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"))
                .isEqualTo("--- a/r.txt\n+++ b/r.txt\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
    }

    @Test
    void partsWhatIsFarApart() {
        String before = "a\n1\n2\n3\n4\n5\n6\n7\nb\n";
        String after = "A\n1\n2\n3\n4\n5\n6\n7\nB\n";
        assertThat(UnifiedDiff.of("r", before, after))
                .isEqualTo(
                        "--- a/r\n+++ b/r\n@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n");
    }

    @Test
    void saysWhereTheLastLineHasNoEnd() {
        assertThat(UnifiedDiff.of("r", "a", "b"))
                .isEqualTo(
                        "--- a/r\n+++ b/r\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n");
        assertThat(UnifiedDiff.of("r", "", "b\n")).isEqualTo("--- a/r\n+++ b/r\n@@ -0,0 +1 @@\n+b\n");
        assertThat(UnifiedDiff.of("r", "same", "same")).isEmpty();
    }

    @Test
    void makesTheOneTextOfTheOther() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            String a = text(random);
            String b = text(random);
            assertThat(patched(a, UnifiedDiff.of("r", a, b))).isEqualTo(b);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(30), 0, 4).forEach(n -> text.append(n).append('\n'));
        return text.toString();
    }

    /** What patch(1) makes of it. */
    private static String patched(String before, String diff) {
        String[] lines = before.isEmpty() ? new String[0] : before.split("\n");
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (String line : diff.isEmpty() ? new String[0] : diff.split("\n")) {
            if (line.startsWith("@@")) {
                String[] range = line.substring(4, line.indexOf(' ', 4)).split(",");
                int start = Integer.parseInt(range[0]) - (range.length > 1 && range[1].equals("0") ? 0 : 1);
                while (at < start) {
                    out.append(lines[at++]).append('\n');
                }
            } else if (line.startsWith(" ") || line.startsWith("-") && !line.startsWith("---")) {
                assertThat(lines[at++]).isEqualTo(line.substring(1));
                out.append(line.startsWith(" ") ? line.substring(1) + "\n" : "");
            } else if (line.startsWith("+") && !line.startsWith("+++")) {
                out.append(line.substring(1)).append('\n');
            }
        }
        while (at < lines.length) {
            out.append(lines[at++]).append('\n');
        }
        return out.toString();
    }
}
