package dev.waag.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.waag.sign.NoteException;
import dev.waag.sign.NoteSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Whatever the bytes, the parsers answer or refuse; what they accept, they write again as it was. */
final class LedgerFuzzTest {
    private static final NoteSigner SIGNER = NoteSigner.generate(MemoryLog.ORIGIN);

    @FuzzTest
    void checkpoint(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            assertThat(Checkpoint.parse(text).text()).isEqualTo(text);
        } catch (NoteException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @FuzzTest
    void proof(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            TlogProof proof = TlogProof.parse(text);
            assertThat(proof.format()).isEqualTo(text);
            assertThat(proof.verify(bytes, SIGNER.verifier())).isInstanceOf(TlogProof.Rejected.class);
        } catch (NoteException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @FuzzTest
    void path(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        TilePath.parse(text).ifPresent(tile -> assertThat(tile).hasToString(text));
    }

    @FuzzTest
    void entry(byte[] bytes) {
        assertThat(EntryCheck.problem(bytes)).isNotNull();
    }

    @FuzzTest
    void entries(byte[] bytes) throws IOException {
        MemoryLog log = MemoryLog.of(3);
        String path = TilePath.entries(0, 3);
        byte[] sound = log.files.put(path, bytes);
        LogAudit.Result result = LogAudit.audit(log, log.signed(SIGNER), SIGNER.verifier(), Optional.empty(), n -> {});
        assertThat(result instanceof LogAudit.Clean).isEqualTo(Arrays.equals(bytes, sound));
    }
}
