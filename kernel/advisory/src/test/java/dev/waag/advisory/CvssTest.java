package dev.waag.advisory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class CvssTest {
    private static void scores(String vector, double base, double score) {
        assertThat(Cvss.parse(vector)).as(vector).hasValueSatisfying(c -> {
            assertThat(c.base()).as("base of %s", vector).isEqualTo(base);
            assertThat(c.score()).as("score of %s", vector).isEqualTo(score);
        });
    }

    /** The examples of the version 2 guide, section 3.3. */
    @Test
    void examplesOfVersion2() {
        scores("AV:N/AC:L/Au:N/C:N/I:N/A:C", 7.8, 7.8);
        scores("AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C", 7.8, 6.4);
        scores("AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H", 7.8, 9.2);
        scores("AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:L", 10.0, 9.0);
        scores("(AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C)", 6.2, 4.9);
        scores("AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:M", 6.2, 7.5);
    }

    /** From the examples documents of versions 3.0 and 3.1. */
    @Test
    void examplesOfVersion3() {
        for (String v : new String[] {"3.0", "3.1"}) {
            scores("CVSS:" + v + "/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1, 6.1);
            scores("CVSS:" + v + "/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 6.4, 6.4);
            scores("CVSS:" + v + "/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 3.1, 3.1);
            scores("CVSS:" + v + "/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", 9.9, 9.9);
            scores("CVSS:" + v + "/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8, 9.8);
            scores("CVSS:" + v + "/AV:N/AC:L/PR:N/UI:N/S:C/C:N/I:L/A:N", 5.8, 5.8);
            scores("CVSS:" + v + "/AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0.0, 0.0);
        }
    }

    /** From the examples document of version 4.0. */
    @Test
    void examplesOfVersion4() {
        scores("CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.3, 7.3);
        scores("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.7, 7.7);
        scores("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U", 5.2, 5.2);
        scores("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N", 8.3, 8.3);
        scores(
                "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N/CR:H/IR:L/AR:L/MAV:N/MAC:H/MVC:H/MVI:L/MVA:L",
                8.1,
                8.1);
        scores("CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N", 4.6, 4.6);
        scores("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:L", 8.7, 8.7);
        scores("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 10.0, 10.0);
        scores("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0.0, 0.0);
    }

    /**
     * Equal to the scores of Python's {@code cvss} 3.6 on generated vectors; {@code cvss.txt} has a vector, its base score and its score with
     * all of its metrics on each line.
     */
    @Test
    void sameAsAnotherImplementation() throws IOException {
        var resource = Objects.requireNonNull(CvssTest.class.getResourceAsStream("cvss.txt"));
        int lines = 0;
        try (BufferedReader in = new BufferedReader(new InputStreamReader(resource, UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] parts = line.split(" ");
                scores(parts[0], Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
                lines++;
            }
        }
        assertThat(lines).isGreaterThan(400);
    }

    @Test
    void whatIsNoVectorHasNoScore() {
        for (String text : new String[] {
            "",
            "7.5",
            "()",
            "HIGH",
            "CVSS:3.1",
            "CVSS:3.1/",
            "CVSS:3.2/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N",
            "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L",
            "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N/",
            "CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N",
            "CVSS:3.1/AV:X/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N",
            "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N/ZZ:N",
            "CVSS:4.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N",
            "AV:N/AC:L/Au:N/C:N/I:N/A:C/".repeat(99),
        }) {
            assertThat(Cvss.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void words() {
        assertThat(Severity.ofScore(0)).isEqualTo(Severity.NONE);
        assertThat(Severity.ofScore(0.1)).isEqualTo(Severity.LOW);
        assertThat(Severity.ofScore(3.9)).isEqualTo(Severity.LOW);
        assertThat(Severity.ofScore(4.0)).isEqualTo(Severity.MEDIUM);
        assertThat(Severity.ofScore(6.9)).isEqualTo(Severity.MEDIUM);
        assertThat(Severity.ofScore(7.0)).isEqualTo(Severity.HIGH);
        assertThat(Severity.ofScore(9.0)).isEqualTo(Severity.CRITICAL);
        assertThat(Severity.ofWord("MODERATE")).hasValue(Severity.MEDIUM).get().hasToString("medium");
        for (Severity severity : Severity.values()) {
            assertThat(Severity.ofWord(severity.name().toLowerCase(Locale.ROOT)))
                    .hasValue(severity);
        }
        assertThat(Severity.ofWord("dire")).isEmpty();
    }
}
