package dev.waag.inspect;

import dev.waag.core.Sha256;
import dev.waag.python.CoreMetadata;
import dev.waag.python.ProjectName;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Inspects a distribution in one pass over its bytes.
 *
 * <pre>{@code
 * Inspection found = Inspector.inspect(Inspector.Request.of("demo-1.0-py3-none-any.whl"), in);
 * if (found.unsafe()) { ... found.unsafeFindings() ... }
 * found.metadata().map(CoreMetadata::requiresDist)
 * }</pre>
 */
public final class Inspector {
    private Inspector() {}

    /**
     * What is to be inspected.
     *
     * @param filename the distribution's
     * @param project that it is said to be of; where nobody said so, the file name tells
     * @param indexMetadata the core metadata that an index gives for it, which must be the file's own
     * @param digests by which RECORD's are compared besides SHA-256
     */
    public record Request(
            String filename,
            Optional<ProjectName> project,
            Optional<byte[]> indexMetadata,
            Limits limits,
            Set<String> digests) {
        public static Request of(String filename) {
            return new Request(filename, Optional.empty(), Optional.empty(), Limits.DEFAULT, Set.of());
        }

        public static Request of(String filename, ProjectName project) {
            return new Request(filename, Optional.of(project), Optional.empty(), Limits.DEFAULT, Set.of());
        }

        public Request indexed(Optional<byte[]> metadata) {
            return new Request(filename, project, metadata, limits, digests);
        }

        /** @param uncompared of an earlier inspection of the same file */
        public Request alsoBy(Set<String> uncompared) {
            return new Request(filename, project, indexMetadata, limits, uncompared);
        }
    }

    /** What can be read more than once. */
    public interface Content {
        InputStream open() throws IOException;
    }

    /** Reads the file, and once more where RECORD, which stands at a wheel's end, turns out to use digests that hardly anybody uses. */
    public static Inspection inspect(Request request, Content content) throws IOException {
        Inspection found;
        try (InputStream in = content.open()) {
            found = inspect(request, in);
        }
        if (found.uncompared().isEmpty()) {
            return found;
        }
        try (InputStream in = content.open()) {
            return inspect(request.alsoBy(found.uncompared()), in);
        }
    }

    /**
     * Reads the file to its end, whatever it is: what is wrong with it is found, not thrown.
     *
     * @throws IOException where the stream itself fails
     */
    public static Inspection inspect(Request request, InputStream content) throws IOException {
        Identity identity = Identity.of(request.filename(), request.project());
        Problems problems = new Problems(request.limits());
        Hashing file = new Hashing(content, Sha256.bulk());
        Contents contents = new Contents();
        Look look = new Look(identity, request.limits(), new Digests(request.digests()), problems, contents);
        Archives.Reading reading = Archives.read(request.filename(), file, request.limits(), problems, look);
        Sha256 digest = Sha256.ofDigest(file.finish(new byte[64 << 10]));
        Set<String> uncompared = new TreeSet<>();
        Optional<byte[]> metadata =
                reading.complete() ? documents(request, identity, contents, problems, uncompared) : Optional.empty();
        Optional<CoreMetadata> parsed = metadata.map(CoreMetadata::parse);
        EntryPoints points = look.entryPoints();
        look.finish();
        parsed.ifPresent(m -> MetadataOddities.look(identity, m, problems));
        new Shadows(identity, problems).look(points);
        Set<String> capabilities = look.capabilities();
        List<Finding> findings = new ArrayList<>(problems.findings());
        return new Inspection(
                request.filename(),
                identity.kind(),
                identity.project().map(ProjectName::value).orElse(""),
                identity.version(),
                digest,
                file.count(),
                reading.complete(),
                reading.entries(),
                reading.unpacked(),
                Severities.ordered(findings),
                capabilities,
                Score.of(findings, look.codeScore()),
                parsed,
                metadata,
                Profiles.of(look, points, capabilities, parsed),
                look.sources(),
                uncompared);
    }

    /** The metadata, after all documents were checked. */
    private static Optional<byte[]> documents(
            Request request, Identity identity, Contents contents, Problems problems, Set<String> uncompared) {
        if (identity.kind().equals("wheel")) {
            WheelChecks checks = new WheelChecks(identity.wheel().orElseThrow(), identity, contents, problems);
            Optional<String> folder = checks.check();
            uncompared.addAll(checks.uncompared());
            if (folder.isEmpty()) {
                return Optional.empty();
            }
            return document(folder.get() + "/METADATA", request, identity, contents, problems);
        }
        if (identity.kind().equals("sdist")) {
            return sdist(request, identity, contents, problems);
        }
        if (request.filename().endsWith(".whl")) {
            problems.unsafe("", "the file name is not that of a wheel", request.filename());
        }
        return Optional.empty();
    }

    private static Optional<byte[]> sdist(Request request, Identity identity, Contents contents, Problems problems) {
        Optional<String> path = contents.documents().keySet().stream()
                .filter(p -> p.endsWith("/PKG-INFO") && p.indexOf('/') == p.lastIndexOf('/'))
                .findFirst();
        if (path.isEmpty()) {
            problems.add(new Finding(
                    "metadata", "medium", "", 0, "an sdist without PKG-INFO: it says nothing about itself", ""));
            return Optional.empty();
        }
        String top = path.get().substring(0, path.get().indexOf('/'));
        if (!identity.isStem(top)) {
            problems.add(new Finding("metadata", "low", top, 0, "the top folder is not named after the release", ""));
        }
        return document(path.get(), request, identity, contents, problems);
    }

    private static Optional<byte[]> document(
            String path, Request request, Identity identity, Contents contents, Problems problems) {
        Optional<byte[]> content = contents.document(path);
        if (content.isEmpty()) {
            problems.unsafe(path, "the distribution has no metadata, or they are larger than the limit");
            return Optional.empty();
        }
        MetadataChecks.check(path, content.get(), identity, problems);
        MetadataChecks.index(path, content.get(), request.indexMetadata(), problems);
        return content;
    }
}
