package dev.waag.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CycloneDxTest {
    @Test
    void theUsualReport() throws IOException {
        Golden.assertSame("usual.cdx.json", CycloneDx.render(Samples.usual()));
    }

    @Test
    void theHostileReport() throws IOException {
        Golden.assertSame("hostile.cdx.json", CycloneDx.render(Samples.hostile()));
    }

    @Test
    void theCleanReport() throws IOException {
        Golden.assertSame("clean.cdx.json", CycloneDx.render(Samples.clean()));
    }

    @Test
    void referencesAreUniqueAndLeadSomewhere() {
        for (CheckReport report : List.of(Samples.usual(), Samples.hostile())) {
            JsonNode bom = Json.MAPPER.readTree(CycloneDx.render(report));
            Set<String> refs = new HashSet<>();
            bom.get("components")
                    .forEach(c ->
                            assertThat(refs.add(c.get("bom-ref").asString())).isTrue());
            for (JsonNode v : bom.get("vulnerabilities")) {
                v.get("affects")
                        .forEach(a -> assertThat(refs).contains(a.get("ref").asString()));
            }
            bom.get("vulnerabilities")
                    .forEach(v ->
                            assertThat(refs.add(v.get("bom-ref").asString())).isTrue());
        }
    }

    @Test
    void aReleasePinnedTwiceIsOneComponentWithAllItsHashesAndPlaces() {
        JsonNode bad = component("pkg:pypi/zz-bad@0.1");
        assertThat(bad.get("hashes").size()).isEqualTo(2);
        assertThat(bad.at("/evidence/occurrences").size()).isEqualTo(2);
    }

    @Test
    void packageUrlsFollowTheSpecification() {
        assertThat(Purl.of("zz-fine", "2.0+local.1")).isEqualTo("pkg:pypi/zz-fine@2.0%2Blocal.1");
        assertThat(Purl.of("a", "1!2.0")).isEqualTo("pkg:pypi/a@1%212.0");
        assertThat(Purl.of("a", "")).isEqualTo("pkg:pypi/a");
        assertThat(Purl.of("a/b@c?d#e", "1")).isEqualTo("pkg:pypi/a%2Fb%40c%3Fd%23e@1");
    }

    @Test
    void hashesThatTheFormatHasNoNameForAreLeftOut() {
        assertThat(BomHash.of("sha256:" + Samples.DIGEST)).contains(new BomHash("SHA-256", Samples.DIGEST));
        assertThat(BomHash.of("SHA256:" + "A".repeat(64))).contains(new BomHash("SHA-256", Samples.DIGEST));
        assertThat(BomHash.of(Samples.DIGEST)).contains(new BomHash("SHA-256", Samples.DIGEST));
        assertThat(BomHash.of("blake2b:" + "0".repeat(128))).contains(new BomHash("BLAKE2b-512", "0".repeat(128)));
        for (String none : List.of(
                "", "sha256:", "sha256:" + "g".repeat(64), "sha224:" + "0".repeat(56), "sha512:" + Samples.DIGEST)) {
            assertThat(BomHash.of(none)).as(none).isEmpty();
        }
    }

    @Test
    void licencesAreExpressionsOrNames() {
        assertThat(component("pkg:pypi/acme-templates@1.0")
                        .at("/licenses/0/expression")
                        .asString())
                .isEqualTo("MIT OR Apache-2.0");
        assertThat(component("pkg:pypi/fresh@9.0.0").has("licenses")).isFalse();
    }

    @Test
    void theWaivedVulnerabilityHasAnAnalysisAndTheOthersHaveNone() {
        for (JsonNode v :
                Json.MAPPER.readTree(CycloneDx.render(Samples.usual())).get("vulnerabilities")) {
            assertThat(v.has("analysis")).isEqualTo(v.get("id").asString().equals("WAAG-2026-9"));
        }
    }

    @Test
    void theSerialNumberIsOfTheContentAndNotOfTheTime() {
        CheckReport r = Samples.usual();
        CheckReport later = new CheckReport(
                r.findings(),
                r.projects(),
                r.advisories(),
                r.notChecked(),
                r.unusedWaivers(),
                r.rules(),
                Instant.parse("2027-01-01T00:00:00Z"),
                r.toolVersion());
        CheckReport other = new CheckReport(
                List.of(),
                r.projects(),
                List.of(new AdvisorySet("x", 1, Optional.empty())),
                List.of(),
                List.of(),
                List.of(),
                r.at(),
                r.toolVersion());
        assertThat(serial(r)).isEqualTo(serial(later)).isNotEqualTo(serial(other));
        assertThat(serial(r)).matches("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    private static String serial(CheckReport report) {
        return Json.MAPPER
                .readTree(CycloneDx.render(report))
                .get("serialNumber")
                .asString();
    }

    private static JsonNode component(String ref) {
        for (JsonNode c :
                Json.MAPPER.readTree(CycloneDx.render(Samples.usual())).get("components")) {
            if (c.get("bom-ref").asString().equals(ref)) {
                return c;
            }
        }
        throw new AssertionError("no component " + ref);
    }
}
