package dev.waag.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTest {
    @Test
    void theUsualReport() throws IOException {
        Golden.assertSame("usual.md", Markdown.render(Samples.usual()));
    }

    @Test
    void theHostileReport() throws IOException {
        Golden.assertSame("hostile.md", Markdown.render(Samples.hostile()));
    }

    @Test
    void nothingFound() {
        assertThat(Markdown.render(Samples.clean())).isEqualTo("""
                        ### Waag: passed

                        nothing found in 1 project

                        - Advisories: osv.zip, 12 records, newest this minute (2026-11-22)
                        """);
    }

    @Test
    void noTextBreaksARow() {
        for (CheckReport report : List.of(Samples.usual(), Samples.hostile())) {
            Markdown.render(report)
                    .lines()
                    .filter(l -> l.startsWith("|"))
                    .forEach(l -> assertThat(l.chars().filter(c -> c == '|').count())
                            .as(l)
                            .isEqualTo(7));
        }
    }

    @Test
    void onlyOurOwnTagsAreTags() {
        String left = Markdown.render(Samples.hostile());
        for (String own : List.of("<details>", "</details>", "<summary>", "</summary>", "<br>")) {
            left = left.replace(own, "");
        }
        assertThat(left).doesNotContain("<").doesNotContain("@everyone");
        for (String escaped : List.of("\\`", "\\[", "\\]", "\\!", "\\*", "\\_")) {
            left = left.replace(escaped, "");
        }
        assertThat(left)
                .doesNotContain("`")
                .doesNotContain("[")
                .doesNotContain("]")
                .doesNotContain("\\");
    }

    @Test
    void aThousandFindingsStillMakeAComment() {
        List<Finding> many = new ArrayList<>();
        List<UnusedWaiver> unused = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            String text = Samples.HOSTILE.get(i % Samples.HOSTILE.size()) + "<>".repeat(500);
            String action = i % 2 == 0 ? "deny" : "warn";
            many.add(Finding.builder("known-vulnerable", "high", action)
                    .of("p" + i, "1")
                    .advisory("A-" + i, List.of())
                    .message(text)
                    .help(text)
                    .build());
            unused.add(new UnusedWaiver("w", "unhashed", "p", "", "", text, text, "2026-12-31"));
        }
        CheckReport report = new CheckReport(many, List.of(), List.of(), List.of(), unused, List.of(), Samples.AT, "1");
        String comment = Markdown.render(report);
        assertThat(comment.length()).isLessThan(65_536);
        assertThat(comment).contains("more in the full report", "500 denied, 500 warnings", "more waivers");
        assertThat(comment.split("</details>", -1)).hasSameSizeAs(comment.split("<details>", -1));
    }
}
