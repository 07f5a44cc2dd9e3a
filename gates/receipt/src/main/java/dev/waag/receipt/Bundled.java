package dev.waag.receipt;

import dev.waag.core.Sha256;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The wheels that come with Python and that {@code venv} puts into new environments (ensurepip), by their contents. */
final class Bundled {
    /** Where Debian keeps them. */
    private static final Path SYSTEM = Path.of("/usr/share/python-wheels");

    private Bundled() {}

    /** Those of the Python that an environment was made with. */
    static Set<Sha256> with(Path environment) {
        List<Path> folders = new ArrayList<>(List.of(SYSTEM));
        Set<Sha256> contents = new HashSet<>();
        try {
            for (String line : configuration(environment)) {
                if (line.matches("home\\s*=.*")) {
                    Path bin = Path.of(line.substring(line.indexOf('=') + 1).strip());
                    folders.addAll(ensurepip(bin.resolveSibling("lib")));
                }
            }
            for (Path folder : folders) {
                for (Path wheel : matching(folder, "*.whl")) {
                    Contents.ofWheel(wheel).ifPresent(contents::add);
                }
            }
        } catch (IOException e) {
            return contents;
        }
        return contents;
    }

    /** What {@code pyvenv.cfg} says, in the folder or above it. */
    private static List<String> configuration(Path environment) throws IOException {
        for (Path at = environment.toAbsolutePath(); at != null; at = at.getParent()) {
            Path file = at.resolve("pyvenv.cfg");
            if (Files.isRegularFile(file)) {
                return Files.readAllLines(file);
            }
        }
        return List.of();
    }

    private static List<Path> ensurepip(Path lib) throws IOException {
        return matching(lib, "python3*").stream()
                .map(p -> p.resolve("ensurepip").resolve("_bundled"))
                .toList();
    }

    private static List<Path> matching(Path folder, String glob) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, glob)) {
                all.forEach(found::add);
            }
        }
        return found;
    }
}
