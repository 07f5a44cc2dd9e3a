package dev.waag.advisory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.advisory.OsvRecord.Affected;
import dev.waag.advisory.OsvRecord.Event;
import dev.waag.advisory.OsvRecord.Range;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OsvReaderTest {
    private static Optional<OsvRecord> read(String json) throws AdvisoryFormatException {
        return OsvReader.read(json.replace('\'', '"').getBytes(UTF_8));
    }

    private static void refused(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(AdvisoryFormatException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void everyField() throws AdvisoryFormatException {
        OsvRecord record = read("""
                {'schema_version': '1.7.0', 'id': 'GHSA-1', 'modified': '2026-01-02T03:04:05.678Z', 'published': '2026-01-01T00:00:00+01:00',
                 'withdrawn': '2026-02-01T00:00:00Z', 'aliases': ['CVE-2026-1', 'PYSEC-2026-1'], 'related': ['CVE-2026-2'],
                 'summary': 'A hole', 'details': 'Long', 'severity': [{'type': 'CVSS_V3', 'score': 'CVSS:3.1/x'}],
                 'database_specific': {'severity': 'MODERATE', 'other': {'severity': 'LOW'}}, 'references': [{'type': 'WEB', 'url': 'u'}],
                 'affected': [
                  {'package': {'ecosystem': 'PyPI', 'name': 'Zz_Hole', 'purl': 'p'}, 'versions': ['1.0', '1.1'],
                   'severity': [{'type': 'CVSS_V4', 'score': 'CVSS:4.0/x'}], 'database_specific': {'severity': 'HIGH'},
                   'ranges': [
                    {'type': 'GIT', 'repo': 'r', 'events': [{'introduced': '0'}]},
                    {'type': 'ECOSYSTEM', 'database_specific': {}, 'events': [{'introduced': '0'}, {'fixed': '1.2'}, {'limit': '2'}]},
                    {'type': 'SEMVER', 'events': [{'introduced': '3'}, {'last_affected': '4'}, {'limit': null}, {'odd': [1]}]}]},
                  {'package': {'ecosystem': 'npm', 'name': '@scope/x'}, 'versions': ['1']},
                  {'package': {'ecosystem': 'PyPI:extra', 'name': 'other'}}]}""").orElseThrow();
        Affected hole = new Affected(
                Indexes.HOLE,
                List.of(
                        new Range(List.of(
                                new Event(Event.Kind.INTRODUCED, "0"),
                                new Event(Event.Kind.FIXED, "1.2"),
                                new Event(Event.Kind.LIMIT, "2"))),
                        new Range(List.of(
                                new Event(Event.Kind.INTRODUCED, "3"), new Event(Event.Kind.LAST_AFFECTED, "4")))),
                List.of("1.0", "1.1"),
                List.of("CVSS:4.0/x"),
                Optional.of(Severity.HIGH));
        assertThat(record)
                .isEqualTo(new OsvRecord(
                        "GHSA-1",
                        Optional.of(Instant.parse("2026-01-02T03:04:05.678Z")),
                        Optional.of(Instant.parse("2025-12-31T23:00:00Z")),
                        Optional.of(Instant.parse("2026-02-01T00:00:00Z")),
                        List.of("CVE-2026-1", "PYSEC-2026-1"),
                        List.of("CVE-2026-2"),
                        "A hole",
                        List.of("CVSS:3.1/x"),
                        Optional.of(Severity.MEDIUM),
                        List.of(hole, record.affected().getLast())));
        assertThat(record.affected().getLast().project()).hasToString("other");
    }

    @Test
    void nullCountsAsAbsent() throws AdvisoryFormatException {
        OsvRecord record = read("{'id': 'A-1', 'modified': null, 'withdrawn': null, 'aliases': null, 'severity': null,"
                        + " 'database_specific': null, 'summary': null, 'details': '\\n First\\u0007 line \\nsecond',"
                        + " 'affected': [{'package': {'ecosystem': 'PyPI', 'name': 'zz'}, 'ranges': null, 'versions': null}]}")
                .orElseThrow();
        assertThat(record.modified()).isEmpty();
        assertThat(record.withdrawn()).isEmpty();
        assertThat(record.aliases()).isEmpty();
        assertThat(record.summary()).isEqualTo("First  line ");
        assertThat(record.affected()).hasSize(1);
    }

    @Test
    void aLongSummaryIsCutAfterAWordAndSaysSo() throws AdvisoryFormatException {
        assertThat(summaryOf("words ".repeat(100)))
                .isEqualTo("words ".repeat(32) + "words...")
                .hasSizeLessThanOrEqualTo(200);
        assertThat(summaryOf("x".repeat(300))).isEqualTo("x".repeat(197) + "...");
        assertThat(summaryOf("x".repeat(196) + "\uD83E\uDDC0".repeat(4))).isEqualTo("x".repeat(196) + "...");
        assertThat(summaryOf("x".repeat(200))).isEqualTo("x".repeat(200));
    }

    private static String summaryOf(String details) throws AdvisoryFormatException {
        return read("{'id': 'A-1', 'details': '" + details
                        + "', 'affected': [{'package': {'ecosystem': 'PyPI', 'name': 'zz'}}]}")
                .orElseThrow()
                .summary();
    }

    @Test
    void otherEcosystemsAreNoneOfOurs() throws AdvisoryFormatException {
        assertThat(read("{'id': 'A-1', 'affected': [{'package': {'ecosystem': 'npm', 'name': 'zz'}}]}"))
                .isEmpty();
        assertThat(read("{'id': 'A-1', 'affected': [{'package': {'ecosystem': 'pypi', 'name': 'zz'}}]}"))
                .isEmpty();
        assertThat(read("{'id': 'A-1'}")).isEmpty();
    }

    @Test
    void aRecordWithANameThatNoProjectHasIsReadForItsOthers() throws AdvisoryFormatException {
        assertThat(read("{'id': 'A-1', 'affected': [{'package': {'ecosystem': 'PyPI', 'name': 'a/b'}},"
                        + " {'package': {'ecosystem': 'PyPI', 'name': 'zz'}}]}"))
                .hasValueSatisfying(r -> assertThat(r.affected()).hasSize(1));
    }

    @Test
    void faultsSayWhereAndWhy() {
        refused("", "line 1, column 1: the record is not a JSON object");
        refused("[]", "line 1, column 1: the record is not a JSON object");
        refused("{'id': 'A',\n  'affected' [", "line 2, column 14: not JSON: ");
        refused("{'affected': []}", "the record has no id");
        refused("{'id': ' '}", "the record has no id");
        refused("{'id': 'A'} {}", "line 1, column 13: the record goes on after its end");
        refused("{'id': ['A']}", "line 1, column 8: 'id' is not a text");
        refused("{'id': 'A', 'affected': {}}", "line 1, column 25: 'affected' is not a list");
        refused("{'id': 'A', 'affected': [3]}", "line 1, column 26: 'affected[]' is not an object");
        refused("{'id': 'A', 'aliases': 'B'}", "line 1, column 24: 'aliases' is not a list");
        refused("{'id': 'A', 'aliases': [{}]}", "line 1, column 25: 'aliases' is not a text");
        refused("{'id': 'A', 'withdrawn': 'yes'}", "line 1, column 26: 'withdrawn' is not a time: yes");
        refused(
                "{'id': 'A', 'affected': [{'package': {'ecosystem': 'PyPI', 'name': 'a b'}}]}",
                "line 1, column 74: no Python project can have the name 'a b'");
        refused(
                "{'id': 'A', 'affected': [{'ranges': [{'type': 'GIT', 'events': 7}]}]}",
                "line 1, column 64: 'events' is not a list");
        refused("{'x': " + "[".repeat(100_000), "line 1, column 71: not JSON: ");
        refused(
                "{'id': 'A', 'affected': [{'ranges': [{'type': 'ECOSYSTEM', 'events': ["
                        + "{'fixed': '1'},".repeat(Evaluation.MAX_EVENTS) + "{'fixed': '1'}]}]}]}",
                "line 1, column ");
    }
}
