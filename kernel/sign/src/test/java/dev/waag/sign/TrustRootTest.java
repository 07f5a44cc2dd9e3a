package dev.waag.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Attacks on the chain of roots, and what it lets through. */
class TrustRootTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofDays(365));

    private final PrivateSigner first = PrivateSigner.generate(KeyAlgorithm.ED25519);
    private final PrivateSigner second = PrivateSigner.generate(KeyAlgorithm.ECDSA_P256);
    private final PrivateSigner thief = PrivateSigner.generate(KeyAlgorithm.ED25519);

    private static KeyEntry entry(String name, String purpose, PrivateSigner key) {
        return new KeyEntry(
                name, purpose, key.publicKey(), NOW, LATER, KeyEntry.State.ACTIVE, Optional.empty(), Optional.empty());
    }

    private static KeyRing ring(Map<String, Integer> thresholds, KeyEntry... entries) {
        return new KeyRing(List.of(entries), thresholds, List.of());
    }

    private static TrustRoot root(long version, KeyRing ring, Signer... signers) {
        return TrustRoot.make(version, LATER, ring, List.of(signers));
    }

    private static KeyRing of(PrivateSigner key) {
        return ring(Map.of(), entry("root", KeyRing.ROOT, key));
    }

    private static boolean trusted(TrustRoot pinned, TrustRoot... newer) {
        return TrustRoot.walk(pinned, List.of(newer), NOW) instanceof TrustRoot.Trusted;
    }

    @Test
    void aRotationSignedByBothIsWalked() {
        assertThat(trusted(root(1, of(first), first), root(2, of(second), first, second)))
                .isTrue();
    }

    @Test
    void aReplacedRootIsRejected() {
        TrustRoot pinned = root(1, of(first), first);
        assertThat(trusted(pinned, root(2, of(thief), thief)))
                .as("signed by its own keys alone")
                .isFalse();
        assertThat(trusted(pinned, root(2, of(second), first)))
                .as("signed by the old keys alone")
                .isFalse();
        assertThat(trusted(root(1, of(first), thief)))
                .as("not signed by its own")
                .isFalse();
        assertThat(trusted(root(1, of(first)))).as("not signed").isFalse();
    }

    @Test
    void aVersionThatIsLeftOutOrGoneBackToIsRejected() {
        TrustRoot one = root(1, of(first), first);
        assertThat(trusted(one, root(3, of(first), first))).isFalse();
        assertThat(trusted(one, one)).isFalse();
        assertThat(trusted(root(2, of(first), first), one)).isFalse();
    }

    @Test
    void anExpiredRootIsTheEndOfAChainAndNothingElse() {
        TrustRoot old = TrustRoot.make(1, NOW.minusSeconds(1), of(first), List.of(first));
        assertThat(trusted(old)).isFalse();
        assertThat(trusted(old, root(2, of(first), first)))
                .as("only the last one's expiry counts")
                .isTrue();
        assertThatThrownBy(() -> TrustSet.parse(old.text(), NOW)).hasMessageContaining("expired");
    }

    @Test
    void aThresholdCountsKeysAndNotSignatures() {
        KeyRing two = ring(Map.of(KeyRing.ROOT, 2), entry("a", KeyRing.ROOT, first), entry("b", KeyRing.ROOT, second));
        assertThat(trusted(root(1, two, first, second))).isTrue();
        assertThat(trusted(root(1, two, first, first))).isFalse();
        assertThat(trusted(root(1, two, first, thief))).isFalse();
    }

    @Test
    void anyChangeOfWhatIsSignedIsSeen() throws NoteException {
        String text = root(
                        1, ring(Map.of(), entry("root", KeyRing.ROOT, first), entry("rel", "release", second)), first)
                .text();
        for (String[] change : new String[][] {
            {"\"version\":1", "\"version\":9"},
            {"\"release\"", "\"build\""},
            {"2028", "2038"},
            {"\"active\"", "\"retired\""}
        }) {
            String changed = text.replace(change[0], change[1]);
            assertThat(changed).isNotEqualTo(text);
            assertThatThrownBy(() -> TrustSet.parse(changed, NOW)).as(change[0]).isInstanceOf(NoteException.class);
        }
        assertThat(TrustSet.parse(text, NOW).root()).isPresent();
    }

    @Test
    void aRootKeySignsNothingElseAndARevokedKeyIsNotAmongTheKeys() throws NoteException {
        KeyEntry revoked =
                entry("rel", "release", second).end(KeyEntry.State.REVOKED, NOW.minusSeconds(60), Optional.of("lost"));
        TrustRoot root = root(1, ring(Map.of(), entry("root", KeyRing.ROOT, first), revoked), first);
        assertThat(root.text().split("\"x-waag\"")[0]).doesNotContain(second.keyId());
        byte[] payload = "{}".getBytes(StandardCharsets.UTF_8);
        TrustSet trust = TrustSet.ofRoot(root, NOW);
        for (PrivateSigner signer : List.of(first, second, thief)) {
            assertThat(trust.verify(Dsse.sign(Dsse.IN_TOTO, payload, signer), NOW, Optional.empty()))
                    .isInstanceOf(TrustSet.Rejected.class);
        }
        Dsse old = Dsse.sign(Dsse.IN_TOTO, payload, second);
        assertThat(trust.verify(old, NOW, Optional.of(NOW.minusSeconds(61)))).isInstanceOf(TrustSet.Verified.class);
        assertThat(trust.verify(old, NOW, Optional.of(NOW.minusSeconds(59)))).isInstanceOf(TrustSet.Rejected.class);
    }

    @Test
    void whatIsNoRootIsSaidSo() {
        for (String wrong :
                List.of("", "{}", "[]", "{\"signed\":{\"_type\":\"targets\"},\"signatures\":[]}", "nonsense")) {
            assertThatThrownBy(() -> TrustRoot.parse(wrong.getBytes(StandardCharsets.UTF_8)))
                    .as(wrong)
                    .isInstanceOf(NoteException.class);
        }
    }
}
