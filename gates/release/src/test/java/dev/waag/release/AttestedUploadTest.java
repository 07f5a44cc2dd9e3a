package dev.waag.release;

import static dev.waag.release.House.ANN;
import static dev.waag.release.House.done;
import static dev.waag.release.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Json;
import dev.waag.identity.Principal;
import dev.waag.testkit.AttestedRelease;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.Wheels;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Attestations are verified before a file is taken, with a real one of a real pipeline. */
final class AttestedUploadTest {
    private static final Distribution FILE = AttestedRelease.distribution();
    private static final JsonNode ATTESTATION = Json.MAPPER
            .readTree(AttestedRelease.provenance())
            .path("attestation_bundles")
            .path(0)
            .path("attestations")
            .path(0);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path root;

    @SuppressWarnings("NullAway.Init") // set before each test
    private House house;

    @BeforeEach
    void open() throws Exception {
        house = new House(root, ReleaseSettings.DEFAULT);
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private static Principal job(String issuer, String project) {
        return new Principal(
                "gitlab:" + project,
                Principal.Kind.CI,
                Set.of(),
                ANN.permissions(),
                Set.of("gitlab-oidc-project"),
                Optional.of("minted-" + project),
                Map.of("iss", issuer, "project_path", project));
    }

    private void refusedSaying(Principal who, Distribution file, String attestations, String words) throws Exception {
        assertThat(refused(400, house.upload(who, file, "attestations", attestations))
                        .what())
                .contains(words);
        assertThat(house.kinds()).isEmpty();
    }

    @Test
    void aValidAttestationIsTakenFromAPersonAndFromItsJob() throws Exception {
        Principal own = job("https://gitlab.com", "facutuesca/gitlab-oidc-project");
        done(house.upload(own, FILE, "attestations", "[" + ATTESTATION + "]"));
        assertThat(house.kinds()).containsExactly("publish", "stage");
        String version = FILE.version();
        assertThat(done(house.gate.evidence(House.name(FILE.project()), version))
                        .fields()
                        .toString())
                .contains("kind=attestations", FILE.filename() + ".provenance");
    }

    @Test
    void anotherJobsAttestationIsRefused() throws Exception {
        refusedSaying(
                job("https://gitlab.com", "facutuesca/other"),
                FILE,
                "[" + ATTESTATION + "]",
                "not by the job that uploads");
        refusedSaying(
                job("https://gitlab.acme.example", "facutuesca/gitlab-oidc-project"),
                FILE,
                "[" + ATTESTATION + "]",
                "not by the job that uploads");
    }

    @Test
    void oneOfAnotherFileIsRefused() throws Exception {
        refusedSaying(ANN, Wheels.wheel("acme-a", "1.0"), "[" + ATTESTATION + "]", "another");
    }

    @Test
    void aChangedOneIsRefused() throws Exception {
        ObjectNode changed = (ObjectNode) ATTESTATION.deepCopy();
        ObjectNode envelope = (ObjectNode) changed.path("envelope");
        String signature = envelope.path("signature").asString("");
        envelope.put(
                "signature",
                "MEUC" + signature.substring(4, signature.length() - 6) + "AAAA"
                        + signature.substring(signature.length() - 2));
        refusedSaying(ANN, FILE, "[" + changed + "]", "is not valid");
        changed.remove("verification_material");
        refusedSaying(ANN, FILE, "[" + changed + "]", "is not valid");
    }

    @Test
    void whatIsNoListOfThemIsRefused() throws Exception {
        refusedSaying(ANN, FILE, "nothing", "no JSON");
        refusedSaying(ANN, FILE, "[]", "no JSON array");
        refusedSaying(ANN, FILE, "[1]", "is not valid");
        refusedSaying(ANN, FILE, "[" + ATTESTATION + "," + ATTESTATION + "]", "two of the type");
    }
}
