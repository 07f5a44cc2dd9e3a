package dev.waag.judge;

import dev.waag.core.Json;
import dev.waag.policy.Policy;
import dev.waag.policy.PolicyException;
import dev.waag.policy.PolicySource;
import dev.waag.policy.Waiver;
import dev.waag.python.ProjectName;
import dev.waag.python.ProjectStatus;
import dev.waag.python.SimpleFile;
import dev.waag.store.DataFolder;
import dev.waag.store.Database;
import dev.waag.store.DecisionRecord;
import dev.waag.store.FileRecord;
import dev.waag.store.Ledger;
import dev.waag.store.ProjectRecord;
import dev.waag.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A judge with all that it needs: a database and ledger in a folder, and a clock that the test moves. */
final class Court implements AutoCloseable {
    static final ProjectName KAAS = new ProjectName("kaas");

    final TestClock clock;
    final Database database;
    final Ledger ledger;
    final Judge judge;
    private final DataFolder data;

    Court(Path root, TestClock clock, Policy policy) throws IOException, SQLException {
        this.clock = clock;
        this.data = DataFolder.open(root);
        this.database = Database.open(data.path("waag.db"));
        this.ledger = Ledger.open(data, database);
        this.judge = Judge.open(database, ledger, clock, policy);
    }

    static Policy policy(String... lines) {
        try {
            return Policy.load(new PolicySource("policy.toml", String.join("\n", lines)));
        } catch (PolicyException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** A wheel that was uploaded so long ago. */
    static FileRecord wheel(String version, Duration age) {
        return wheel(version, age, Optional.empty());
    }

    static FileRecord wheel(String version, Duration age, Optional<String> yanked) {
        String filename = "kaas-" + version + "-py3-none-any.whl";
        SimpleFile file = new SimpleFile(
                filename,
                "https://files.example/" + filename,
                Map.of("sha256", "%064x".formatted(filename.hashCode() & 0xffff)),
                OptionalLong.of(1000),
                Optional.of(TestClock.START.minus(age)),
                "",
                yanked,
                false,
                Optional.empty(),
                Optional.empty());
        return FileRecord.of(
                KAAS,
                0,
                TestClock.START,
                file,
                Optional.empty(),
                Optional.empty(),
                new DecisionRecord("hold", List.of(), -1, Instant.EPOCH, Optional.empty()));
    }

    static Waiver waiver(String rule, String project, Instant expires) {
        return new Waiver(
                "", rule, project, Optional.empty(), Optional.empty(), Optional.empty(), "me", "needed", expires);
    }

    /** Judges the files now and enters what is new, as the gate does. */
    List<FileRecord> judge(FileRecord... files) throws SQLException {
        Sweep sweep = sweep(files);
        List<FileRecord> judged = Stream.of(files).map(sweep::judge).toList();
        return database.write(c -> judge.enter(c, project(files), judged));
    }

    /** Of a project with these files. */
    Sweep sweep(FileRecord... files) throws SQLException {
        return judge.sweep(project(files), judge.grounds(), clock.instant());
    }

    private ProjectRecord project(FileRecord... files) {
        return new ProjectRecord(
                "https://index.example/simple/",
                KAAS,
                ProjectStatus.ACTIVE,
                "",
                "",
                clock.instant(),
                clock.instant(),
                true,
                "",
                List.of(files));
    }

    /** The entries of that kind, in order. */
    List<JsonNode> entries(String kind) throws Exception {
        List<JsonNode> entries = new ArrayList<>();
        for (long n = 0; ; n++) {
            Optional<byte[]> body = ledger.entry(n);
            if (body.isEmpty()) {
                return entries;
            }
            JsonNode entry = Json.MAPPER.readTree(body.get());
            if (entry.path("kind").asString().equals(kind)) {
                entries.add(entry);
            }
        }
    }

    @Override
    public void close() throws IOException, SQLException {
        ledger.close();
        database.close();
        data.close();
    }
}
