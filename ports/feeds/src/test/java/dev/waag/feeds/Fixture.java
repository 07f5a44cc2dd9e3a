package dev.waag.feeds;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchSettings;
import dev.waag.fetch.Fetcher;
import dev.waag.python.ProjectName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Sources, a cache, and a clock that the test moves. */
final class Fixture implements InstantSource {
    static final ProjectName HOLE = new ProjectName("zz-hole");
    static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    final Path cache;
    Instant now = START;
    boolean offline = false;
    Optional<String> kev = Optional.empty();
    Optional<String> epss = Optional.empty();
    FeedLimits limits = FeedLimits.DEFAULT;

    Fixture(Path cache) {
        this.cache = cache;
    }

    @Override
    public Instant instant() {
        return now;
    }

    Advisories open(String... sources) {
        FeedSettings settings = new FeedSettings(List.of(sources), kev, epss, cache, Duration.ofHours(1), offline);
        FetchSettings fetch = FetchSettings.fromEnvironment(Map.of(), List.of(), FetchLimits.DEFAULT)
                .withUpstreams(settings.urls());
        try (Fetcher fetcher = new Fetcher(fetch)) {
            return new AdvisorySources(settings, limits, () -> fetcher, this).open();
        }
    }

    Advisories open(Path source) {
        return open(source.toString());
    }

    /** A record about zz-hole from version on. */
    static String record(String id, String modified, String introduced) {
        return """
                {"id": "%s", "modified": "%s", "aliases": ["CVE-%s"], "affected": [{"package": {"ecosystem": "PyPI", "name": "Zz_Hole"},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "%s"}]}]}]}""".formatted(id, modified, id, introduced);
    }

    static String record(String id) {
        return record(id, "2026-11-01T00:00:00Z", "1");
    }

    static Path folder(Path folder, Map<String, String> files) {
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] zip(Map<String, String> files) {
        var bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The ids of what affects zz-hole 5. */
    static List<String> ids(Advisories advisories) {
        return advisories.index().affecting(HOLE, "5").stream().map(v -> v.id()).toList();
    }
}
