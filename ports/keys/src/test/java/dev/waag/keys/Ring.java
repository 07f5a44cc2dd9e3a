package dev.waag.keys;

import dev.waag.core.Json;
import dev.waag.store.DataFolder;
import dev.waag.store.Database;
import dev.waag.store.Ledger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An open key ring with a clock that a test moves. */
final class Ring implements AutoCloseable {
    static final Instant START = Instant.parse("2027-01-01T00:00:00Z");

    private final DataFolder data;
    private final Database database;
    private final Ledger ledger;
    private final KeyService keys;
    private Instant now = START;

    Ring(Path root) throws Exception {
        this(root, KeySettings.none());
    }

    Ring(Path root, KeySettings settings) throws Exception {
        this.data = DataFolder.open(root);
        this.database = Database.open(data.path("waag.db"));
        this.ledger = Ledger.open(data, database);
        InstantSource clock = () -> now;
        this.keys = KeyService.open(data, database, ledger, settings, clock);
    }

    KeyService keys() {
        return keys;
    }

    Instant now() {
        return now;
    }

    void at(Instant time) {
        now = time;
    }

    /** The ledger's entries. */
    List<JsonNode> entries() throws Exception {
        List<JsonNode> all = new ArrayList<>();
        for (long i = 0; ledger.entry(i).isPresent(); i++) {
            all.add(Json.MAPPER.readTree(ledger.entry(i).get()));
        }
        return all;
    }

    @Override
    public void close() throws Exception {
        ledger.close();
        database.close();
        data.close();
    }
}
