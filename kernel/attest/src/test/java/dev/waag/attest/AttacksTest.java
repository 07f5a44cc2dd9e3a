package dev.waag.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Json;
import dev.waag.core.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Named attacks on evidence that is good in itself; each is refused, and for its own reason. */
final class AttacksTest {
    private static final String ATTESTATION = Samples.PYPI + ".publish.attestation";
    private static final Sha256 DIGEST = Samples.digest(Samples.PYPI);

    @Test
    void wrongSubject() throws Exception {
        refused(
                Samples.judge(Samples.bytes(ATTESTATION), Samples.PYPI, Samples.digest(Samples.GITLAB)),
                "the statement is about a file with another SHA-256");
    }

    @Test
    void wrongFileName() throws Exception {
        for (String name : List.of("pypi_attestations-0.0.20.tar.gz", "pypi_attestations-0.0.19.zip", "other", "")) {
            refused(
                    Samples.judge(Samples.bytes(ATTESTATION), name, DIGEST),
                    "the statement is about another file name: " + Samples.PYPI);
        }
    }

    @Test
    void swappedEnvelope() throws Exception {
        ObjectNode json = Samples.json(ATTESTATION);
        json.set("envelope", Samples.json(Samples.PYPI + ".slsa.attestation").path("envelope"));
        refused(judge(json), "the log entry is about something else: another payload");
        ObjectNode other = Samples.json(ATTESTATION);
        other.set(
                "envelope",
                Samples.json(Samples.GITLAB + ".publish.attestation").path("envelope"));
        refused(judge(other), "the log entry is about something else: another payload");
    }

    @Test
    void changedStatement() throws Exception {
        ObjectNode json = Samples.json(ATTESTATION);
        ObjectNode envelope = (ObjectNode) json.path("envelope");
        String statement = new String(
                Base64.getDecoder().decode(envelope.path("statement").stringValue()), StandardCharsets.UTF_8);
        envelope.put(
                "statement",
                Base64.getEncoder()
                        .encodeToString(statement.replace("0.0.19", "0.0.20").getBytes(StandardCharsets.UTF_8)));
        refused(judge(json), "the log entry is about something else: another payload");
    }

    @Test
    void otherCertificate() throws Exception {
        ObjectNode json = Samples.json(ATTESTATION);
        ((ObjectNode) json.path("verification_material"))
                .set(
                        "certificate",
                        Samples.json(Samples.GITLAB + ".publish.attestation").at("/verification_material/certificate"));
        refused(judge(json), "the log entry is about something else: another certificate");
    }

    /** A log that took the entry when the certificate had run out proves that the signature was made too late. */
    @Test
    void logEntryOutsideTheValidityOfTheLeaf() throws Exception {
        ObjectNode json = Samples.json(ATTESTATION);
        ObjectNode entry = entry(json);
        long time = Long.parseLong(entry.path("integratedTime").asString());
        entry.put("integratedTime", String.valueOf(time + 3600));
        refused(judge(json), "the log's signed entry timestamp is wrong"); // the log did not say so
        entry.remove("inclusionPromise");
        refused(judge(json), "nobody proves when it was signed");
    }

    @Test
    void expiredLeaf() throws Exception {
        byte[] bundle = Samples.bytes(
                "../sigstore-conformance/bundle-verify/rekor2-timestamp-with-incorrect-time_fail/bundle.sigstore.json");
        byte[] root = Samples.bytes(
                "../sigstore-conformance/bundle-verify/rekor2-timestamp-with-incorrect-time_fail/trusted_root.json");
        ObjectNode json = (ObjectNode) Json.MAPPER.readTree(bundle);
        ObjectNode timestamp =
                (ObjectNode) json.at("/verificationMaterial/timestampVerificationData/rfc3161Timestamps/0");
        timestamp.put(
                "signedTimestamp",
                timestamp.path("signedTimestamp").stringValue().replace("\n", ""));
        Sha256 artifact = Sha256.of(Samples.bytes("../sigstore-conformance/a.txt"));
        SigstoreResult result = new SigstoreVerifier(TrustedRoot.parse(root), Samples.NOW)
                .verify(Bundle.parse(Json.MAPPER.writeValueAsBytes(json)), artifact, List.of());
        assertThat(result)
                .isInstanceOfSatisfying(
                        SigstoreResult.Rejected.class,
                        r -> assertThat(r.reason()).startsWith("the certificate was not valid at "));
    }

