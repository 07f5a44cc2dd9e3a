package dev.waag.build;

import dev.waag.core.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine that this runs on. */
final class Machines {
    private static final Pattern MEMORY = Pattern.compile("MemTotal:\\s+(\\d+) kB");

    private Machines() {}

    static Evidence.Machine here() {
        Matcher memory = MEMORY.matcher(text(Path.of("/proc/meminfo")));
        String id = text(Path.of("/etc/machine-id")).strip();
        String kernel = System.getProperty("os.version", "");
        String architecture = System.getProperty("os.arch", "");
        return new Evidence.Machine(
                System.getProperty("os.name", ""),
                kernel,
                architecture,
                Runtime.getRuntime().availableProcessors(),
                memory.find() ? Long.parseLong(memory.group(1)) * 1024 : 0,
                Sha256.of(("waag machine " + id + " " + architecture).getBytes(StandardCharsets.UTF_8))
                        .hex());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
