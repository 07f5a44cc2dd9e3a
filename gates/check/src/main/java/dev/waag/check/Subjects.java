package dev.waag.check;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.Secrets;
import dev.waag.core.UserException;
import dev.waag.fetch.FetchException;
import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchRequest;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Response;
import dev.waag.index.ReleaseReader;
import dev.waag.inspect.Inspection;
import dev.waag.inspect.Inspector;
import dev.waag.python.DistributionName;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import dev.waag.python.WheelName;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Finds what is to be inspected, a file or a release of an index, and inspects it as it comes. */
final class Subjects {
    private final CheckRequest request;
    private final Asked asked;
    private final Target target;
    private final Instant now;

    Subjects(CheckRequest request, Asked asked, Instant now) {
        this.request = request;
        this.asked = asked;
        this.target = Target.of(request.python(), request.platform());
        this.now = now;
    }

    /** The gate that was asked does not give the file out, and why. */
    static final class RefusedByGate extends Exception {
        private final transient JsonNode why;
        private final SimpleFile file;

        RefusedByGate(SimpleFile file, JsonNode why) {
            super("refused by the gate");
            this.file = file;
            this.why = why;
        }

        /** The gate's decision, in the shape of {@code /why}. */
        JsonNode why() {
            return why;
        }

        SimpleFile file() {
            return file;
        }
    }