    @Test
    void signedInTheFuture() throws Exception {
        AttestationResult result = new AttestationVerifier(TrustedRoot.shipped(), Instant.parse("2024-12-04T22:00:00Z"))
                .verify(Attestation.parse(Samples.bytes(ATTESTATION)), Samples.PYPI, DIGEST);
        refused(result, "it was signed in the future, at 2024-12-04T23:14:01Z");
    }

    @Test
    void otherLog() throws Exception {
        ObjectNode json = Samples.json(ATTESTATION);
        entry(json).putObject("logId").put("keyId", Base64.getEncoder().encodeToString(DIGEST.bytes()));
        refused(judge(json), "the transparency log is unknown to the trusted root");
        ObjectNode second = Samples.json(ATTESTATION);
        entry(second)
                .putObject("logId")
                .put("keyId", "zxGZFVvd0FEmjR8WrFwMdcAJ9vtaY/QXf44Y1wUeP6A="); // known, and another
        refused(judge(second), "the log did not sign the checkpoint");
    }

    @Test
    void truncatedProof() throws Exception {
        ObjectNode json = Samples.json(ATTESTATION);
        ArrayNode hashes = (ArrayNode) entry(json).at("/inclusionProof/hashes");
        hashes.remove(hashes.size() - 1);
        refused(judge(json), "the inclusion proof does not lead to the root of the log");
        ObjectNode none = Samples.json(ATTESTATION);
        entry(none).remove("inclusionProof");
        refused(judge(none), "a log entry has no inclusion proof");
        ObjectNode headless = Samples.json(ATTESTATION);
        ((ObjectNode) entry(headless).path("inclusionProof")).remove("checkpoint");
        refused(judge(headless), "an inclusion proof has no checkpoint");
    }

    @Test
    void rolledBackCheckpoint() throws Exception {
        ObjectNode json = Samples.json(ATTESTATION);
        ObjectNode older = Samples.json(Samples.PYPI + ".slsa.attestation");
        ((ObjectNode) entry(json).path("inclusionProof"))
                .set("checkpoint", entry(older).at("/inclusionProof/checkpoint"));
        refused(judge(json), "the checkpoint of the log is not that of the inclusion proof");
    }

    /** A root that names the same log with another key, or whose log was trusted only before. */
    @Test
    void replacedRoot() throws Exception {
        byte[] shipped =
                TrustedRoot.class.getResourceAsStream("trusted_root.json").readAllBytes();
        ObjectNode root = (ObjectNode) Json.MAPPER.readTree(shipped);
        ObjectNode log = (ObjectNode) root.at("/tlogs/0/publicKey");
        String key = log.path("rawBytes").stringValue();
        log.put("rawBytes", root.at("/ctlogs/1/publicKey/rawBytes").stringValue());
        refused(under(root), "the log's signature on the checkpoint is wrong");
        log.put("rawBytes", key);
        ((ObjectNode) log.path("validFor")).put("end", "2024-12-04T23:14:00Z");
        refused(under(root), "the transparency log's key was not valid at 2024-12-04T23:14:01Z");
        ((ObjectNode) log.path("validFor")).put("end", "2024-12-04T23:14:01Z"); // its last second
        assertThat(under(root)).isInstanceOf(AttestationResult.Verified.class);
        ((ObjectNode) root.at("/certificateAuthorities/1/validFor")).put("start", "2025-01-01T00:00:00Z");
        refused(under(root), "the certificate authority was not trusted at 2024-12-04T23:14:01Z");
        ((ObjectNode) root.at("/certificateAuthorities/1/validFor")).remove("start");
        refused(
                under(root),
                "the authority https://fulcio.sigstore.dev of the trusted root has no start of its validity");
    }

