package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.Sha256;
import dev.waag.core.UserException;
import dev.waag.python.PageFormatException;
import dev.waag.python.PageLimits;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import dev.waag.python.SimplePage;
import dev.waag.python.SimplePages;
import dev.waag.python.SimpleRoot;
import dev.waag.python.SimpleWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * A snapshot as a folder of plain files:
 *
 * <pre>
 * simple/index.html, simple/NAME/index.html      pages (PEP 503), with relative links
 * simple/NAME/index.json                         the same as JSON (PEP 691)
 * files/NAME/DIGEST/FILENAME, ….metadata         the files
 * manifest.json                                  what the snapshot's id is the digest of
 * </pre>
 */
final class SnapshotExport {
    private static final String REFUSED = "Blocked by Waag: ";

    private final Gate gate;
    private final String id;
    private final Path folder;
    private int files;
    private int refused;

    /** What was written. */
    record Done(int projects, int files, int refused) {}

    SnapshotExport(Gate gate, String id, Path folder) {
        this.gate = gate;
        this.id = id;
        this.folder = folder;
    }

    Done write() throws IOException {
        byte[] manifest = gate.bytes(SnapshotCommand.SNAPSHOTS + "/" + ReleaseCommand.segment(id), "application/json");
        if (!Sha256.of(manifest).hex().equals(id)) {
            throw wrong("the manifest of the snapshot");
        }
        JsonNode projects = Json.MAPPER.readTree(manifest).path("projects");
        TreeSet<ProjectName> names = new TreeSet<>();
        for (String name : projects.propertyNames()) {
            ProjectName project = new ProjectName(name);
            names.add(project);
            project(project);
        }
        ByteArrayOutputStream html = new ByteArrayOutputStream();
        SimpleRoot.writeHtml(html, names.iterator());
        put(folder.resolve("simple").resolve("index.html"), html.toByteArray());
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        SimpleRoot.writeJson(json, names.iterator());
        put(folder.resolve("simple").resolve("index.json"), json.toByteArray());
        put(folder.resolve("manifest.json"), manifest);
        return new Done(names.size(), files, refused);
    }

    private void project(ProjectName name) throws IOException {
        byte[] json = gate.bytes("/snapshot/" + id + "/simple/" + name + "/", "application/vnd.pypi.simple.v1+json");
        SimplePage page;
        try {
            page = SimplePages.readJson(new ByteArrayInputStream(json), gate.base(), PageLimits.DEFAULT);
        } catch (PageFormatException e) {
            throw wrong("the page of " + name);
        }
        List<SimpleFile> kept = new ArrayList<>();
        for (SimpleFile file : page.files()) {
            if (file.yanked().map(y -> y.startsWith(REFUSED)).orElse(false)) {
                refused++;
                continue;
            }
            String path = URI.create(file.url()).getPath();
            String below = path.substring(path.indexOf("/files/") + 1);
            Path place = folder.resolve(below).normalize();
            if (!place.startsWith(folder.resolve("files").normalize())) {
                throw wrong("the address of " + file.filename());
            }
            Optional<String> digest = Optional.ofNullable(file.hashes().get("sha256"));
            download(file.url(), place, digest);
            if (file.hasMetadata()) {
                download(
                        file.url() + ".metadata",
                        place.resolveSibling(place.getFileName() + ".metadata"),
                        file.metadataSha256());
            }
            files++;
            kept.add(new SimpleFile(
                    file.filename(),
                    "../../" + encoded(below),
                    file.hashes(),
                    file.size(),
                    file.uploadTime(),
                    file.requiresPython(),
                    file.yanked(),
                    file.hasMetadata(),
                    file.metadataSha256(),
                    Optional.empty()));
        }
        SimplePage shown = new SimplePage(name.value(), page.status(), kept);
        Path at = folder.resolve("simple").resolve(name.value());
        put(at.resolve("index.html"), SimpleWriter.html(shown));
        put(at.resolve("index.json"), SimpleWriter.json(shown, SimpleWriter.versions(shown)));
    }

    private static String encoded(String path) {
        return path.replace("%", "%25")
                .replace("+", "%2B")
                .replace(" ", "%20")
                .replace("#", "%23")
                .replace("?", "%3F");
    }

    /** A file that is there with the right bytes is not fetched again. */
    private void download(String url, Path place, Optional<String> digest) throws IOException {
        if (digest.isPresent() && Files.exists(place) && sha256(place).equals(digest.get())) {
            return;
        }
        Files.createDirectories(place.getParent());
        Path fresh = place.resolveSibling(place.getFileName() + ".part");
        MessageDigest computed = Sha256.digest();
        try (InputStream in = new DigestInputStream(gate.stream(url), computed)) {
            Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
        }
        if (digest.isPresent() && !Sha256.ofDigest(computed.digest()).hex().equals(digest.get())) {
            Files.delete(fresh);
            throw wrong(url);
        }
        Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] chunk = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                digest.update(chunk, 0, n);
            }
        }
        return Sha256.ofDigest(digest.digest()).hex();
    }

    private static void put(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private static UserException wrong(String what) {
        return new UserException(
                Exit.INCOMPLETE,
                what + " is not what the snapshot says",
                "the gate or something in between is broken",
                "check it: waag ledger verify --url URL");
    }
}