    Subject find(String text) throws RefusedByGate {
        int equals = text.indexOf("==");
        Path path = Path.of(text);
        if (Files.isRegularFile(path)) {
            return file(text, path);
        }
        if (equals > 0 && !text.contains("/")) {
            ProjectName name =
                    ProjectName.parse(text.substring(0, equals).strip()).orElseThrow(() -> unusable(text));
            return release(name, text.substring(equals + 2).strip());
        }
        if (looksLikeFile(text)) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    Files.exists(path) ? text + " is no file" : "there is no file " + text,
                    "the path is misspelt, or it is a folder",
                    "name a wheel or an sdist, or a release as NAME==VERSION");
        }
        throw unusable(text);
    }

    private static boolean looksLikeFile(String text) {
        return text.contains("/")
                || text.matches("(?i).*\\.(whl|gz|zip|tgz|bz2|xz|tbz|txz|tar|egg)")
                || Files.exists(Path.of(text));
    }

    private static UserException unusable(String text) {
        return new UserException(
                Exit.USAGE,
                "'" + text + "' is neither a file nor a release",
                "the path is misspelt, or == is missing",
                "name a wheel or an sdist, or a release as NAME==VERSION");
    }

    private static Subject file(String text, Path path) {
        String name = String.valueOf(path.getFileName());
        if (!name.matches(
                "(?i).*\\.(whl|tar\\.gz|tgz|tar\\.bz2|tbz2?|tar\\.xz|txz|tar|zip|egg|tar\\.z|tar\\.lz|tar\\.lzma|tlz)")) {
            throw new UserException(
                    Exit.USAGE,
                    text + " is neither a wheel nor an sdist by its name",
                    "it is another kind of file, or was renamed",
                    "name a wheel or an sdist");
        }
        try {
            Inspection found = Inspector.inspect(
                    Inspector.Request.of(name), () -> new BufferedInputStream(Files.newInputStream(path), 1 << 16));
            return new Subject(text, found, Optional.empty(), Optional.empty());
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    text + " cannot be read: " + e.getMessage(),
                    "its permissions, or its disk",
                    "see that it is there and may be read");
        }
    }

    private URI index(String what) {
        return request.index()
                .orElseThrow(() -> new UserException(
                        Exit.USAGE,
                        what + " has to be fetched, and --offline forbids that",
                        "only files of this machine can be looked at offline",
                        "name a file, or leave --offline out"));
    }

    private Subject release(ProjectName name, String version) throws RefusedByGate {
        String shown = name.value() + "==" + version;
        URI index = index(shown);
        Fetcher fetcher = asked.fetcher(List.of());
        ReleaseReader reader = new ReleaseReader(fetcher, FetchLimits.DEFAULT, index);
        try {
            ReleaseReader.Found found = reader.release(name, version, now).orElseThrow(() -> absent(shown, index));
            SimpleFile file = best(name, found.files()).orElseThrow(() -> absent(shown, index));
            Optional<byte[]> metadata = file.hasMetadata() ? given(reader, name, file) : Optional.empty();
            Inspector.Request request =
                    Inspector.Request.of(file.filename(), name).indexed(metadata);
            Inspection once = fetch(fetcher, index, request, file);
            Inspection inspection =
                    once.uncompared().isEmpty() ? once : fetch(fetcher, index, request.alsoBy(once.uncompared()), file);
            return new Subject(shown, inspection, Optional.of(found.page()), Optional.of(file));
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    shown + " cannot be had from " + Secrets.mask(index.toString()) + ": " + e.getMessage(),
                    "the index is down, or out of reach from here",
                    "try again, or name another with --index");
        }
    }

    /** A gate refuses a refused file's metadata too; the file itself then says so. */
    private static Optional<byte[]> given(ReleaseReader reader, ProjectName name, SimpleFile file) {
        try {
            return reader.metadata(name, file);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static UserException absent(String shown, URI index) {
        return new UserException(
                Exit.INCOMPLETE,
                "the index " + Secrets.mask(index.toString()) + " has no " + shown,
                "the name or the version is misspelled, or it is of another index",
                "name the index with --index");
    }

    /** What an installer would take: a wheel that fits, one for any platform before others; else the sdist. */
    private Optional<SimpleFile> best(ProjectName name, List<SimpleFile> files) {
        return files.stream()
                .filter(f -> rank(name, f) < 9)
                .min(Comparator.comparingInt((SimpleFile f) -> rank(name, f)).thenComparing(SimpleFile::filename));
    }

    private int rank(ProjectName name, SimpleFile file) {
        DistributionName d = DistributionName.parse(file.filename(), name);
        if (d instanceof WheelName wheel) {
            return wheel.platformTags().contains("any") ? 0 : target.accepts(wheel) ? 1 : 3;
        }
        return d.kind().equals("sdist") ? 2 : 9;
    }

    private static Inspection fetch(Fetcher fetcher, URI index, Inspector.Request request, SimpleFile file)
            throws IOException, RefusedByGate {
        FetchRequest get = new FetchRequest(
                URI.create(file.url()),
                Map.of("Accept", "application/octet-stream, application/problem+json"),
                Optional.empty(),
                false,
                FetchLimits.DEFAULT.fileBytes(),
                true,
                false,
                Optional.of(index));
        try (Response response = fetcher.get(get)) {
            if (response.status() == 403) {
                throw new RefusedByGate(file, why(fetcher, index, response));
            }
            if (response.status() != 200) {
                throw new IOException(file.filename() + ": it answered " + response.status());
            }
            Inspection found = Inspector.inspect(request, response.body());
            String promised =
                    file.hashes().getOrDefault("sha256", found.sha256().hex());
            if (!promised.equals(found.sha256().hex())) {
                throw new IOException(
                        file.filename() + " is not what its page promises: its sha256 is " + found.sha256());
            }
            return found;
        } catch (FetchException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private static JsonNode why(Fetcher fetcher, URI index, Response refusal) throws IOException {
        try {
            JsonNode problem = Json.MAPPER.readTree(refusal.readAll());
            String url = problem.path("type").asString("");
            if (!url.startsWith("http")) {
                throw new IOException("the index answered 403");
            }
            FetchRequest get = new FetchRequest(
                    URI.create(url),
                    Map.of("Accept", "application/json"),
                    Optional.empty(),
                    false,
                    4 << 20,
                    false,
                    true,
                    Optional.of(index));
            try (Response response = fetcher.get(get)) {
                return Json.MAPPER.readTree(response.readAll());
            } catch (FetchException e) {
                throw new IOException(String.valueOf(e.getMessage()), e);
            }
        } catch (JacksonException e) {
            throw new IOException("the index answered 403", e);
        }
    }
}
