package dev.waag.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.sign.NoteException;
import dev.waag.sign.NoteSignature;
import dev.waag.sign.NoteSigner;
import dev.waag.sign.SignedNote;
import dev.waag.sign.WitnessKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WitnessTest {
    private final NoteSigner signer = NoteSigner.generate(MemoryLog.ORIGIN);
    private Optional<Witness.Seen> seen = Optional.empty();

    private Witness.Decision decide(long old, List<byte[]> proof, String note) {
        Witness.Decision decision = Witness.decide(
                new WitnessRequest(old, proof, note).format(), List.of(signer.verifier()), origin -> seen);
        if (decision instanceof Witness.Cosign c) {
            seen = Optional.of(
                    new Witness.Seen(c.checkpoint().size(), c.checkpoint().root()));
        }
        return decision;
    }

    private static List<byte[]> entries(int from, int count, String text) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> (text + i).getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void cosignsALogThatOnlyGrows() throws IOException {
        MemoryLog log = MemoryLog.of(3);
        assertThat(decide(0, List.of(), log.signed(signer))).isInstanceOf(Witness.Cosign.class);
        assertThat(decide(3, List.of(), log.signed(signer)))
                .as("the same again")
                .isInstanceOf(Witness.Cosign.class);
        log.append(entries(3, 300, "x"));
        assertThat(decide(3, Proofs.consistency(log, 3, 303), log.signed(signer)))
                .isInstanceOf(Witness.Cosign.class);
        assertThat(decide(3, List.of(), log.signed(signer))).isEqualTo(new Witness.Conflict(303));
    }

    @Test
    void refusesARolledBackLogAndASplitView() throws IOException {
        MemoryLog log = MemoryLog.of(3);
        String early = log.signed(signer);
        log.append(entries(3, 5, "x"));
        decide(0, List.of(), log.signed(signer));
        assertThat(decide(0, List.of(), early)).as("rolled back").isEqualTo(new Witness.Conflict(8));
        assertThat(decide(8, List.of(), early)).isInstanceOf(Witness.Malformed.class);
        MemoryLog other = MemoryLog.of(3);
        other.append(entries(3, 5, "y"));
        assertThat(decide(8, List.of(), other.signed(signer)))
                .as("another tree of the size")
                .isEqualTo(new Witness.Conflict(8));
        other.append(entries(8, 5, "y"));
        assertThat(decide(8, Proofs.consistency(other, 8, 13), other.signed(signer)))
                .as("a tree that grew from another one")
                .isInstanceOf(Witness.Inconsistent.class);
        assertThat(seen.orElseThrow().size()).isEqualTo(8);
    }

    @Test
    void refusesUnknownLogsWrongSignaturesAndNonsense() throws IOException {
        MemoryLog log = MemoryLog.of(3);
        assertThat(decide(0, List.of(), log.signed(NoteSigner.generate(MemoryLog.ORIGIN))))
                .isInstanceOf(Witness.Forbidden.class);
        String foreign =
                NoteSigner.generate("other.example").sign(new Checkpoint("other.example", 0, Merkle.EMPTY_ROOT).text());
        assertThat(decide(0, List.of(), foreign)).isEqualTo(new Witness.Unknown("other.example"));
        for (String body : List.of("", "old 1", "old -1\n\nx", "new 1\n\n" + log.signed(signer), "old 0\n!\n\nx")) {
            assertThat(Witness.decide(body, List.of(signer.verifier()), o -> seen))
                    .as(body)
                    .isInstanceOf(Witness.Malformed.class);
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void aCosignatureIsOfTypeFourAndProvesItsTime() throws NoteException, IOException {
        MemoryLog log = MemoryLog.of(3);
        NoteSigner witness = NoteSigner.generate("witness.example");
        WitnessKey key = WitnessKey.parse(witness.verifier().witness().vkey());
        Instant at = Instant.ofEpochSecond(1_800_000_000);
        String text = log.checkpoint().text();
        String note = log.signed(signer) + witness.cosign(text, at);
        NoteSignature cosignature = SignedNote.signatures(note).get(1);
        assertThat(key.verify(text, cosignature)).hasValue(at);
        assertThat(key.verify(text + "x\n", cosignature)).isEmpty();
        byte[] later = cosignature.signature();
        later[7]++;
        assertThat(key.verify(text, new NoteSignature("witness.example", key.keyId(), later)))
                .as("another time")
                .isEmpty();
        assertThat(key.keyId()).isNotEqualTo(witness.verifier().keyId());
        assertThat(SignedNote.open(note, List.of(signer.verifier())))
                .as("a reader that knows no witness reads it all the same")
                .isInstanceOf(SignedNote.Verified.class);
    }
}
