package dev.waag.receipt;

import dev.waag.testkit.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Wheels unpacked as an installer does. */
final class Installed {
    private Installed() {}

    /** Puts a wheel into {@code site-packages} of an environment. */
    static Path into(Path environment, Distribution wheel) throws IOException {
        Path packages = Files.createDirectories(environment.resolve("lib/python3.13/site-packages"));
        Path file = Files.createTempFile("wheel", ".whl");
        try {
            Files.write(file, wheel.bytes());
            try (ZipFile zip = new ZipFile(file.toFile())) {
                for (ZipEntry entry : zip.stream().toList()) {
                    Path place = packages.resolve(entry.getName());
                    Path folder = place.getParent();
                    Files.createDirectories(folder == null ? packages : folder);
                    try (var in = zip.getInputStream(entry)) {
                        Files.write(place, in.readAllBytes());
                    }
                }
            }
        } finally {
            Files.delete(file);
        }
        return packages;
    }

    /** Where a receipt says that an installed wheel is from. */
    static ReceiptCheck.Origin origin(ReceiptCheck check, Distribution wheel) throws IOException {
        Path environment = Files.createTempDirectory("environment");
        try {
            into(environment, wheel);
            List<ReceiptCheck.Finding> findings = check.check(Used.environment(environment));
            if (findings.size() != 1) {
                throw new AssertionError(findings.toString());
            }
            return findings.getFirst().origin();
        } finally {
            try (var all = Files.walk(environment)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
