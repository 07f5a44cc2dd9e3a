package dev.waag.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");

    @TempDir
    Path folder;

    @Test
    void argumentsReachTheProgramAsTheyAre() throws ProcessException {
        Finished done =
                Processes.run(command("printf", "%s|", "a b", "$HOME", "`id`", "*", "\"", "", "é"), new byte[0]);
        assertThat(done.outText()).isEqualTo("a b|$HOME|`id`|*|\"||é|");
        assertThat(done.exit()).isZero();
    }

    @Test
    void nothingIsInheritedFromOurEnvironment() throws ProcessException {
        Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin", "ONLY", "this");
        Finished done = Processes.run(
                new Command(List.of("env"), environment, folder, Duration.ofSeconds(10), 10_000), new byte[0]);
        assertThat(done.outText().lines()).containsExactlyInAnyOrder("PATH=/usr/bin:/bin", "ONLY=this");
    }

    @Test
    void inputOutputErrorsAndExitCodeArePassedOn() throws ProcessException {
        byte[] input = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        Finished done = Processes.run(
                new Command(
                        shell("cat; echo oops >&2; exit 7").argv(),
                        ENVIRONMENT,
                        folder,
                        Duration.ofSeconds(10),
                        2 << 20),
                input);
        assertThat(done.out()).isEqualTo(input);
        assertThat(done.errText()).isEqualTo("oops\n");
        assertThat(done.exit()).isEqualTo(7);
    }

    @Test
    void aProgramThatDoesNotReadItsInputEndsAsUsual() throws ProcessException {
        assertThat(Processes.run(command("true"), new byte[1 << 20]).exit()).isZero();
    }

    @Test
    void itStartsInTheFolder() throws ProcessException {
        assertThat(Processes.run(command("pwd"), new byte[0]).outText()).isEqualTo(folder + "\n");
    }

    @Test
    void tooMuchOutputEndsIt() {
        assertThatExceptionOfType(ProcessException.TooMuchOutput.class)
                .isThrownBy(() -> Processes.run(command("yes"), new byte[0]))
                .withMessageContaining("1000 bytes");
        assertThatExceptionOfType(ProcessException.TooMuchOutput.class)
                .isThrownBy(() -> Processes.run(shell("yes >&2"), new byte[0]));
    }

    @Test
    void outputOfExactlyTheLimitIsFine() throws ProcessException {
        assertThat(Processes.run(shell("head -c 1000 /dev/zero"), new byte[0]).out())
                .hasSize(1000);
    }

    @Test
    void timeOutEndsTheWholeTreeAlsoWhoseParentsAreGone() throws Exception {
        String script =
                "echo early; sh -c 'sleep 301 & echo $! > orphan; exit' ; sleep 302 & echo $! > child; echo $$ > self; wait";
        Command slow = new Command(List.of("sh", "-c", script), ENVIRONMENT, folder, Duration.ofMillis(700), 1000);
        assertThatExceptionOfType(ProcessException.TimedOut.class)
                .isThrownBy(() -> Processes.run(slow, new byte[0]))
                .withMessageContaining("sh was ended after 0.7 s")
                .satisfies(e -> assertThat(e.before().outText()).isEqualTo("early\n"));
        for (String name : List.of("orphan", "child", "self")) {
            assertEnds(name);
        }
    }

    @Test
    void whatAProgramLeavesBehindEndsWithIt() throws Exception {
        Finished done = Processes.run(shell("sleep 303 & echo $! > left; echo done"), new byte[0]);
        assertThat(done.outText()).isEqualTo("done\n");
        assertEnds("left");
    }

    @Test
    void anInterruptEndsIt() throws Exception {
        CompletableFuture<Exception> thrown = new CompletableFuture<>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                Processes.run(shell("echo $$ > interrupted; sleep 304"), new byte[0]);
            } catch (ProcessException e) {
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                thrown.complete(e);
            }
        });
        awaitFile("interrupted");
        waiting.interrupt();
        assertThat(thrown.get(10, TimeUnit.SECONDS)).isInstanceOf(ProcessException.Interrupted.class);
        assertEnds("interrupted");
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        assertThatExceptionOfType(ProcessException.NotStarted.class)
                .isThrownBy(() -> Processes.run(command("no-such-program", "secret"), new byte[0]))
                .withMessageContaining("no-such-program")
                .withMessageNotContaining("secret");
    }

    @Test
    void programsAreFoundOnAbsoluteFoldersOfThePathOnly() throws IOException {
        Path tool = Files.createFile(folder.resolve("tool"));
        assertThat(Processes.find("tool", Map.of("PATH", folder.toString()))).isEmpty();
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        assertThat(Processes.find("tool", Map.of("PATH", ":." + ":" + folder))).contains(tool);
        assertThat(Processes.find("sh", Map.of("PATH", ":.:bin"))).isEmpty();
        assertThat(Processes.find("sh", Map.of())).isEmpty();
        assertThat(Processes.find("sh")).isPresent();
        assertThat(Processes.find("\0")).isEmpty();
    }

    private Command command(String... argv) {
        return new Command(List.of(argv), ENVIRONMENT, folder, Duration.ofSeconds(20), 1000);
    }

    private Command shell(String script) {
        return command("sh", "-c", script);
    }

    private void assertEnds(String pidFile) throws Exception {
        long pid = Long.parseLong(Files.readString(folder.resolve(pidFile)).strip());
        ProcessHandle.of(pid).ifPresent(p -> {
            boolean zombie =
                    p.info().command().isEmpty(); // killed; its parent, or init, has not yet asked for its exit code
            assertThat(zombie || !p.isAlive()).as("%s is still alive", pidFile).isTrue();
        });
    }

    /** Waits for a program to write a line to a file: the writer is another program, so there is no event to wait for but the file's. */
    private void awaitFile(String name) throws Exception {
        try (var watch = folder.getFileSystem().newWatchService()) {
            folder.register(
                    watch,
                    java.nio.file.StandardWatchEventKinds.ENTRY_CREATE,
                    java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY);
            List<String> seen = new ArrayList<>();
            while (!Files.exists(folder.resolve(name)) || Files.size(folder.resolve(name)) == 0) {
                var key = watch.poll(10, TimeUnit.SECONDS);
                assertThat(key).as("%s was not written; saw %s", name, seen).isNotNull();
                key.pollEvents().forEach(e -> seen.add(String.valueOf(e.context())));
                key.reset();
            }
        }
    }
}
