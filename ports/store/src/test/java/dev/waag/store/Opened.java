package dev.waag.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Json;
import dev.waag.ledger.LogAudit;
import dev.waag.sign.NoteVerifier;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** A data folder with its database and ledger, as a running Waag has them. */
record Opened(DataFolder data, Database database, Ledger ledger) implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    static Opened at(Path root) throws IOException, SQLException {
        DataFolder data = DataFolder.open(root);
        Database database = Database.open(data.path("waag.db"));
        return new Opened(data, database, Ledger.open(data, database));
    }

    static LedgerEntry entry(int n) {
        return new LedgerEntry("test", NOW, "tester", Map.of("n", n));
    }

    /** Enters that many entries, in one transaction; the first one's value is {@code from}. */
    long enter(int from, int count) throws SQLException {
        return database.write(c -> {
            long first = ledger.append(c, entry(from));
            for (int n = from + 1; n < from + count; n++) {
                ledger.append(c, entry(n));
            }
            return first;
        });
    }

    void awaitPublished(long number) throws Exception {
        ledger.whenPublished(number).get(30, TimeUnit.SECONDS);
    }

    /** The {@code n} of the entry of that number. */
    int valueAt(long number) throws Exception {
        JsonNode entry = Json.MAPPER.readTree(ledger.entry(number).orElseThrow());
        return entry.path("n").asInt();
    }

    /** That the folder's log is whole, and holds that many entries. */
    static void audit(Path root, long size) throws Exception {
        Path log = root.resolve("ledger");
        LogAudit.Result result = LogAudit.audit(
                new TileFiles(log),
                Files.readString(log.resolve("checkpoint")),
                NoteVerifier.parse(Files.readString(log.resolve("vkey")).strip()),
                Optional.empty(),
                n -> {});
        assertThat(result).isInstanceOf(LogAudit.Clean.class);
        assertThat(((LogAudit.Clean) result).entries()).isEqualTo(size);
    }

    /** A copy of a folder as it is at this moment. */
    static Path copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }
        });
        return to;
    }

    @Override
    public void close() throws IOException, SQLException {
        ledger.close();
        database.close();
        data.close();
    }
}
