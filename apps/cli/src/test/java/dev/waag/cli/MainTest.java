package dev.waag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void aMisspeltVariableIsTold() {
        assertThat(told("PATH", "WAAG_ADVISORIES_SORCES"))
                .isEqualTo("waag: the environment sets WAAG_ADVISORIES_SORCES, which is no setting"
                        + " (did you mean WAAG_ADVISORIES_SOURCES?), and has no effect\n");
        assertThat(told("PATH", "WAAG_ADVISORIES_SOURCES", "WAAG_URL", "WAAG_TOKEN"))
                .isEmpty();
    }

    @Test
    void whatTheTestsAndMeasurementsReadIsLetBe() {
        assertThat(told(
                        "WAAG_PROGRAM",
                        "WAAG_LANES",
                        "WAAG_SEED",
                        "WAAG_ROUNDS",
                        "WAAG_KILLS",
                        "WAAG_KEEP_SCRATCH",
                        "WAAG_FUZZ",
                        "WAAG_TOOLS",
                        "WAAG_BENCH_LOCK",
                        "WAAG_BENCH_ADVISORIES",
                        "WAAG_BUILD_COMMIT"))
                .isEmpty();
    }

    private static String told(String... environment) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Main.tellMisspelt(List.of(environment), new PrintStream(out, true, UTF_8));
        return out.toString(UTF_8);
    }
}
