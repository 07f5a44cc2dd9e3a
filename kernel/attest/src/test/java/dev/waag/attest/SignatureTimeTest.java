package dev.waag.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Json;
import dev.waag.core.Sha256;
import dev.waag.ledger.Checkpoint;
import dev.waag.ledger.Merkle;
import dev.waag.ledger.TlogProof;
import dev.waag.sign.Dsse;
import dev.waag.sign.KeyAlgorithm;
import dev.waag.sign.KeyEntry;
import dev.waag.sign.KeyRing;
import dev.waag.sign.NoteSigner;
import dev.waag.sign.PrivateSigner;
import dev.waag.sign.TrustRoot;
import dev.waag.sign.TrustSet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Signatures of keys that are used no more are judged by the time that the ledger proves. */
final class SignatureTimeTest {
    private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant ENDED = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final byte[] PAYLOAD =
            "{\"_type\":\"https://in-toto.io/Statement/v1\"}".getBytes(StandardCharsets.UTF_8);

    private final NoteSigner log = NoteSigner.generate("log.example");
    private final PrivateSigner root = PrivateSigner.generate(KeyAlgorithm.ED25519);
    private final PrivateSigner key = PrivateSigner.generate(KeyAlgorithm.ED25519);
    private final Dsse envelope = Dsse.sign(Dsse.IN_TOTO, PAYLOAD, key);

    private KeyEntry entry(String name, String purpose, PrivateSigner of, Instant expires) {
        return new KeyEntry(
                name,
                purpose,
                of.publicKey(),
                MADE,
                expires,
                KeyEntry.State.ACTIVE,
                Optional.empty(),
                Optional.empty());
    }

    private TrustSet trusting(KeyEntry entry) throws Exception {
        KeyRing ring = new KeyRing(
                List.of(entry("root", KeyRing.ROOT, root, NOW.plus(Duration.ofDays(900))), entry),
                Map.of(),
                List.of(log.verifier()));
        return TrustSet.ofRoot(TrustRoot.make(1, NOW.plus(Duration.ofDays(365)), ring, List.of(root)), NOW);
    }

    private TrustSet revoked() throws Exception {
        return trusting(entry("rel", "receipt", key, NOW.plusSeconds(9))
                .end(KeyEntry.State.REVOKED, ENDED, Optional.of("stolen")));
    }

    private TrustSet expired() throws Exception {
        return trusting(entry("rel", "receipt", key, ENDED));
    }

    private String entryAt(String kind, Instant at, String keyId, byte[] payload) {
        return Json.MAPPER.writeValueAsString(Map.of(
                "kind",
                kind,
                "at",
                at.toString(),
                "actor",
                "ann",
                "key_id",
                keyId,
                "payload_sha256",
                Sha256.of(payload).hex()));
    }

    /** A log of one entry, and the proof of it. */
    private byte[] proof(NoteSigner by, String entry) {
        byte[] bytes = entry.getBytes(StandardCharsets.UTF_8);
        String note = by.sign(new Checkpoint("log.example", 1, Merkle.leafHash(bytes)).text());
        return new TlogProof(0, List.of(), note, Optional.of(bytes)).format().getBytes(StandardCharsets.UTF_8);
    }

    private TrustSet.Result judged(TrustSet trust, byte[] proof) {
        Optional<Instant> at =
                SignatureTime.of("proof", proof, envelope, trust.logs()) instanceof SignatureTime.Proven p
                        ? Optional.of(p.at())
                        : Optional.empty();
        return trust.verify(envelope, NOW, at);
    }

    @Test
    void whatWasSignedBeforeTheEndOfTheKeyStaysGood() throws Exception {
        for (TrustSet trust : List.of(revoked(), expired())) {
            for (String kind : List.of("signature", "receipt")) {
                byte[] proof = proof(log, entryAt(kind, ENDED.minusSeconds(1), key.keyId(), PAYLOAD));
                assertThat(judged(trust, proof)).isInstanceOf(TrustSet.Verified.class);
            }
        }
    }

    @Test
    void whatWasSignedAfterItIsRefused() throws Exception {
        byte[] proof = proof(log, entryAt("receipt", ENDED.plusSeconds(1), key.keyId(), PAYLOAD));
        assertThat(judged(revoked(), proof))
                .isInstanceOfSatisfying(
                        TrustSet.Rejected.class,
                        r -> assertThat(r.reason()).contains("revoked", "before the signature was logged"));
        assertThat(judged(expired(), proof))
                .isInstanceOfSatisfying(
                        TrustSet.Rejected.class,
                        r -> assertThat(r.reason()).contains("had expired", "before the signature was logged"));
    }

    @Test
    void withoutAProofItIsRefused() throws Exception {
        for (TrustSet trust : List.of(revoked(), expired())) {
            assertThat(trust.verify(envelope, NOW, Optional.empty()))
                    .isInstanceOfSatisfying(
                            TrustSet.Rejected.class, r -> assertThat(r.reason()).endsWith(KeyEntry.UNPROVEN));
        }
    }

    @Test
    void proofsOfSomethingElseProveNothing() {
        Instant before = ENDED.minusSeconds(1);
        byte[] other = "{}".getBytes(StandardCharsets.UTF_8);
        NoteSigner stranger = NoteSigner.generate("log.example");
        for (byte[] proof : List.of(
                proof(stranger, entryAt("signature", before, key.keyId(), PAYLOAD)),
                proof(log, entryAt("signature", before, key.keyId(), other)),
                proof(log, entryAt("signature", before, root.keyId(), PAYLOAD)),
                proof(log, entryAt("attach", before, key.keyId(), PAYLOAD)),
                "nonsense".getBytes(StandardCharsets.UTF_8))) {
            assertThat(SignatureTime.of("proof", proof, envelope, List.of(log.verifier())))
                    .isInstanceOf(SignatureTime.Unproven.class);
        }
    }
}
