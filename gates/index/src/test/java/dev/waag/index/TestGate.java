package dev.waag.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Json;
import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchSettings;
import dev.waag.fetch.Fetcher;
import dev.waag.index.ProjectView.Format;
import dev.waag.judge.Judge;
import dev.waag.policy.Policy;
import dev.waag.policy.PolicyException;
import dev.waag.policy.PolicySource;
import dev.waag.python.ProjectName;
import dev.waag.store.Blobs;
import dev.waag.store.DataFolder;
import dev.waag.store.Database;
import dev.waag.store.Ledger;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A gate over a simulated index, with a real database, ledger and cache in a folder, and a clock that the test moves. */
final class TestGate implements AutoCloseable {
    static final String BASE = "http://gate.example:8080";
    static final Duration REFRESH = Duration.ofMinutes(5);

    /** How a gate is set up; what is not said is as by default, with limits that no test runs into by chance. */
    static final class Setup {
        Policy policy = Policy.defaults();
        FetchLimits limits = FetchLimits.DEFAULT;
        long cacheBytes = 1L << 30;
        List<IndexSettings.Claim> claims = List.of();
        List<IndexSettings.Route> routes = List.of();

        Setup policy(String... lines) {
            policy = TestGate.policy(lines);
            return this;
        }

        /** An answer begins within two seconds and a body does not pause for one. */
        Setup impatient() {
            limits = limits.withTimes(
                    Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(30));
            return this;
        }

        Setup claim(String... projects) {
            claims = List.of(new IndexSettings.Claim(List.of(projects), "us"));
            return this;
        }

        Setup route(URI upstream, String... projects) {
            routes = List.of(new IndexSettings.Route(List.of(projects), upstream));
            return this;
        }

        Setup sizes(long page, long file) {
            limits = limits.withSizes(page, file);
            return this;
        }

        Setup cache(long bytes) {
            cacheBytes = bytes;
            return this;
        }
    }

    final TestClock clock;
    final Database database;
    final Ledger ledger;
    final Judge judge;
    final Blobs blobs;
    final IndexGate gate;
    private final DataFolder data;
    private final Fetcher fetcher;

    TestGate(Path root, SimulatedIndex index, TestClock clock) throws IOException, SQLException {
        this(root, index, clock, new Setup());
    }

    TestGate(Path root, SimulatedIndex index, TestClock clock, Setup setup) throws IOException, SQLException {
        this.clock = clock;
        this.data = DataFolder.open(root);
        this.database = Database.open(data.path("waag.db"));
        this.ledger = Ledger.open(data, database);
        this.judge = Judge.open(database, ledger, clock, setup.policy);
        this.blobs = new Blobs(data, setup.cacheBytes, clock);
        List<URI> upstreams = Stream.concat(
                        Stream.of(index.url()), setup.routes.stream().map(IndexSettings.Route::upstream))
                .toList();
        this.fetcher = new Fetcher(
                FetchSettings.fromEnvironment(Map.of(), List.of(), setup.limits).withUpstreams(upstreams));
        IndexSettings settings = new IndexSettings(index.url(), setup.routes, setup.claims, REFRESH);
        this.gate = new IndexGate(settings, fetcher, setup.limits, database, blobs, judge, ledger, clock);
    }

    static Policy policy(String... lines) {
        try {
            return Policy.load(new PolicySource("policy.toml", String.join("\n", lines)));
        } catch (PolicyException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    PageOutcome page(String project) {
        return gate.page(name(project), false);
    }

    static ProjectName name(String project) {
        return ProjectName.parse(project).orElseThrow();
    }

    PageOutcome.Found found(String project) {
        return found(project, false);
    }

    PageOutcome.Found found(String project, boolean revalidate) {
        PageOutcome outcome = gate.page(name(project), revalidate);
        assertThat(outcome).isInstanceOf(PageOutcome.Found.class);
        return (PageOutcome.Found) outcome;
    }

    /** The files of a project's page as a client sees them. */
    List<JsonNode> files(String project) {
        ByteBuffer body = found(project).view().body(Format.JSON, false, BASE).bytes();
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        List<JsonNode> files = new ArrayList<>();
        Json.MAPPER.readTree(bytes).path("files").forEach(files::add);
        return files;
    }

    String verdict(Distribution d) {
        return found(d.project())
                .view()
                .file(d.filename())
                .orElseThrow()
                .decision()
                .verdict();
    }

    List<String> rules(Distribution d) {
        return found(d.project())
                .view()
                .file(d.filename())
                .orElseThrow()
                .decision()
                .rules();
    }

    /** Asks for a file at the address that the page gives. */
    FileAnswer file(Distribution d) {
        return gate.files().file(name(d.project()), tag(d), d.filename(), BASE);
    }

    FileAnswer metadata(Distribution d) {
        return gate.files().metadata(name(d.project()), tag(d), d.filename(), BASE);
    }

    /** Its metadata, where they are in memory under the address that the page gives. */
    Optional<byte[]> readyMetadata(Distribution d) {
        return readyMetadata(d, tag(d));
    }

    Optional<byte[]> readyMetadata(Distribution d, String tag) {
        return gate.files().readyMetadata(name(d.project()), tag, d.filename()).map(body -> {
            byte[] bytes = new byte[body.bytes().remaining()];
            body.bytes().duplicate().get(bytes);
            return bytes;
        });
    }

    private String tag(Distribution d) {
        return files(d.project()).stream()
                .filter(f -> f.path("filename").asString().equals(d.filename()))
                .map(f -> f.path("url").asString().split("/")[3])
                .findFirst()
                .orElse("none");
    }

    /** All bytes of an answer, as a client would get them; empty where it gets none or breaks off. */
    static Optional<byte[]> bytes(FileAnswer answer) throws IOException {
        return switch (answer) {
            case FileAnswer.Ready ready -> Optional.of(Files.readAllBytes(ready.path()));
            case FileAnswer.Coming coming -> follow(coming.download());
            case FileAnswer.Companion companion -> Optional.of(companion.body());
            default -> Optional.empty();
        };
    }

    private static Optional<byte[]> follow(Download download) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[1 << 16];
        try {
            ByteBuffer buffer = ByteBuffer.wrap(chunk);
            for (int n = download.read(0, buffer); n >= 0; n = download.read(out.size(), buffer.clear())) {
                out.write(chunk, 0, n);
            }
            return Optional.of(out.toByteArray());
        } catch (Download.DownloadException e) {
            return Optional.empty();
        } finally {
            download.leave();
        }
    }

    /** The ledger's entries of that kind. */
    List<JsonNode> entries(String kind) throws Exception {
        List<JsonNode> entries = new ArrayList<>();
        for (long n = 0; ; n++) {
            Optional<byte[]> body = ledger.entry(n);
            if (body.isEmpty()) {
                return entries;
            }
            JsonNode entry = Json.MAPPER.readTree(new String(body.get(), StandardCharsets.UTF_8));
            if (entry.path("kind").asString().equals(kind)) {
                entries.add(entry);
            }
        }
    }

    @Override
    public void close() throws IOException, SQLException {
        gate.close();
        fetcher.close();
        ledger.close();
        database.close();
        data.close();
    }
}
