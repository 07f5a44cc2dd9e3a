package dev.waag.advisory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CataloguesTest {
    @Test
    void exploited() throws AdvisoryFormatException {
        String json = """
                {"title": "t", "dateReleased": "2026-11-22T17:04:19.9796Z", "count": 2,
                 "vulnerabilities": [{"cveID": "CVE-2026-1", "notes": {"cveID": "CVE-1"}}, {"cveID": " CVE-2026-2 "}, {"cveID": null}]}""";
        assertThat(ExploitedCatalogue.read(json.getBytes(UTF_8)))
                .isEqualTo(new ExploitedCatalogue(
                        Set.of("CVE-2026-1", "CVE-2026-2"), Optional.of(Instant.parse("2026-11-22T17:04:19.9796Z"))));
        assertThat(ExploitedCatalogue.read(
                                "{\"dateReleased\": \"x\", \"vulnerabilities\": [{\"cveID\": \"A\"}]}".getBytes(UTF_8))
                        .released())
                .isEmpty();
    }

    @Test
    void whatIsNoCatalogueIsRefused() {
        for (String text :
                new String[] {"", "[]", "{}", "{\"vulnerabilities\": []}", "{\"vulnerabilities\": [3]}", "id,date\n"}) {
            assertThatThrownBy(() -> ExploitedCatalogue.read(text.getBytes(UTF_8)))
                    .as(text)
                    .isInstanceOf(AdvisoryFormatException.class);
        }
    }

    private static EpssScores epss(String text) throws IOException, AdvisoryFormatException {
        return EpssScores.read(new ByteArrayInputStream(text.getBytes(UTF_8)), id -> !id.equals("CVE-1"));
    }

    @Test
    void probabilities() throws IOException, AdvisoryFormatException {
        assertThat(
                        epss(
                                "#model_version:v1,score_date:2026-11-22T01:00:00+0100\ncve,epss,percentile\r\nCVE-1,0.5,0.75\nCVE-2,0.00043,1\n\n"))
                .isEqualTo(new EpssScores(
                        Map.of("CVE-2", new Epss(0.00043, 1)), 2, Optional.of(Instant.parse("2026-11-22T00:00:00Z"))));
        assertThat(epss("#score_date:2026-11-22T00:00:00Z,x:y\ncve,epss,percentile\nCVE-2,0,0")
                        .scored())
                .hasValue(Instant.parse("2026-11-22T00:00:00Z"));
        assertThat(epss("cve,epss,percentile\nCVE-2,0,0").scored()).isEmpty();
    }

    @Test
    void whatIsNoTableIsRefusedWithItsLine() {
        Map<String, String> wrong = Map.of(
                "",
                "it has no rows",
                "cve,epss,percentile\n",
                "it has no rows",
                "a,b\nc,d\n",
                "line 1, column 1: the columns are not cve,epss,percentile",
                "cve,epss,percentile\nCVE-2\n",
                "line 2, column 1: a row without its columns",
                "cve,epss,percentile\nCVE-2,2,1\n",
                "line 2, column 7: not two numbers from 0 to 1",
                "cve,epss,percentile\nCVE-2,x,1\n",
                "line 2, column 7: not two numbers from 0 to 1",
                "cve,epss,percentile\nCVE-2,NaN,1\n",
                "line 2, column 7: not two numbers from 0 to 1",
                "x".repeat(2_000),
                "line 1, column 1000: a line without end");
        wrong.forEach((text, message) -> assertThatThrownBy(() -> epss(text))
                .isInstanceOf(AdvisoryFormatException.class)
                .hasMessage(message));
    }
}
