package dev.waag.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.sign.NoteException;
import dev.waag.sign.NoteSigner;
import dev.waag.sign.NoteVerifier;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TlogProofTest {
    private static final NoteSigner SIGNER = NoteSigner.generate(MemoryLog.ORIGIN);
    private static final NoteVerifier KEY = SIGNER.verifier();

    /** The example of C2SP tlog-proof, without its witnesses. */
    private static final String EXAMPLE = """
            c2sp.org/tlog-proof@v1
            extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6kYXJ3aW4tYXJ
            index 73894
            gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
            B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
            EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=
            RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=
            AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=

            example.com/fancylog
            109482
            sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

            \u2014 example.com/fancylog hI2DJw
            """;

    @Test
    void readsAndWritesTheSpecificationsExample() throws NoteException {
        TlogProof proof = TlogProof.parse(EXAMPLE);
        assertThat(proof.index()).isEqualTo(73894);
        assertThat(proof.hashes()).hasSize(5);
        assertThat(proof.extra()).isPresent();
        assertThat(proof.checkpoint()).startsWith("example.com/fancylog\n109482\n");
        assertThat(proof.format()).isEqualTo(EXAMPLE);
    }

    @Test
    void provesEveryEntryOfALog() throws IOException, NoteException {
        for (int size : new int[] {1, 2, 300, 513}) {
            MemoryLog log = MemoryLog.of(size);
            String signed = log.signed(SIGNER);
            for (int index = 0; index < size; index += 1 + size / 20) {
                TlogProof proof =
                        TlogProof.parse(TlogProof.of(log, index, signed, KEY).format());
                assertThat(proof.verify(log.entries.get(index), KEY))
                        .isEqualTo(new TlogProof.Verified(log.checkpoint(), index));
                assertRejected(proof, MemoryLog.json(size), KEY, "does not lead");
            }
        }
    }

    @Test
    void carriesExtraBytesThatProveNothing() throws IOException, NoteException {
        MemoryLog log = MemoryLog.of(3);
        TlogProof plain = TlogProof.of(log, 1, log.signed(SIGNER), KEY);
        for (byte[] extra : new byte[][] {{}, {0, 1, 2}}) {
            TlogProof proof = new TlogProof(1, plain.hashes(), plain.checkpoint(), Optional.of(extra));
            assertThat(TlogProof.parse(proof.format())).isEqualTo(proof).isNotEqualTo(plain);
            assertThat(TlogProof.parse(proof.format()).extra())
                    .hasValueSatisfying(b -> assertThat(b).isEqualTo(extra));
            assertThat(proof.verify(log.entries.get(1), KEY)).isInstanceOf(TlogProof.Verified.class);
        }
    }

    @Test
    void everyChangedCharacterIsRejected() throws IOException, NoteException {
        MemoryLog log = MemoryLog.of(6);
        String text = TlogProof.of(log, 2, log.signed(SIGNER), KEY).format();
        for (int i = 0; i < text.length(); i++) {
            String changed = text.substring(0, i) + (text.charAt(i) == '1' ? '3' : '1') + text.substring(i + 1);
            try {
                assertThat(TlogProof.parse(changed).verify(log.entries.get(2), KEY))
                        .as("character %d", i)
                        .isInstanceOf(TlogProof.Rejected.class);
            } catch (NoteException e) {
                assertThat(e).hasMessageMatching("(?s).+");
            }
        }
    }

    @Test
    void rejectsWhatTheKeyDidNotSign() throws IOException, NoteException {
        MemoryLog log = MemoryLog.of(3);
        byte[] entry = log.entries.get(1);
        TlogProof proof = TlogProof.of(log, 1, log.signed(SIGNER), KEY);
        assertRejected(proof, entry, NoteSigner.generate(MemoryLog.ORIGIN).verifier(), "no known key");
        assertRejected(
                new TlogProof(1, proof.hashes(), SIGNER.sign("some text\n"), Optional.empty()),
                entry,
                KEY,
                "checkpoint");
        assertRejected(
                new TlogProof(3, proof.hashes(), proof.checkpoint(), Optional.empty()),
                entry,
                KEY,
                "not in a tree of 3");
        assertRejected(new TlogProof(1, List.of(), proof.checkpoint(), Optional.empty()), entry, KEY, "does not lead");
        assertThatExceptionOfType(NoteException.class).isThrownBy(() -> TlogProof.of(log, 1, "nonsense", KEY));
    }

    @Test
    void refusesMalformedText() {
        String[] malformed = {
            "",
            "\n\n",
            EXAMPLE.replace("extra YW", "extra Y"),
            EXAMPLE.replace("@v1", "@v2"),
            EXAMPLE.replace("index 73894\n", ""),
            EXAMPLE.replace("index 73894", "index 073894"),
            EXAMPLE.replace("index 73894", "index -1"),
            EXAMPLE.replace("index 73894", "index 9223372036854775808"),
            EXAMPLE.replace("index 73894", "Index 73894"),
            EXAMPLE.replace("extra YW", "extra  YW"),
            EXAMPLE.replace("PlQ=\n", "PlQ\n"),
            EXAMPLE.replace("PlQ=\n", "PlQ=\r\n"),
            EXAMPLE.replace("gSKy", ""),
            EXAMPLE.replace("c2sp.org/tlog-proof@v1\n", "c2sp.org/tlog-proof@v1\n\n"),
            "c2sp.org/tlog-proof@v1\nindex 1\n" + "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n".repeat(64) + "\nx",
            "c2sp.org/tlog-proof@v1\nindex 1\n",
            "x".repeat(TlogProof.MAX_LENGTH + 1)
        };
        for (String text : malformed) {
            assertThatExceptionOfType(NoteException.class).as(text).isThrownBy(() -> TlogProof.parse(text));
        }
    }

    private static void assertRejected(TlogProof proof, byte[] entry, NoteVerifier key, String reason) {
        assertThat(proof.verify(entry, key))
                .isInstanceOfSatisfying(
                        TlogProof.Rejected.class, r -> assertThat(r.reason()).contains(reason));
    }
}
