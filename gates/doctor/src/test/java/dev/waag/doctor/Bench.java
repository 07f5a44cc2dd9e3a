package dev.waag.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A project, a home and a system of a test's own, and what the doctor says of them. */
final class Bench {
    static final String GATE = "http://127.0.0.1:8080/simple/";

    private final Path root;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Optional<URI> gate = Optional.of(URI.create("http://127.0.0.1:8080"));

    /** pip and uv are set to use the gate, so that a case sees its own findings alone. */
    Bench() {
        try {
            // Below the build folder, which a clean build empties.
            root = Files.createTempDirectory(Files.createDirectories(Path.of("target", "benches")), "doctor")
                    .toRealPath();
            for (String folder : List.of("project", "home", "system")) {
                Files.createDirectory(root.resolve(folder));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        environment.put("PIP_INDEX_URL", GATE);
        environment.put("UV_DEFAULT_INDEX", GATE);
    }

    Bench bare() {
        environment.clear();
        return this;
    }

    Bench gate(String url) {
        gate = url.isEmpty() ? Optional.empty() : Optional.of(URI.create(url));
        return this;
    }

    Bench set(String name, String value) {
        environment.put(name, value.replace("ROOT", root.toString()));
        return this;
    }

    /** @param path below project/, home/ or system/ */
    Bench file(String path, String text) {
        return file(path, text.replace("ROOT", root.toString()).getBytes(StandardCharsets.UTF_8));
    }

    Bench file(String path, byte[] bytes) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Path path(String path) {
        return root.resolve(path);
    }

    DoctorReport report() {
        return report("project");
    }

    DoctorReport report(String path) {
        try {
            return Doctor.examine(
                    new DoctorRequest(root.resolve(path), gate, environment, root.resolve("home")),
                    root.resolve("system"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each finding as {@code client setting place:line}, in the report's order. */
    List<String> found() {
        return report().findings().stream()
                .map(f -> f.client() + " " + f.setting() + " " + f.place().replace(root.toString(), "ROOT") + ":"
                        + f.line())
                .toList();
    }
}
