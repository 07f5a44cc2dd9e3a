package dev.waag.build;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Under what a build runs that should not show in what it makes. {@link #STANDARD} is what every build has.
 *
 * @param reversed whether the source's files come into their folders in reverse
 * @param cpus how many it sees; 0 for all
 * @param shift a library that moves the clock of each program that it is loaded into, and by how much
 */
record Conditions(
        String user,
        int uid,
        String host,
        String home,
        String source,
        String zone,
        String locale,
        int umask,
        boolean reversed,
        int cpus,
        Optional<Shift> shift) {
    /** {@code faketime}: the library's path, and its setting. */
    record Shift(Path library, String by) {}

    static final Conditions STANDARD = new Conditions(
            "waag", 61_184, "waag", "/build/home", "/build/source", "UTC", "C.UTF-8", 0022, false, 0, Optional.empty());

    /** What every build has, but for those things. */
    static Conditions otherIn(Set<Factor> other) {
        Conditions c = STANDARD;
        return new Conditions(
                other.contains(Factor.USER) ? "builder" : c.user,
                other.contains(Factor.USER) ? 62_077 : c.uid,
                other.contains(Factor.HOST) ? "another-host" : c.host,
                other.contains(Factor.HOME) ? "/build/people/builder" : c.home,
                other.contains(Factor.PATH) ? "/build/elsewhere/a-longer-path/checkout" : c.source,
                other.contains(Factor.ZONE) ? "WEST-13:45" : c.zone,
                other.contains(Factor.LOCALE) ? "C" : c.locale,
                other.contains(Factor.UMASK) ? 0077 : c.umask,
                other.contains(Factor.ORDER),
                other.contains(Factor.CPUS) ? 1 : c.cpus,
                other.contains(Factor.CLOCK) ? faketime() : c.shift);
    }

    /** libfaketime, where it is installed; without it the clock differs by the time that has passed. */
    static Optional<Shift> faketime() {
        for (String folder : List.of("/usr/lib", "/usr/lib64")) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of(folder), "*-linux-gnu*")) {
                for (Path p : found) {
                    Path library = p.resolve("faketime/libfaketime.so.1");
                    if (Files.isRegularFile(library)) {
                        return Optional.of(new Shift(library, "+34567890"));
                    }
                }
            } catch (IOException e) {
                continue;
            }
        }
        return Optional.empty();
    }

    /** The variables that the build has; nothing else. */
    Map<String, String> environment(long epoch, String paths) {
        Map<String, String> all = new LinkedHashMap<>();
        // compilers write the path of what they compile into debug information
        String flags = "-ffile-prefix-map=" + source + "=/source";
        all.put("CFLAGS", flags);
        all.put("CXXFLAGS", flags);
        all.put("HOME", home);
        all.put("LANG", locale);
        all.put("LC_ALL", locale);
        all.put("LOGNAME", user);
        all.put("PATH", paths);
        all.put("PIP_CONFIG_FILE", "/dev/null");
        all.put("PIP_NO_INDEX", "1");
        all.put("PYTHONHASHSEED", "0");
        all.put("PYTHONDONTWRITEBYTECODE", "1");
        all.put("PYTHONNOUSERSITE", "1");
        all.put("SOURCE_DATE_EPOCH", Long.toString(epoch));
        all.put("TMPDIR", "/tmp");
        all.put("TZ", zone);
        all.put("USER", user);
        shift.ifPresent(s -> {
            all.put("LD_PRELOAD", s.library().toString());
            all.put("FAKETIME", s.by());
            all.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        });
        return all;
    }
}
