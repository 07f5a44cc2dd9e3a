package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.keys.KeyService;
import dev.waag.keys.KeySettings;
import dev.waag.keys.NewKey;
import dev.waag.sign.Dsse;
import dev.waag.sign.KeyAlgorithm;
import dev.waag.store.DataFolder;
import dev.waag.store.Database;
import dev.waag.store.Ledger;
import dev.waag.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a key signed before its end counts for a release where the gate's own ledger tells of it, and nothing else does. */
final class SignedEvidenceTest {
    private static final byte[] LOGGED = "{\"logged\":true}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SILENT = "{\"logged\":false}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path root;

    private final TestClock clock = new TestClock();

    /** What becomes of the key between the signatures and the judgement. */
    private interface End {
        void of(KeyService keys);
    }

    private void afterwards(End end) throws Exception {
        try (DataFolder data = DataFolder.open(root);
                Database database = Database.open(data.path("waag.db"));
                Ledger ledger = Ledger.open(data, database)) {
            KeyService keys = KeyService.open(data, database, ledger, KeySettings.none(), clock);
            keys.generate(new NewKey(
                    "line", KeyAlgorithm.ED25519, "pipeline", Duration.ofDays(30), OptionalInt.empty(), "file"));
            Dsse logged = new Dsse(
                    Dsse.IN_TOTO,
                    LOGGED,
                    List.of(keys.sign("line", Dsse.IN_TOTO, LOGGED).signature()));
            Dsse silent = Dsse.sign(Dsse.IN_TOTO, SILENT, keys.signer("line"));
            SignedEvidence evidence = new SignedEvidence(keys, List.of(), clock);
            assertThat(evidence.statements(logged.toJson() + "\n" + silent.toJson()))
                    .hasSize(2);
            clock.advance(Duration.ofHours(1));
            end.of(keys);
            clock.advance(Duration.ofHours(1));
            assertThat(evidence.statements(logged.toJson() + "\n" + silent.toJson()))
                    .extracting(s -> s.path("logged").asBoolean())
                    .containsExactly(true);
            assertThat(evidence.objection(logged)).isEmpty();
            assertThat(evidence.objection(silent))
                    .hasValueSatisfying(o -> assertThat(o).contains("no log proves that the signature is older"));
        }
    }

    @Test
    void aRevokedKey() throws Exception {
        afterwards(keys -> keys.revoke("line", "stolen"));
    }

    @Test
    void anExpiredKey() throws Exception {
        afterwards(keys -> clock.advance(Duration.ofDays(31)));
    }
}
