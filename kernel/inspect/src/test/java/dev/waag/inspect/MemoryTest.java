package dev.waag.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Whatever an archive claims to hold, looking into it takes no more than 256 MiB, all of the process counted. */
final class MemoryTest {
    private static final long MOST = 256L << 20;

    @Test
    @EnabledOnOs(OS.LINUX)
    void hostileArchivesTakeNoMoreThanTheirShare() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx176m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MemoryTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(child.exitValue()).as(said).isZero();
        Matcher peak = Pattern.compile("VmHWM:\\s+(\\d+) kB").matcher(said);
        assertThat(peak.find()).as(said).isTrue();
        assertThat(Long.parseLong(peak.group(1)) * 1024).as(said).isLessThanOrEqualTo(MOST);
    }

    /** What the child process does; made one at a time, so that making them costs little beside. */
    public static void main(String[] args) throws IOException {
        for (Map.Entry<String, Maker> hostile : hostile().entrySet()) {
            String name = hostile.getKey().startsWith("tar") ? "demo-1.0.tar.gz" : "demo-1.0-py3-none-any.whl";
            byte[] bytes = hostile.getValue().make();
            Inspection found = Inspector.inspect(Inspector.Request.of(name), new ByteArrayInputStream(bytes));
            if (!found.unsafe() && found.findings().isEmpty()) {
                throw new AssertionError(hostile.getKey() + " was taken for harmless");
            }
            System.out.println(
                    hostile.getKey() + ": " + found.findings().getFirst().message());
        }
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM")) {
                System.out.println(line);
            }
        }
    }

    private interface Maker {
        byte[] make();
    }

    private static Map<String, Maker> hostile() {
        Map<String, Maker> all = new LinkedHashMap<>();
        all.put("zip: zeros", () -> wheel("demo/zeros.bin", new byte[60 << 20]));
        all.put("zip: a bomb in a zip", () -> wheel("demo/inner.zip", wheel("x", new byte[60 << 20])));
        all.put("zip: a source of 40 MB", () -> wheel("demo/big.py", repeated("x = [1, 2, 3]\n", 40 << 20)));
        all.put("zip: a source that is one nest", () -> wheel("demo/deep.py", repeated("exec((", 8 << 20)));
        all.put("zip: a literal of 20 MB", () -> wheel("demo/long.py", literal(20 << 20)));
        all.put(
                "zip: a RECORD of 23 MB",
                () -> wheel("demo-1.0.dist-info/RECORD", repeated("demo/__init__.py,sha256=x,1\n", 23 << 20)));
        all.put(
                "zip: METADATA of 23 MB",
                () -> wheel("demo-1.0.dist-info/METADATA", repeated("Requires-Dist: a\n", 23 << 20)));
        all.put("zip: a picture of noise and zeros", () -> wheel("demo/x.png", noise(12 << 20)));
        all.put("zip: 130,000 members", MemoryTest::many);
        all.put(
                "tar: zeros",
                () -> Tars.sdist()
                        .member("demo-1.0/z", '0', "", new byte[30 << 20])
                        .gz());
        all.put(
                "tar: names of a megabyte",
                () -> Tars.sdist()
                        .member("././@LongLink", 'L', "", new byte[8 << 20])
                        .gz());
        return all;
    }

    private static byte[] wheel(String name, byte[] content) {
        Zips zip = new Zips();
        zip.add(name, content);
        return zip.bytes();
    }

    private static byte[] many() {
        Zips zip = new Zips();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 130_000; i++) {
            numbers.add(i);
        }
        numbers.forEach(i -> zip.add("demo/f" + i, "").stored());
        return zip.bytes();
    }

    private static byte[] repeated(String text, int length) {
        byte[] unit = text.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[length];
        for (int i = 0; i < length; i++) {
            all[i] = unit[i % unit.length];
        }
        return all;
    }

    private static byte[] literal(int length) {
        byte[] all = repeated("QUJD", length);
        byte[] head = "exec('".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(head, 0, all, 0, head.length);
        return all;
    }

    private static byte[] noise(int length) {
        byte[] all = new byte[length];
        new Random(1).nextBytes(all);
        return all;
    }
}
