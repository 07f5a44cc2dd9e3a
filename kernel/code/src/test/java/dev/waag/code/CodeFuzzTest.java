package dev.waag.code;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Whatever the bytes are, a scan ends with a report that can be shown, and gives the same one again. */
final class CodeFuzzTest {
    private static final CodeLimits SMALL = new CodeLimits(1 << 20, 1 << 18, 100_000, 50_000, 100, 3, 5);

    @FuzzTest
    void scan(byte[] bytes) {
        CodeScan scan = new CodeScan(SMALL);
        for (CodeRole role : List.of(CodeRole.SETUP, CodeRole.MODULE, CodeRole.PTH)) {
            CodeReport report = scan.scan("fuzz.py", bytes, role);
            for (CodeFinding f : report.findings()) {
                assertThat(f.evidence()).doesNotContain("\n", "\r", "\u001b");
                assertThat(f.line()).isPositive();
            }
            double score = CodeScore.of(List.of(report)).value();
            assertThat(score).isBetween(0.0, 1.0);
        }
        assertThat(scan.scan("fuzz.py", bytes, CodeRole.MODULE))
                .isEqualTo(scan.scan("fuzz.py", bytes, CodeRole.MODULE));
    }
}