    @Test
    void emptyIdentity() throws Exception {
        for (String nobody : List.of("", " ")) {
            assertThat(verdict(Optional.of(nobody), Optional.empty())).isFalse();
            assertThat(verdict(Optional.empty(), Optional.of(nobody))).isFalse();
        }
    }

    @Test
    void identityIsComparedWhole() throws Exception {
        String identity =
                "https://github.com/trailofbits/pypi-attestations/.github/workflows/release.yml@refs/tags/v0.0.19";
        String issuer = "https://token.actions.githubusercontent.com";
        assertThat(verdict(Optional.of(identity), Optional.of(issuer))).isTrue();
        for (String other : List.of(
                identity.substring(0, identity.length() - 1),
                identity + "/",
                identity.toUpperCase(java.util.Locale.ROOT),
                ".*",
                "https://github.com/trailofbits/pypi-attestations")) {
            assertThat(verdict(Optional.of(other), Optional.of(issuer)))
                    .as(other)
                    .isFalse();
        }
        assertThat(verdict(Optional.of(identity), Optional.of("https://gitlab.com")))
                .isFalse();
    }

    @Test
    void aStrangerNamedAsPublisher() throws Exception {
        JsonNode json = Samples.json(Samples.PYPI + ".provenance");
        ObjectNode publisher = (ObjectNode) json.at("/attestation_bundles/0/publisher");
        for (List<String> change : List.of(
                List.of("repository", "someone/else"),
                List.of("repository", "trailofbits/pypi-attestations/"),
                List.of("workflow", "other.yml"),
                List.of("kind", "Nobody"))) {
            String before = publisher.path(change.get(0)).stringValue();
            publisher.put(change.get(0), change.get(1));
            Evidence evidence = new Evidence(
                    Samples.PYPI + ".provenance", Evidence.Kind.PROVENANCE, Json.MAPPER.writeValueAsBytes(json));
            assertThat(FileVerifier.verified(verifier(Optional.empty(), Optional.empty())
                            .verify(Samples.PYPI, DIGEST, List.of(evidence))))
                    .as(change.toString())
                    .isFalse();
            publisher.put(change.get(0), before);
        }
    }

    @Test
    void noEvidenceAtAll() {
        assertThat(FileVerifier.verified(
                        verifier(Optional.empty(), Optional.empty()).verify(Samples.PYPI, DIGEST, List.of())))
                .isFalse();
    }

    private static boolean verdict(Optional<String> identity, Optional<String> issuer) throws Exception {
        return FileVerifier.verified(verifier(identity, issuer)
                .verify(
                        Samples.PYPI,
                        DIGEST,
                        List.of(new Evidence(ATTESTATION, Evidence.Kind.ATTESTATION, Samples.bytes(ATTESTATION)))));
    }

    private static FileVerifier verifier(Optional<String> identity, Optional<String> issuer) {
        return new FileVerifier(
                new Trust(Optional.of(TrustedRoot.shipped()), Optional.empty(), List.of(), identity, issuer),
                Samples.NOW);
    }

    private static AttestationResult under(JsonNode root) throws Exception {
        try {
            return new AttestationVerifier(TrustedRoot.parse(Json.MAPPER.writeValueAsBytes(root)), Samples.NOW)
                    .verify(Attestation.parse(Samples.bytes(ATTESTATION)), Samples.PYPI, DIGEST);
        } catch (EvidenceException e) {
            return new AttestationResult.Rejected(e.reason());
        }
    }

    private static AttestationResult judge(JsonNode attestation) {
        return Samples.judge(Json.MAPPER.writeValueAsBytes(attestation), Samples.PYPI, DIGEST);
    }

    private static ObjectNode entry(JsonNode attestation) {
        return (ObjectNode) attestation.at("/verification_material/transparency_entries/0");
    }

    private static void refused(AttestationResult result, String reason) {
        assertThat(result).isEqualTo(new AttestationResult.Rejected(reason));
    }
}
