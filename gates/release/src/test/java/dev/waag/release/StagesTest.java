package dev.waag.release;

import static dev.waag.release.House.ADMIN;
import static dev.waag.release.House.ANN;
import static dev.waag.release.House.BEN;
import static dev.waag.release.House.READER;
import static dev.waag.release.House.done;
import static dev.waag.release.House.name;
import static dev.waag.release.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.attest.Link;
import dev.waag.core.Json;
import dev.waag.core.Sha256;
import dev.waag.python.ProjectName;
import dev.waag.sign.Dsse;
import dev.waag.sign.KeyAlgorithm;
import dev.waag.sign.PrivateSigner;
import dev.waag.store.KeyTables;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.Wheels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A release that needs stages is promoted only with links that lead to its files without a gap. */
final class StagesTest {
    private static final ProjectName A = name("acme-a");
    private static final Optional<String> ONE = Optional.of("1.0");
    private static final Optional<String> STABLE = Optional.of("stable");
    private static final Distribution WHEEL = Wheels.wheel("acme-a", "1.0");
    private static final PrivateSigner OURS = PrivateSigner.generate(KeyAlgorithm.ED25519);
    private static final PrivateSigner STRANGER = PrivateSigner.generate(KeyAlgorithm.ED25519);

    private static final TrustedEvidence TRUST = new TrustedEvidence() {
        @Override
        public List<JsonNode> statements(String text) {
            return List.of();
        }

        @Override
        public Optional<String> objection(Dsse link) {
            return switch (link.verify(List.of(OURS.publicKey()))) {
                case Dsse.Verified v -> Optional.empty();
                case Dsse.Rejected r -> Optional.of(r.reason());
            };
        }
    };

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path root;

    @SuppressWarnings("NullAway.Init") // set before each test
    private House house;

