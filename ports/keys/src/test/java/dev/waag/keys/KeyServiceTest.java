package dev.waag.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.sign.Dsse;
import dev.waag.sign.KeyAlgorithm;
import dev.waag.sign.KeyEntry;
import dev.waag.sign.Signer;
import dev.waag.sign.TrustRoot;
import dev.waag.sign.TrustSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyServiceTest {
    private static final byte[] PAYLOAD = "{}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path root;

    private static TrustSet.Result judged(Ring ring, Dsse signed) throws Exception {
        return TrustSet.ofRoot(ring.keys().root(), ring.now()).verify(signed, ring.now(), Optional.empty());
    }

    private static void refused(Exit exit, Runnable work) {
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(work::run)
                .satisfies(e -> assertThat(e.exit()).isEqualTo(exit));
    }

    @Test
    void aKeyIsMadeAndSignsAndStaysAfterARestart() throws Exception {
        Dsse signed;
        try (Ring ring = new Ring(root)) {
            ring.keys().generate(NewKey.of("acme", "release"));
            signed = Dsse.sign(Dsse.IN_TOTO, PAYLOAD, ring.keys().signer("acme"));
            assertThat(judged(ring, signed)).isInstanceOf(TrustSet.Verified.class);
            refused(Exit.USAGE, () -> ring.keys().generate(NewKey.of("acme", "sign")));
            refused(Exit.USAGE, () -> ring.keys().signer("other"));
            refused(Exit.FINDINGS, () -> ring.keys().signer("root"));
        }
        try (Ring ring = new Ring(root)) {
            assertThat(judged(ring, signed)).isInstanceOf(TrustSet.Verified.class);
            Signer again = ring.keys().signer("acme");
            assertThat(judged(ring, Dsse.sign(Dsse.IN_TOTO, PAYLOAD, again))).isInstanceOf(TrustSet.Verified.class);
            assertThat(ring.keys().list()).extracting(k -> k.entry().name()).containsExactly("root", "acme");
        }
    }

    @Test
    void rotationKeepsOldSignaturesAndDestroysTheOldKey() throws Exception {
        try (Ring ring = new Ring(root)) {
            KeyView first = ring.keys().generate(NewKey.of("acme", "release"));
            Signer held = ring.keys().signer("acme");
            Dsse before = Dsse.sign(Dsse.IN_TOTO, PAYLOAD, held);
            TrustRoot oldRoot = ring.keys().root();
            KeyView second = ring.keys().rotate("acme");
            assertThat(second.entry().key()).isNotEqualTo(first.entry().key());
            assertThat(judged(ring, before)).isInstanceOf(TrustSet.Verified.class);
            Dsse after = Dsse.sign(Dsse.IN_TOTO, PAYLOAD, ring.keys().signer("acme"));
            assertThat(judged(ring, after)).isInstanceOf(TrustSet.Verified.class);
            assertThat(TrustSet.ofRoot(oldRoot, ring.now()).verify(after, ring.now(), Optional.empty()))
                    .isInstanceOf(TrustSet.Rejected.class);
            refused(Exit.FINDINGS, () -> held.sign(PAYLOAD));
            assertThat(root.resolve("keys").resolve(first.entry().key().keyId() + ".p12"))
                    .doesNotExist();
            assertThat(ring.entries().toString()).contains("rotate", "previous_key_id");
        }
    }

    @Test
    void aRevokedKeySignsNothingMoreAndOnlyTheLedgersTimeSavesWhatItSigned() throws Exception {
        try (Ring ring = new Ring(root)) {
            ring.keys().generate(NewKey.of("acme", "release"));
            Dsse signed = Dsse.sign(Dsse.IN_TOTO, PAYLOAD, ring.keys().signer("acme"));
            Instant logged = ring.now();
            ring.at(ring.now().plusSeconds(60));
            ring.keys().revoke("acme", "the laptop was stolen");
            refused(Exit.FINDINGS, () -> ring.keys().signer("acme"));
            refused(Exit.FINDINGS, () -> ring.keys().revoke("acme", ""));
            assertThat(judged(ring, signed)).isInstanceOf(TrustSet.Rejected.class);
            TrustSet trust = TrustSet.ofRoot(ring.keys().root(), ring.now());
            assertThat(trust.verify(signed, ring.now(), Optional.of(logged))).isInstanceOf(TrustSet.Verified.class);
            assertThat(trust.verify(signed, ring.now(), Optional.of(ring.now().plusSeconds(1))))
                    .isInstanceOf(TrustSet.Rejected.class);
            assertThat(ring.entries().toString()).contains("revoke", "the laptop was stolen");
            ring.keys().rotate("acme");
            assertThat(ring.keys().signer("acme").sign(PAYLOAD)).isNotEmpty();
        }
    }

    @Test
    void aKeyPastItsEndSignsNothingAndWarnsBefore() throws Exception {
        try (Ring ring = new Ring(root)) {
            ring.keys()
                    .generate(new NewKey(
                            "short",
                            KeyAlgorithm.ECDSA_P256,
                            "sign",
                            Duration.ofDays(100),
                            OptionalInt.empty(),
                            "file"));
            Dsse signed = Dsse.sign(Dsse.IN_TOTO, PAYLOAD, ring.keys().signer("short"));
            assertThat(ring.keys().warnings()).isEmpty();
            ring.at(Ring.START.plus(Duration.ofDays(91)));
            assertThat(ring.keys().warnings()).hasSize(1).first().asString().contains("short");
            ring.keys().tend();
            ring.keys().tend();
            assertThat(ring.entries().stream()
                            .filter(e -> e.path("event").asString("").equals("expires")))
                    .hasSize(1);
            ring.at(Ring.START.plus(Duration.ofDays(101)));
            refused(Exit.FINDINGS, () -> ring.keys().signer("short"));
            assertThat(judged(ring, signed)).isInstanceOf(TrustSet.Rejected.class);
            assertThat(TrustSet.ofRoot(ring.keys().root(), ring.now())
                            .verify(signed, ring.now(), Optional.of(Ring.START.plusSeconds(1))))
                    .isInstanceOf(TrustSet.Verified.class);
        }
    }

    @Test
    void aRootPinnedAtTheStartWalksToTheNewest() throws Exception {
        try (Ring ring = new Ring(root)) {
            ring.keys().generate(NewKey.of("second", "root"));
            ring.keys().rotate("root");
            ring.keys().revoke("second", "");
            ring.keys().generate(NewKey.of("acme", "sign"));
            List<TrustRoot> chain = new ArrayList<>();
            for (long v = 1; ring.keys().root(v).isPresent(); v++) {
                chain.add(TrustRoot.parse(ring.keys().root(v).get()));
            }
            assertThat(chain).hasSize(5).last().isEqualTo(ring.keys().root());
            TrustRoot pinned = chain.removeFirst();
            assertThat(TrustRoot.walk(pinned, chain, ring.now())).isEqualTo(new TrustRoot.Trusted(chain.getLast()));
            assertThat(TrustRoot.walk(pinned, chain.subList(1, 4), ring.now())).isInstanceOf(TrustRoot.Rejected.class);
            refused(Exit.FINDINGS, () -> ring.keys().revoke("root", ""));
        }
    }

    @Test
    void aThresholdOfTwoWantsTwoSignatures() throws Exception {
        try (Ring ring = new Ring(root)) {
            ring.keys().generate(NewKey.of("one", "release"));
            ring.keys()
                    .generate(new NewKey(
                            "two", KeyAlgorithm.ED25519, "release", NewKey.VALIDITY, OptionalInt.of(2), "file"));
            Signer one = ring.keys().signer("one");
            Signer two = ring.keys().signer("two");
            assertThat(judged(ring, Dsse.sign(Dsse.IN_TOTO, PAYLOAD, one))).isInstanceOf(TrustSet.Rejected.class);
            assertThat(judged(ring, Dsse.sign(Dsse.IN_TOTO, PAYLOAD, one, one))).isInstanceOf(TrustSet.Rejected.class);
            assertThat(judged(ring, Dsse.sign(Dsse.IN_TOTO, PAYLOAD, one, two))).isInstanceOf(TrustSet.Verified.class);
        }
    }

    @Test
    void theRootIsRenewedBeforeItEnds() throws Exception {
        try (Ring ring = new Ring(root)) {
            ring.at(ring.keys().root().expires().minus(Duration.ofDays(10)));
            assertThat(ring.keys().warnings()).isNotEmpty();
            ring.keys().tend();
            assertThat(ring.keys().root().version()).isEqualTo(2);
            assertThat(ring.keys().warnings()).isEmpty();
        }
    }

    @Test
    void whatACrashLeftBehindIsClearedAwayAndFilesAreTheOwnersAlone() throws Exception {
        Path stray = root.resolve("keys").resolve("ab".repeat(32) + ".p12");
        try (Ring ring = new Ring(root)) {
            ring.keys().own("build");
            assertThat(ring.keys().own("build").keyId())
                    .isEqualTo(ring.keys().own("build").keyId());
        }
        Files.writeString(stray, "left behind");
        try (Ring ring = new Ring(root)) {
            assertThat(stray).doesNotExist();
            assertThat(ring.keys().list().getLast().entry().state()).isEqualTo(KeyEntry.State.ACTIVE);
            try (var files = Files.list(root.resolve("keys"))) {
                assertThat(files)
                        .hasSizeGreaterThan(3)
                        .allSatisfy(f -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(f)))
                                .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void anotherPassphraseOpensNothing() throws Exception {
        try (Ring ring = new Ring(root)) {
            ring.keys().own("build");
        }
        Files.writeString(root.resolve("keys/passphrase"), "quite another one\n");
        refused(Exit.INCOMPLETE, () -> {
            try (Ring ring = new Ring(root)) {
                ring.keys().own("build");
            } catch (UserException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void theLedgerTellsWhenAKeySignedAndNothingOfOtherSignatures() throws Exception {
        try (Ring ring = new Ring(root)) {
            ring.keys().generate(NewKey.of("acme", "release"));
            Dsse.Signature first =
                    ring.keys().sign("acme", Dsse.IN_TOTO, PAYLOAD).signature();
            Dsse signed = new Dsse(Dsse.IN_TOTO, PAYLOAD, List.of(first));
            ring.at(Ring.START.plus(Duration.ofDays(1)));
            ring.keys().sign("acme", Dsse.IN_TOTO, PAYLOAD);
            assertThat(ring.keys().logged(signed)).as("the first time").contains(Ring.START);
            ring.keys().rotate("acme");
            Dsse.Signature second =
                    ring.keys().sign("acme", Dsse.IN_TOTO, PAYLOAD).signature();
            assertThat(ring.keys().logged(new Dsse(Dsse.IN_TOTO, PAYLOAD, List.of(second))))
                    .as("the same person with the next key")
                    .contains(ring.now());
            assertThat(ring.keys().logged(new Dsse(Dsse.IN_TOTO, PAYLOAD, List.of(first, second))))
                    .as("both were there when the later one was")
                    .contains(ring.now());
            Dsse unlogged = Dsse.sign(
                    Dsse.IN_TOTO,
                    "[]".getBytes(StandardCharsets.UTF_8),
                    ring.keys().signer("acme"));
            assertThat(ring.keys().logged(unlogged)).isEmpty();
            assertThat(ring.keys().logged(new Dsse("text/plain", PAYLOAD, List.of(first))))
                    .isEmpty();
            assertThat(ring.keys()
                            .logged(new Dsse(
                                    Dsse.IN_TOTO, PAYLOAD, List.of(first, new Dsse.Signature("", first.sig())))))
                    .as("one of whose key nothing is known")
                    .isEmpty();
        }
    }
}
