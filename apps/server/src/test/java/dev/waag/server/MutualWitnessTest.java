package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.sign.NoteVerifier;
import dev.waag.sign.SignedNote;
import dev.waag.sign.WitnessKey;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two Waags cosign each other's checkpoints; one that was rolled back is told so. */
final class MutualWitnessTest {
    private static final long PATIENCE = 20_000_000_000L;

    @TempDir
    private Path folder;

    private record Address(String url, String log, String witness) {}

    private Address first(String name, SimulatedIndex index) throws Exception {
        try (TestServer server = start(name, index, "127.0.0.1:0")) {
            return new Address(
                    server.url().toString(),
                    server.get("/ledger/vkey").text().strip(),
                    server.get("/witness/vkey").text().strip());
        }
    }

    private TestServer start(String name, SimulatedIndex index, String listen) throws Exception {
        return new TestServer(folder.resolve(name), index, new TestClock(), "listen", listen);
    }

    private void configure(String name, Address other) throws Exception {
        Files.writeString(
                folder.resolve(name).resolve("waag.toml"), """
                [ledger]
                witnesses = [{ url = "%s/witness", vkey = "%s" }]
                witness-for = ["%s"]
                """.formatted(other.url(), other.witness(), other.log()));
    }

    private static String listen(Address a) {
        return a.url().substring("http://".length());
    }

    /** The checkpoint once the witness has cosigned it. */
    private static String cosigned(TestServer server, Address own, Address witness) throws Exception {
        WitnessKey key = WitnessKey.parse(witness.witness());
        long due = System.nanoTime() + PATIENCE;
        while (true) {
            String note = server.get("/ledger/checkpoint").text();
            SignedNote.Result opened = SignedNote.open(note, List.of(NoteVerifier.parse(own.log())));
            if (opened instanceof SignedNote.Verified v
                    && SignedNote.signatures(note).stream()
                            .anyMatch(s -> key.verify(v.text(), s).isPresent())) {
                return note;
            }
            assertThat(System.nanoTime()).as(note).isLessThan(due);
            Thread.sleep(20);
        }
    }

    @Test
    void twoCosignEachOther() throws Exception {
        try (SimulatedIndex index = new SimulatedIndex()) {
            Address a = first("a", index);
            Address b = first("b", index);
            configure("a", b);
            configure("b", a);
            try (TestServer one = start("a", index, listen(a));
                    TestServer two = start("b", index, listen(b))) {
                cosigned(one, a, b);
                cosigned(two, b, a);
                byte[] key = "{\"name\":\"fresh\"}".getBytes(StandardCharsets.UTF_8);
                assertThat(one.send("POST", "/api/v1/keys", key, "Authorization: Bearer " + one.token())
                                .status())
                        .isEqualTo(201);
                long due = System.nanoTime() + PATIENCE;
                while (!cosigned(one, a, b).contains("\n2\n")) {
                    assertThat(System.nanoTime()).isLessThan(due);
                }
                assertThat(one.get("/ledger/witnessed").status()).isEqualTo(200);
                assertThat(one.get("/health/ready").text())
                        .contains("\"witnesses\"")
                        .doesNotContain("trouble");
            }
        }
    }

    @Test
    void strangersAreRefused() throws Exception {
        try (SimulatedIndex index = new SimulatedIndex();
                TestServer server = start("a", index, "127.0.0.1:0")) {
            String own = server.get("/ledger/checkpoint").text();
            byte[] body = ("old 0\n\n" + own).getBytes(StandardCharsets.UTF_8);
            assertThat(server.send("POST", "/witness/add-checkpoint", body, "Content-Type: text/plain")
                            .status())
                    .isEqualTo(404);
            byte[] nonsense = "nonsense".getBytes(StandardCharsets.UTF_8);
            assertThat(server.send("POST", "/witness/add-checkpoint", nonsense, "Content-Type: text/plain")
                            .status())
                    .isEqualTo(400);
            assertThat(server.get("/witness/other").status()).isEqualTo(404);
        }
    }
}
