package dev.waag.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckTextTest {
    @Test
    void theUsualReport() throws IOException {
        Golden.assertSame("usual.txt", new CheckText(100, false).render(Samples.usual()));
    }

    @Test
    void theUsualReportOnANarrowTerminal() throws IOException {
        Golden.assertSame("usual-narrow.txt", new CheckText(48, false).render(Samples.usual()));
    }

    @Test
    void nothingFound() {
        assertThat(new CheckText(100, false).render(Samples.clean())).isEqualTo("""
                      Advisories: osv.zip, 12 records, newest this minute (2026-11-22)
                      Passed: nothing found in 1 project
                      """);
    }

    @Test
    void theMostSevereGroupComesFirst() {
        String text = new CheckText(100, false).render(Samples.usual());
        assertThat(text.indexOf("MAL-2026-3")).isBetween(0, text.indexOf("GHSA-q2x7-8rv6-6q7h"));
        assertThat(text.indexOf("GHSA-q2x7-8rv6-6q7h")).isLessThan(text.indexOf("GHSA-h5c8-rqwp-cp95"));
    }

    @Test
    void escapesOnlyWithColour() {
        assertThat(new CheckText(100, false).render(Samples.usual())).doesNotContain("\u001B");
        String coloured = new CheckText(100, true).render(Samples.usual());
        assertThat(coloured).contains("\u001B[1;31m");
        assertThat(coloured.replaceAll("\u001B\\[[0-9;]*m", ""))
                .as("the same text under the colours")
                .isEqualTo(new CheckText(100, false).render(Samples.usual()));
    }

    @Test
    void nothingFromOutsideCommandsTheTerminal() {
        for (boolean colour : List.of(true, false)) {
            String text = new CheckText(80, colour).render(Samples.hostile());
            text.replaceAll("\u001B\\[[0-9;]*m", "")
                    .codePoints()
                    .forEach(c -> assertThat(c == '\n'
                                    || Character.getType(c) != Character.CONTROL
                                            && Character.getType(c) != Character.FORMAT
                                            && Character.getType(c) != Character.SURROGATE
                                            && Character.getType(c) != Character.LINE_SEPARATOR
                                            && Character.getType(c) != Character.PARAGRAPH_SEPARATOR)
                            .as("U+%04X", c)
                            .isTrue());
        }
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        for (int width : List.of(40, 57, 80, 120)) {
            for (CheckReport report : List.of(Samples.usual(), Samples.hostile())) {
                for (String line :
                        new CheckText(width, false).render(report).lines().toList()) {
                    assertThat(Flow.cells(line)).as(line).isLessThanOrEqualTo(width);
                    assertThat(line).doesNotEndWith(" ");
                }
            }
        }
    }
}
