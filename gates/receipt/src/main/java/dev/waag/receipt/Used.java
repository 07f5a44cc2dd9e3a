package dev.waag.receipt;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.Sha256;
import dev.waag.core.UserException;
import dev.waag.lock.LockContext;
import dev.waag.lock.LockException;
import dev.waag.lock.LockFile;
import dev.waag.lock.LockKind;
import dev.waag.lock.Locks;
import dev.waag.lock.Pin;
import dev.waag.python.CoreMetadata;
import dev.waag.python.ProjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What is used, as a lock, an installed environment or the SBOM in a wheel tells it. */
public final class Used {
    private static final int MAX = 32 << 20;

    private Used() {}

    /** What a lock pins; folders of the machine itself are left out. */
    public static List<Wanted> lock(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw unreadable(file, "there is no such file");
            }
            String name = String.valueOf(file.getFileName());
            LockKind kind = LockKind.of(name)
                    .or(() -> name.endsWith(".txt") ? Optional.of(LockKind.REQUIREMENTS) : Optional.empty())
                    .orElseThrow(() -> unreadable(file, "it has no name of a lock that is known"));
            LockContext context = LockContext.ALONE;
            LockFile lock = Locks.read(kind, file.toString(), Files.readAllBytes(file), context);
            List<Wanted> all = new ArrayList<>();
            for (Pin pin : lock.pins()) {
                Set<String> digests = new HashSet<>();
                pin.hashes().stream()
                        .filter(h -> h.startsWith("sha256:"))
                        .forEach(h -> digests.add(h.substring("sha256:".length())));
                Optional<String> outside = outside(pin);
                all.add(new Wanted(pin.name(), pin.version().orElse(""), digests, Optional.empty(), false, outside));
            }
            return all;
        } catch (IOException | LockException e) {
            throw unreadable(file, String.valueOf(e.getMessage()));
        }
    }

    /** A file that is named by its place has to have been served by its digest. */
    private static Optional<String> outside(Pin pin) {
        boolean digest = pin.hashes().stream().anyMatch(h -> h.startsWith("sha256:"));
        return switch (pin.source().kind()) {
            case VCS -> Optional.of("it is taken from a repository");
            case URL, FILE ->
                digest ? Optional.empty() : Optional.of("it is taken from a place of its own, without a digest");
            case INDEX, DIRECTORY, EDITABLE, VIRTUAL -> Optional.empty();
        };
    }

    /** What is installed, by its {@code .dist-info} folders. */
    public static List<Wanted> environment(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw unreadable(folder, "there is no such folder");
        }
        List<Wanted> all = new ArrayList<>();
        Set<Sha256> bundled = Bundled.with(folder);
        try (var walk = Files.find(folder, 6, (p, a) -> installation(folder, p))) {
            for (Path info : walk.sorted(Comparator.comparing(Path::toString)).toList()) {
                if (String.valueOf(info.getFileName()).endsWith(".dist-info")) {
                    installed(info, bundled).ifPresent(all::add);
                } else {
                    legacy(String.valueOf(info.getFileName())).ifPresent(all::add);
                }
            }
        } catch (IOException e) {
            throw unreadable(folder, String.valueOf(e.getMessage()));
        }
        if (all.isEmpty()) {
            throw unreadable(folder, "nothing is installed there");
        }
        return all;
    }

    /** Where installers put distributions; what lies deeper is a part of one, as setuptools brings the metadata of its own copies. */
    private static boolean installation(Path environment, Path path) {
        String name = String.valueOf(path.getFileName());
        Path folder = path.getParent();
        return folder != null
                && (folder.equals(environment)
                        || String.valueOf(folder.getFileName()).matches("site-packages|dist-packages"))
                && name.matches(".+\\.(dist-info|egg-info|egg-link|egg)");
    }

    /** What no wheel leaves behind: an installation by setup.py, which asked no index, or by reference. */
    private static Optional<Wanted> legacy(String filename) {
        String[] parts =
                filename.replaceFirst("\\.(egg-info|egg-link|egg)$", "").split("-", 3);
        return ProjectName.parse(parts[0])
                .map(name -> new Wanted(
                        name,
                        parts.length > 1 ? parts[1] : "",
                        Set.of(),
                        Optional.empty(),
                        false,
                        Optional.of("it was not installed from a wheel (" + filename + ")")));
    }

    private static Optional<Wanted> installed(Path info, Set<Sha256> bundled) throws IOException {
        Path metadata = info.resolve("METADATA");
        Path record = info.resolve("RECORD");
        if (!Files.isRegularFile(metadata) || Files.size(metadata) > MAX) {
            return Optional.empty();
        }
        CoreMetadata read = CoreMetadata.parse(Files.readAllBytes(metadata));
        Optional<ProjectName> name = ProjectName.parse(read.name());
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> outside = outside(info.resolve("direct_url.json"));
        if (!Files.isRegularFile(record) || Files.size(record) > MAX) {
            return Optional.of(new Wanted(
                    name.get(), read.version(), Set.of(), Optional.empty(), false, Optional.of("it has no RECORD")));
        }
        byte[] bytes = Files.readAllBytes(record);
        Path packages = info.toAbsolutePath().getParent();
        Optional<String> changed = packages == null ? Optional.empty() : RecordFiles.changed(packages, bytes);
        Sha256 contents = Contents.ofRecord(bytes);
        return Optional.of(new Wanted(
                name.get(),
                read.version(),
                Set.of(),
                Optional.of(contents),
                bundled.contains(contents),
                outside.or(() -> changed.map(f -> "its file " + f + " is not as its RECORD says"))));
    }

    private static Optional<String> outside(Path directUrl) throws IOException {
        if (!Files.isRegularFile(directUrl) || Files.size(directUrl) > MAX) {
            return Optional.empty();
        }
        try {
            JsonNode json = Json.MAPPER.readTree(Files.readAllBytes(directUrl));
            String from = json.has("vcs_info") ? "a repository" : json.has("dir_info") ? "a folder" : "a URL";
            return Optional.of("it was installed from " + from);
        } catch (JacksonException e) {
            return Optional.of("its direct_url.json cannot be read");
        }
    }

    /** The components of the SBOMs that lie in a wheel (PEP 770). */
    public static List<Wanted> sbom(Path wheel) {
        List<Wanted> all = new ArrayList<>();
        boolean any = false;
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                if (entry.getName().matches("[^/]+\\.dist-info/sboms/.+\\.json") && entry.getSize() < MAX) {
                    try (var in = zip.getInputStream(entry)) {
                        Json.MAPPER
                                .readTree(in.readNBytes(MAX))
                                .path("components")
                                .forEach(c -> component(c).ifPresent(all::add));
                        any = true;
                    }
                }
            }
        } catch (IOException e) {
            throw unreadable(wheel, String.valueOf(e.getMessage()));
        } catch (JacksonException e) {
            throw unreadable(wheel, "its SBOM is not JSON: " + Json.why(e));
        }
        if (!any) {
            throw unreadable(wheel, "there is no SBOM in it; `waag build --embed-sbom` puts one there");
        }
        return all;
    }

    private static Optional<Wanted> component(JsonNode component) {
        String purl = component.path("purl").asString("");
        if (!purl.startsWith("pkg:pypi/")) {
            return Optional.empty();
        }
        Set<String> digests = new HashSet<>();
        component.path("hashes").forEach(h -> {
            if (h.path("alg").asString("").equals("SHA-256")) {
                Sha256.parse(h.path("content").asString("")).ifPresent(d -> digests.add(d.hex()));
            }
        });
        return ProjectName.parse(component.path("name").asString(""))
                .map(name -> new Wanted(
                        name,
                        component.path("version").asString(""),
                        digests,
                        Optional.empty(),
                        false,
                        Optional.empty()));
    }

    private static UserException unreadable(Path what, String why) {
        return new UserException(
                Exit.INCOMPLETE,
                what + " cannot be compared: " + why,
                "it is of a kind that does not say which files were used, or it is damaged",
                "name a lock, the folder of an environment with --environment, or a wheel with an SBOM");
    }
}
