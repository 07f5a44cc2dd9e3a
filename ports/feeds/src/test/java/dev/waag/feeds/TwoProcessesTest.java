package dev.waag.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that start in one moment on an empty cache each get the whole index. */
final class TwoProcessesTest {
    /** What each of them runs: cache, source. */
    static final class Opens {
        private Opens() {}

        public static void main(String[] args) {
            Advisories advisories = new Fixture(Path.of(args[0])).open(args[1]);
            System.out.println(Fixture.ids(advisories).size() + " " + advisories.id() + " " + advisories.warnings());
        }
    }

    @Test
    void allGetTheWholeIndex(@TempDir Path root) throws IOException, InterruptedException {
        Map<String, String> records = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            records.put("A-" + i + ".json", Fixture.record("A-" + i));
        }
        Path osv = Fixture.folder(root.resolve("osv"), records);
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Opens.class.getName(),
                            root.resolve("cache").toString(),
                            osv.toString())
                    .redirectErrorStream(true)
                    .start());
        }
        String id = new Fixture(root.resolve("cache")).open(osv).id();
        for (Process process : processes) {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(said).contains("500 " + id + " []");
        }
    }
}
