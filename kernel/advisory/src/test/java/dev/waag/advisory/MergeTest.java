package dev.waag.advisory;

import static dev.waag.advisory.Indexes.HOLE;
import static dev.waag.advisory.Indexes.hole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.advisory.Assessment.Standing;
import dev.waag.advisory.Vulnerability.Disagreement;
import dev.waag.python.Version;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MergeTest {
    private static final String CRITICAL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
    private static final String MEDIUM = "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N";

    private static Vulnerability one(AdvisoryIndex index, String version) {
        List<Vulnerability> found = index.affecting(HOLE, version);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static String aliases(String... ids) {
        return "'aliases': ['" + String.join("', '", ids) + "']";
    }

    private static String rated(String vector) {
        return "'severity': [{'type': 'CVSS_V3', 'score': '" + vector + "'}]";
    }

    @Test
    void recordsThatShareAnIdAreOneVulnerability() {
        AdvisoryIndex index = Indexes.of(
                hole(
                        "PYSEC-2026-1",
                        "2026-01-01T00:00:00Z",
                        "{'introduced': '0'}, {'fixed': '1.5'}",
                        aliases("CVE-2026-1")),
                hole(
                        "GHSA-1",
                        "2026-01-02T00:00:00Z",
                        "{'introduced': '0'}, {'fixed': '1.5'}",
                        aliases("CVE-2026-1") + ", 'summary': 'A hole'"),
                hole("OTHER-1", "{'introduced': '1'}"));
        assertThat(index.affecting(HOLE, "1.0")).hasSize(2);
        Vulnerability merged = index.affecting(HOLE, "1.0").getFirst();
        assertThat(merged.id()).isEqualTo("GHSA-1");
        assertThat(merged.aliases()).containsExactly("PYSEC-2026-1", "CVE-2026-1");
        assertThat(merged.summary()).isEqualTo("A hole");
        assertThat(merged.fixedIn()).containsExactly("1.5");
        assertThat(merged.disagreements()).isEmpty();
        assertThat(merged.malicious()).isFalse();
        assertThat(merged.severity()).isEmpty();
        assertThat(merged.assessments().getFirst())
                .isEqualTo(new Assessment(
                        "GHSA-1",
                        "test",
                        Optional.of(Instant.parse("2026-01-02T00:00:00Z")),
                        Standing.AFFECTED,
                        List.of(),
                        List.of("1.5")));
        assertThat(index.affecting(HOLE, "1.5")).extracting(Vulnerability::id).containsExactly("OTHER-1");
    }

    @Test
    void aliasesJoinThroughOthers() {
        AdvisoryIndex index = Indexes.of(
                hole("A-1", "2026-01-01T00:00:00Z", "{'introduced': '0'}", aliases("B-1")),
                hole("C-1", "2026-01-01T00:00:00Z", "{'introduced': '0'}", aliases("D-1")),
                hole("E-1", "2026-01-01T00:00:00Z", "{'introduced': '0'}", aliases("D-1", "A-1")));
        assertThat(one(index, "1").aliases()).containsExactly("B-1", "C-1", "D-1", "E-1");
    }

    @Test
    void aRecordThatDoesNotAffectJoinsNobody() {
        AdvisoryIndex index = Indexes.of(
                hole("A-1", "2026-01-01T00:00:00Z", "{'introduced': '0'}", aliases("X")),
                hole("B-1", "2026-01-01T00:00:00Z", "{'introduced': '0'}", aliases("Y")),
                hole("C-1", "2026-01-01T00:00:00Z", "{'introduced': '5'}", aliases("X", "Y")));
        assertThat(index.affecting(HOLE, "1")).hasSize(2).allSatisfy(v -> {
            assertThat(v.disagreements()).containsExactly(Disagreement.AFFECTED);
            assertThat(v.aliases()).hasSize(1);
            assertThat(v.assessments().getLast().standing()).isEqualTo(Standing.NOT_AFFECTED);
        });
        assertThat(one(index, "5").assessments()).hasSize(3);
    }

    @Test
    void bothSidesOfADisagreementAreKept() {
        AdvisoryIndex index = Indexes.of(
                hole(
                        "GHSA-1",
                        "2026-03-01T00:00:00Z",
                        "{'introduced': '0'}, {'fixed': '1.5'}",
                        aliases("CVE-1") + ", " + rated(MEDIUM)),
                hole(
                        "PYSEC-1",
                        "2026-01-01T00:00:00Z",
                        "{'introduced': '0'}, {'fixed': '2.0'}",
                        aliases("CVE-1") + ", " + rated(CRITICAL)),
                hole(
                        "OTHER-1",
                        "2025-01-01T00:00:00Z",
                        "{'introduced': '0'}",
                        aliases("CVE-1") + ", 'withdrawn': '2025-02-01T00:00:00Z'"));
        Vulnerability v = one(index, "1.0");
        assertThat(v.disagreements())
                .isEqualTo(Set.of(Disagreement.AFFECTED, Disagreement.FIXED_IN, Disagreement.SEVERITY));
        assertThat(v.fixedIn()).containsExactly("1.5", "2.0");
        assertThat(v.rating()).hasValue(new Rating(CRITICAL, Optional.of(9.8), Severity.CRITICAL));
        assertThat(v.assessments()).extracting(Assessment::id).containsExactly("GHSA-1", "PYSEC-1", "OTHER-1");
        assertThat(v.assessments())
                .extracting(Assessment::severity)
                .containsExactly(Optional.of(Severity.MEDIUM), Optional.of(Severity.CRITICAL), Optional.empty());
        assertThat(v.assessments())
                .extracting(Assessment::fixedIn)
                .containsExactly(List.of("1.5"), List.of("2.0"), List.of());
        assertThat(v.assessments().getLast().standing()).isEqualTo(Standing.WITHDRAWN);
        Vulnerability later = one(index, "1.7");
        assertThat(later.id()).isEqualTo("PYSEC-1");
        assertThat(later.fixedIn()).containsExactly("2.0");
        assertThat(later.assessments())
                .extracting(Assessment::standing)
                .containsExactly(Standing.AFFECTED, Standing.NOT_AFFECTED, Standing.WITHDRAWN);
    }

    @Test
    void withdrawnRecordsAloneAreNothing() {
        AdvisoryIndex index = Indexes.of(
                hole("A-1", "2026-01-01T00:00:00Z", "{'introduced': '0'}", "'withdrawn': '2026-01-02T00:00:00Z'"));
        assertThat(index.affecting(HOLE, "1")).isEmpty();
        assertThat(index.isUnaffected(HOLE, "1")).isTrue();
        assertThat(index.recordsOf(HOLE)).isEmpty();
        assertThat(index.record("A-1")).isPresent();
    }

    @Test
    void sourcesWithOneIdAreHeardBoth() {
        AdvisoryIndexWriter writer = new AdvisoryIndexWriter();
        String old = hole("A-1", "2026-01-01T00:00:00Z", "{'introduced': '0'}", "");
        String fresh = hole("A-1", "2026-02-01T00:00:00Z", "{'introduced': '0'}, {'fixed': '1'}", "");
        Indexes.add(writer, "old", List.of(old, hole("B-1", "{'introduced': '7'}")));
        Indexes.add(writer, "fresh", List.of(fresh, hole("B-1", "{'introduced': '7'}")));
        AdvisoryIndex index = AdvisoryIndex.open(ByteBuffer.wrap(Indexes.bytes(writer)));
        Vulnerability v = one(index, "2");
        assertThat(v.aliases()).isEmpty();
        assertThat(v.disagreements()).containsExactly(Disagreement.AFFECTED);
        assertThat(v.assessments()).extracting(Assessment::source).containsExactly("old", "fresh");
        assertThat(index.record("A-1"))
                .hasValueSatisfying(r -> assertThat(r).asString().isEqualTo(fresh.replace('\'', '"')));
        assertThat(index.affecting(HOLE, "7").getLast().assessments()).hasSize(1);
        assertThat(index.sources())
                .containsExactly(
                        new SourceInfo("old", 2, Optional.of(Instant.parse("2026-01-01T00:00:00Z"))),
                        new SourceInfo("fresh", 2, Optional.of(Instant.parse("2026-02-01T00:00:00Z"))));
        assertThat(index.recordsOf(HOLE)).containsExactly("A-1", "B-1");
    }

    @Test
    void malwareIsToldByItsId() {
        assertThat(one(Indexes.of(hole("MAL-2026-1", "{'introduced': '0'}")), "1")
                        .malicious())
                .isTrue();
        Vulnerability v = one(
                Indexes.of(hole("GHSA-1", "2026-01-01T00:00:00Z", "{'introduced': '0'}", aliases("MAL-2026-1"))), "1");
        assertThat(v.malicious()).isTrue();
        assertThat(v.id()).isEqualTo("GHSA-1");
    }

    @Test
    void ratingsFallBackOnTheSourcesWord() {
        String word = "'database_specific': {'severity': 'MODERATE'}";
        assertThat(one(Indexes.of(hole("A-1", "2026-01-01T00:00:00Z", "{'introduced': '0'}", word)), "1")
                        .rating())
                .hasValue(new Rating("", Optional.empty(), Severity.MEDIUM));
        assertThat(one(
                                Indexes.of(hole(
                                        "A-1",
                                        "2026-01-01T00:00:00Z",
                                        "{'introduced': '0'}",
                                        word + ", " + rated("CVSS:9"))),
                                "1")
                        .severity())
                .hasValue(Severity.MEDIUM);
        assertThat(one(
                                Indexes.of(hole(
                                        "A-1",
                                        "2026-01-01T00:00:00Z",
                                        "{'introduced': '0'}",
                                        word + ", " + rated(CRITICAL))),
                                "1")
                        .severity())
                .hasValue(Severity.CRITICAL);
    }

    @Test
    void exploitationIsToldByAnyOfTheIds() {
        AdvisoryIndexWriter writer = Indexes.writer(
                hole("GHSA-1", "2026-01-01T00:00:00Z", "{'introduced': '0'}", aliases("CVE-2026-1")),
                hole("CVE-2026-2", "{'introduced': '5'}"));
        SourceInfo kev = new SourceInfo("kev", 2, Optional.empty());
        SourceInfo epss = new SourceInfo("epss", 3, Optional.of(Instant.EPOCH));
        writer.exploited(kev, Set.of("CVE-2026-1", "CVE-1999-1"));
        writer.epss(
                epss,
                Map.of(
                        "CVE-2026-1",
                        new Epss(0.25, 0.5),
                        "CVE-2026-2",
                        new Epss(0.125, 1),
                        "CVE-1999-1",
                        new Epss(1, 1)));
        AdvisoryIndex index = AdvisoryIndex.open(ByteBuffer.wrap(Indexes.bytes(writer)));
        Vulnerability v = one(index, "1");
        assertThat(v.knownExploited()).isTrue();
        assertThat(v.epss()).hasValue(new Epss(0.25, 0.5));
        Vulnerability other = index.affecting(HOLE, "5").getLast();
        assertThat(other.id()).isEqualTo("CVE-2026-2");
        assertThat(other.knownExploited()).isFalse();
        assertThat(other.epss()).hasValue(new Epss(0.125, 1));
        assertThat(index.exploitedSource()).hasValue(kev);
        assertThat(index.epssSource()).hasValue(epss);
    }

    /** Decisions are made again where it changes. */
    @Test
    void theFingerprintIsThatOfWhatDecides() {
        String record = hole("GHSA-1", "2026-01-01T00:00:00Z", "{'introduced': '0'}", aliases("CVE-2026-1"));
        AdvisoryIndexWriter writer = Indexes.writer(record);
        String plain = fingerprint(writer);
        assertThat(plain).hasSize(16);
        assertThat(fingerprint(Indexes.writer(
                        record, hole("A-1", "{'introduced': '0'}").replace("Zz_Hole", "zz-x"))))
                .isEqualTo(plain);
        writer.epss(new SourceInfo("epss", 1, Optional.empty()), Map.of("CVE-2026-1", new Epss(0.25, 0.5)));
        assertThat(fingerprint(writer)).isEqualTo(plain);
        writer.exploited(new SourceInfo("kev", 1, Optional.empty()), Set.of("CVE-2026-1"));
        assertThat(fingerprint(writer)).isNotEqualTo(plain);
        assertThat(fingerprint(Indexes.writer(record, hole("A-1", "{'introduced': '0'}"))))
                .isNotEqualTo(plain);
        assertThat(fingerprint(Indexes.writer())).isEmpty();
    }

    private static String fingerprint(AdvisoryIndexWriter writer) {
        return AdvisoryIndex.open(ByteBuffer.wrap(Indexes.bytes(writer))).fingerprint(HOLE);
    }

    @Test
    void theFirstUnaffectedAboveSkipsWhatIsAffectedOtherwise() {
        AdvisoryIndex index = Indexes.of(
                hole("A-1", "{'introduced': '0'}, {'fixed': '1.5'}"),
                hole("B-1", "{'introduced': '1.5'}, {'fixed': '1.6.1'}"));
        List<Version> candidates = Stream.of("2.0", "1.4", "1.5", "1.6", "1.7", "0.1")
                .map(v -> Version.parse(v).orElseThrow())
                .toList();
        Version old = Version.parse("1.0").orElseThrow();
        assertThat(index.firstUnaffected(HOLE, old, candidates))
                .hasValueSatisfying(v -> assertThat(v).hasToString("1.7"));
        assertThat(index.firstUnaffected(HOLE, Version.parse("2.0").orElseThrow(), candidates))
                .isEmpty();
    }

    /** BeforeLimits of the schema: a limit ends a range for whatever follows it. */
    @Test
    void limits() {
        AdvisoryIndex index = Indexes.of(
                hole("A-1", "{'introduced': '1'}, {'limit': '2'}"),
                hole("B-1", "{'introduced': '1'}, {'limit': '3'}, {'limit': '2.5'}"),
                hole("C-1", "{'introduced': '1'}, {'limit': '*'}, {'limit': '1.5'}"));
        assertThat(index.affecting(HOLE, "0.9")).isEmpty();
        assertThat(index.affecting(HOLE, "1.9")).extracting(Vulnerability::id).containsExactly("A-1", "B-1", "C-1");
        assertThat(index.affecting(HOLE, "2")).extracting(Vulnerability::id).containsExactly("B-1", "C-1");
        assertThat(index.affecting(HOLE, "99!1")).extracting(Vulnerability::id).containsExactly("C-1");
    }
}