    @BeforeEach
    void open() throws Exception {
        house = new House(
                root,
                new ReleaseSettings(
                        List.of("staging", "stable"),
                        1,
                        false,
                        false,
                        1 << 20,
                        List.of(new ReleaseRule("tested", "'test' in stages", "")),
                        List.of("test", "build"),
                        List.of()),
                TRUST);
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private static Sha256 sha(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String link(PrivateSigner key, String stage, Map<String, Sha256> took, Map<String, Sha256> made) {
        Link link = new Link(stage, List.of("make"), took, made);
        return Dsse.sign(Dsse.IN_TOTO, link.bytes(), key).toJson() + "\n";
    }

    private static String test(PrivateSigner key, String source) {
        return link(key, "test", Map.of("src/a.py", sha(source)), Map.of("report.xml", sha("fine")));
    }

    private static String build(String source, String report, byte[] wheel) {
        return link(
                OURS,
                "build",
                Map.of("src/a.py", sha(source), "report.xml", sha(report)),
                Map.of("dist/" + WHEEL.filename(), Sha256.of(wheel)));
    }

    private Answer promoted(String links) throws Exception {
        done(links.isEmpty() ? house.upload(ANN, WHEEL) : house.upload(ANN, WHEEL, "waag_links", links));
        done(house.gate.approve(BEN, A, ONE));
        return house.gate.promote(BEN, A, ONE, STABLE);
    }

    private void refusedSaying(String links, String... words) throws Exception {
        Answer.Refused refused = refused(409, promoted(links));
        assertThat(refused.what()).contains(words);
        assertThat(refused.reasons().getFirst()).containsEntry("rule", "stages");
        assertThat(String.valueOf(refused.reasons().getFirst().get("help"))).isNotEmpty();
        assertThat(house.versions("acme-a", "stable")).isEmpty();
    }

    @Test
    void aWholeLineIsPromoted() throws Exception {
        done(promoted(test(OURS, "1") + build("1", "fine", WHEEL.bytes())));
        assertThat(house.versions("acme-a", "stable")).containsExactly("1.0");
    }

    @Test
    void aReleaseWithoutLinksIsRefusedAndToldHow() throws Exception {
        refusedSaying("", "there is no link of the stage 'test'", "waag publish --links");
    }

    @Test
    void aLackingStageIsNamed() throws Exception {
        refusedSaying(build("1", "fine", WHEEL.bytes()), "there is no link of the stage 'test'", "waag run test");
    }

    @Test
    void aStrangersLinkDoesNotCount() throws Exception {
        refusedSaying(
                test(STRANGER, "1") + build("1", "fine", WHEEL.bytes()),
                "the link of the stage 'test' does not count",
                "no trusted key signed it",
                "stage-keys");
    }

    @Test
    void aGapBetweenOutputAndInputIsNamed() throws Exception {
        refusedSaying(
                test(OURS, "1") + build("1", "changed", WHEEL.bytes()), "'build' ran on report.xml", "'test' had");
    }

    @Test
    void otherSourcesThanThoseTestedAreNamed() throws Exception {
        refusedSaying(test(OURS, "1") + build("2", "fine", WHEEL.bytes()), "another src/a.py than the stage 'test'");
    }

    @Test
    void anotherFileThanTheLineMadeIsNamed() throws Exception {
        refusedSaying(
                test(OURS, "1") + build("1", "fine", new byte[] {1}),
                "what was published has sha256",
                WHEEL.filename());
    }

    @Test
    void linksCanBeAttachedAfterTheUpload() throws Exception {
        refused(409, promoted(""));
        String links = test(OURS, "1") + build("1", "fine", WHEEL.bytes());
        refused(403, house.gate.attach(READER, A, ONE, links));
        refused(400, house.gate.attach(ANN, A, ONE, "nothing"));
        refused(400, house.gate.attach(ANN, A, ONE, ""));
        Answer.Done attached = done(house.gate.attach(ANN, A, ONE, links));
        assertThat(attached.fields().get("unmet")).isEqualTo(List.of());
        assertThat(done(house.gate.attach(ANN, A, ONE, links)).changed()).isFalse();
        done(house.gate.promote(BEN, A, ONE, STABLE));
        assertThat(house.kinds()).containsExactly("publish", "stage", "approve", "attach", "promote");
    }

    @Test
    void everyFileOfTheReleaseNeedsThem() throws Exception {
        done(house.upload(ANN, Wheels.of("acme-a", "1.0").sdist()));
        refusedSaying(test(OURS, "1") + build("1", "fine", WHEEL.bytes()), "for acme_a-1.0.tar.gz");
    }

    @Test
    void theApproverSeesWhatIsNotMet() throws Exception {
        done(house.upload(ANN, WHEEL));
        assertThat(String.valueOf(done(house.gate.approve(BEN, A, ONE)).fields().get("unmet")))
                .contains("there is no link of the stage 'test'")
                .contains("'test' in stages");
    }

    private static JsonNode told(Answer answer) {
        return Json.MAPPER.valueToTree(done(answer).fields());
    }

    /** What the oldest release lacks. */
    private JsonNode unmet() throws Exception {
        return told(house.gate.status(A, Optional.empty())).at("/releases/0/unmet");
    }

    @Test
    void theStatusSaysWhatIsNotMetAndHowToMendIt() throws Exception {
        done(house.upload(ANN, WHEEL));
        assertThat(unmet()).hasSize(4);
        assertThat(unmet().toString())
                .contains("\"rule\":\"approvals\"", "it has 0 of 1 approvals", "waag release approve acme-a==1.0")
                .contains("\"rule\":\"stages\"", "no link of the stage 'test'", "waag run test")
                .contains("no link of the stage 'build'")
                .contains("\"rule\":\"tested\"", "it requires 'test' in stages");
        done(house.gate.approve(BEN, A, ONE));
        assertThat(unmet()).hasSize(3);
        done(house.gate.attach(ANN, A, ONE, test(OURS, "1") + build("1", "fine", WHEEL.bytes())));
        assertThat(unmet()).isEmpty();
        done(house.gate.promote(BEN, A, ONE, STABLE));
        assertThat(unmet().isMissingNode())
                .as("nothing comes after the last channel")
                .isTrue();
    }

    @Test
    void theNewestThatWaitAreLookedIntoAndAnyThatIsNamed() throws Exception {
        for (int i = 1; i <= Overview.LOOKED_INTO + 1; i++) {
            done(house.upload(ANN, Wheels.wheel("acme-a", i + ".0")));
        }
        assertThat(unmet().isMissingNode()).isTrue();
        assertThat(told(house.gate.status(A, ONE)).at("/releases/0/unmet").toString())
                .contains("stages");
    }

    @Test
    void evidenceIsReadBackAsItCame() throws Exception {
        String links = test(OURS, "1") + build("1", "fine", WHEEL.bytes());
        String sbom = "{\"bomFormat\": \"CycloneDX\"}";
        done(house.upload(ANN, WHEEL, "waag_links", links, "waag_sbom", sbom));
        String later = test(STRANGER, "1");
        done(house.gate.attach(ANN, A, ONE, later));
        JsonNode files = told(house.gate.evidence(A, "1.0")).path("files");
        assertThat(files).hasSize(1);
        Map<String, String> kinds = new TreeMap<>();
        for (JsonNode row : files.path(0).path("evidence")) {
            String sha256 = row.path("sha256").asString("");
            EvidenceDocument got = house.gate
                    .evidence(A, "1.0", WHEEL.filename(), new Sha256(sha256))
                    .orElseThrow();
            assertThat(Sha256.of(got.body()).hex()).isEqualTo(sha256);
            assertThat(got.name()).isEqualTo(row.path("name").asString(""));
            kinds.merge(row.path("kind").asString(""), new String(got.body(), StandardCharsets.UTF_8), String::concat);
        }
        assertThat(kinds)
                .containsOnlyKeys("inspection", "links", "sbom")
                .containsEntry("links", links + later)
                .containsEntry("sbom", sbom);
        assertThat(house.gate.evidence(A, "1.0", WHEEL.filename(), sha("none"))).isEmpty();
        assertThat(house.gate.evidence(A, "1.0", "other.whl", sha(sbom))).isEmpty();
        refused(404, house.gate.evidence(A, "9.0"));
    }

    @Test
    void whoHadTheEvidenceSignedDoesNotApproveIt() throws Exception {
        String links = test(OURS, "1") + build("1", "fine", WHEEL.bytes());
        done(house.upload(ANN, WHEEL, "waag_links", links));
        byte[] payload = Dsse.parseAll(links).getFirst().payload();
        house.database.write(c -> {
            KeyTables.signed(c, Sha256.of(payload), BEN.name(), 1);
            return null;
        });
        assertThat(refused(403, house.gate.approve(BEN, A, ONE)).what()).contains("holds the key");
        done(house.gate.approve(ADMIN, A, ONE));
        done(house.gate.promote(BEN, A, ONE, STABLE));
    }

    @Test
    void linksThatAreNoneAreRefusedWithTheUpload() throws Exception {
        refused(400, house.upload(ANN, WHEEL, "waag_links", "{}"));
        refused(
                400,
                house.upload(
                        ANN,
                        WHEEL,
                        "waag_links",
                        Dsse.sign(Dsse.IN_TOTO, new byte[] {'{', '}'}, OURS).toJson()));
        assertThat(house.kinds()).isEmpty();
    }
}
