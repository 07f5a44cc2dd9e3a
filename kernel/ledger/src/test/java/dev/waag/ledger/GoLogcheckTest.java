package dev.waag.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import dev.waag.sign.NoteException;
import dev.waag.sign.NoteSigner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written here, Go's own note and tlog packages verify: tests/it/src/test/go/logcheck. It needs {@code go}. */
@Tag("go")
final class GoLogcheckTest {
    private static final NoteSigner SIGNER = NoteSigner.generate(MemoryLog.ORIGIN);
    private static final String VKEY = SIGNER.verifier().vkey();

    @TempDir
    private static Path programs;

    @TempDir
    private Path folder;

    private record Outcome(int exit, String output) {}

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        Outcome built = run(source(), "go", "build", "-o", program().toString(), ".");
        assertThat(built.exit).as(built.output).isZero();
    }

    @Test
    void goAgreesWithAnEmptyLog() throws IOException, InterruptedException {
        publish(new MemoryLog());
        assertClean("0 entries", folder.toString(), VKEY);
    }

    @Test
    void goAgreesThatAWitnessCosigned() throws IOException, InterruptedException {
        MemoryLog log = new MemoryLog();
        log.append(List.of(MemoryLog.json(0)));
        String note = log.signed(SIGNER);
        String text = note.substring(0, note.indexOf("\n\n") + 1);
        NoteSigner witness = NoteSigner.generate("witness.example/w1");
        String key = witness.verifier().witness().vkey();
        String line = witness.cosign(text, Instant.parse("2026-11-22T10:00:00Z"));
        Path file = folder.resolve("cosigned");
        Files.writeString(file, note + line);
        assertClean("witness.example/w1 at 2026-11-22T10:00:00Z", "cosigned", file.toString(), VKEY, key);
        String other =
                NoteSigner.generate("witness.example/w1").verifier().witness().vkey();
        assertBroken("cosigned", file.toString(), VKEY, other);
        Files.writeString(file, note);
        assertBroken("cosigned", file.toString(), VKEY, key);
        log.append(List.of(MemoryLog.json(1)));
        Files.writeString(file, log.signed(SIGNER) + line);
        assertBroken("cosigned", file.toString(), VKEY, key);
    }

    @Test
    void goAgreesWithEveryBatch() throws IOException, InterruptedException {
        MemoryLog log = new MemoryLog();
        Path older = folder.resolve("older");
        Files.writeString(older, log.signed(SIGNER));
        int next = 0;
        for (int count : new int[] {1, 1, 253, 1, 1, 300, 66_000}) {
            int first = next;
            log.append(IntStream.range(first, first + count)
                    .mapToObj(MemoryLog::json)
                    .toList());
            next += count;
            publish(log);
            assertClean(next + " entries", folder.toString(), VKEY, older.toString());
            Files.writeString(older, log.signed(SIGNER));
        }
        log.prune();
        publish(log);
        assertClean("consistent with size " + next, folder.toString(), VKEY, older.toString());
    }

    @Test
    void goReadsALogThatIsServed() throws IOException, InterruptedException {
        publish(MemoryLog.of(600));
        HttpServer server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), folder, SimpleFileServer.OutputLevel.NONE);
        server.start();
        try {
            assertClean("600 entries", "http://127.0.0.1:" + server.getAddress().getPort(), VKEY);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void goFindsAFlippedByteInAnyFile() throws IOException, InterruptedException {
        MemoryLog log = MemoryLog.of(300);
        publish(log);
        List<String> paths = new ArrayList<>(log.files.keySet());
        paths.add("checkpoint");
        for (String path : paths) {
            Path file = folder.resolve(path);
            byte[] sound = Files.readAllBytes(file);
            byte[] changed = sound.clone();
            changed[sound.length / 2] ^= 1;
            Files.write(file, changed);
            assertBroken(folder.toString(), VKEY);
            Files.write(file, sound);
        }
        assertClean("300 entries", folder.toString(), VKEY);
    }

    @Test
    void goFindsAForkAndAForeignKey() throws IOException, InterruptedException {
        MemoryLog log = MemoryLog.of(300);
        Path older = folder.resolve("older");
        Files.writeString(older, log.signed(SIGNER));
        MemoryLog fork = new MemoryLog();
        fork.append(IntStream.range(1, 400).mapToObj(MemoryLog::json).toList());
        publish(fork);
        assertBroken(folder.toString(), VKEY, older.toString());
        assertBroken(
                folder.toString(),
                NoteSigner.generate(MemoryLog.ORIGIN).verifier().vkey());
    }

    @Test
    void goVerifiesProofsThatTravel() throws IOException, InterruptedException, NoteException {
        MemoryLog log = MemoryLog.of(1000);
        Path entry = folder.resolve("entry");
        Path proof = folder.resolve("entry.tlog-proof");
        for (int index : new int[] {0, 255, 256, 511, 700, 999}) {
            Files.write(entry, log.entries.get(index));
            Files.writeString(
                    proof,
                    TlogProof.of(log, index, log.signed(SIGNER), SIGNER.verifier())
                            .format());
            assertClean("entry " + index + " of 1000", "proof", proof.toString(), VKEY, entry.toString());
        }
        Files.write(entry, log.entries.get(3));
        assertBroken("proof", proof.toString(), VKEY, entry.toString());
    }

    private void publish(MemoryLog log) throws IOException {
        for (String path : log.files.keySet()) {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, log.file(path));
        }
        Files.writeString(folder.resolve("checkpoint"), log.signed(SIGNER));
    }

    private static void assertClean(String line, String... arguments) throws IOException, InterruptedException {
        Outcome outcome = logcheck(arguments);
        assertThat(outcome.exit).as(outcome.output).isZero();
        assertThat(outcome.output).startsWith("clean: ").contains(line).hasLineCount(1);
    }

    private static void assertBroken(String... arguments) throws IOException, InterruptedException {
        Outcome outcome = logcheck(arguments);
        assertThat(outcome.exit).as(outcome.output).isEqualTo(1);
        assertThat(outcome.output).startsWith("broken: ").hasLineCount(1);
    }

    private static Outcome logcheck(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program().toString()));
        command.addAll(List.of(arguments));
        return run(programs, command.toArray(String[]::new));
    }

    private static Outcome run(Path where, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(programs, "output", ".txt");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(where.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError("this test needs " + command[0] + " (Go 1.26 or newer: https://go.dev/dl)", e);
        }
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(command[0] + " does not end");
        }
        return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private static Path program() {
        return programs.resolve("logcheck");
    }

    /** The program's source, from this module's folder or any below the project's. */
    private static Path source() throws IOException {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path source = at.resolve("tests/it/src/test/go/logcheck");
            if (Files.exists(source.resolve("go.mod"))) {
                return source;
            }
        }
        throw new NoSuchFileException("tests/it/src/test/go/logcheck");
    }
}
