package dev.waag.server;

import dev.waag.keys.KeyService;
import dev.waag.store.Blobs;
import dev.waag.store.DataFolder;
import dev.waag.store.DataKeys;
import dev.waag.store.Database;
import dev.waag.store.Ledger;
import dev.waag.store.Passphrase;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/** The data folder and what keeps its state there. */
record Storage(DataFolder data, Database database, Ledger ledger, KeyService keys, DataKeys dataKeys, Blobs blobs) {
    static Storage open(ServerConfig config, InstantSource clock, Opened opened) throws IOException, SQLException {
        DataFolder data = opened.add(DataFolder.open(config.data()));
        data.emptyTemporary();
        Passphrase.remember(data, config.keys().passphraseFile());
        Database database = opened.add(Database.open(data.path("waag.db")));
        Ledger ledger = opened.add(Ledger.open(data, database));
        KeyService keys = KeyService.open(data, database, ledger, config.keys().stores(), clock);
        opened.add(KeyCare.start(keys));
        DataKeys dataKeys = DataKeys.open(
                data,
                database,
                ledger,
                clock,
                config.encrypt(),
                KeyService.storageKeys(config.keys().stores(), ledger, config.storageKey()));
        Blobs blobs = new Blobs(data, config.cacheBytes(), clock, Optional.of(dataKeys));
        return new Storage(data, database, ledger, keys, dataKeys, blobs);
    }
}
