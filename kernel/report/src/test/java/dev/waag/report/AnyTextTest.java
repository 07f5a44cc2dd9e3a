package dev.waag.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Json;
import java.io.StringReader;
import java.util.List;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** Texts of random characters, each format read back by a parser of its own. */
class AnyTextTest {
    private static final String SPICE =
            "|\\<>&\"'`[](){}*_#@$~!;:/%]]>\u0000\u0007\u001B\u007F\u0085\u009B\u2028\u202E\u200B\uD83D\uDE80\uFFFE\uFFFF \t\r\n";

    @Test
    void everyFormatStaysItself() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            CheckReport report = report(text(random), text(random), text(random));
            for (String json : List.of(CheckJson.render(report), Sarif.render(report), CycloneDx.render(report))) {
                assertThat(Json.MAPPER.readTree(json).isObject()).isTrue();
            }
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(JUnitXml.render(report))));
            assertThat(new CheckText(80, false).render(report).lines())
                    .allMatch(l -> Flow.cells(l) <= 80 && l.chars().noneMatch(Character::isISOControl));
            assertThat(Markdown.render(report).lines().filter(l -> l.startsWith("|")))
                    .allMatch(l -> l.chars().filter(c -> c == '|').count() == 7);
        }
    }

    private static CheckReport report(String a, String b, String c) {
        Finding f = Finding.builder("r" + a, "high", "deny")
                .of(b, c)
                .at(a, 3)
                .advisory(c, List.of(a, b))
                .fixedIn(List.of(c))
                .path(List.of(a, b))
                .message(b)
                .help(c)
                .build();
        return new CheckReport(
                List.of(
                        f,
                        f.withWaiver(new FindingWaiver(a, b, c, a, b)),
                        f.withExpired(new FindingWaiver(a, b, c, b, a))),
                List.of(new PinnedProject("p" + a, b, c, 0, a, List.of(b, "sha256:" + c), true)),
                List.of(),
                List.of(a, b, c),
                List.of(new UnusedWaiver(a, b, c, a, b, c, a, b)),
                List.of(new RuleText("r" + a, "low", b, c)),
                Samples.AT,
                a);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            text.append(
                    random.nextInt(3) == 0
                            ? (char) random.nextInt(0x10000)
                            : SPICE.charAt(random.nextInt(SPICE.length())));
        }
        return text.toString();
    }
}
