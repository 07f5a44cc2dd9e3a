package dev.waag.keys;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.sign.Signer;
import dev.waag.sign.TrustRoot;
import dev.waag.store.DataFolder;
import dev.waag.store.Database;
import dev.waag.store.Ledger;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** The ring of a data folder: through the server that runs on it, else by opening it for as long as a call takes. */
final class FolderKeys implements Keys {
    private final Path folder;
    private final KeySettings settings;
    private final InstantSource clock;

    FolderKeys(Path folder, KeySettings settings, InstantSource clock) {
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
    }

    /** Of a folder that is there: looking makes none. */
    private <T> T there(Function<Keys, T> work) {
        if (!Files.exists(folder.resolve("waag.db"))) {
            throw new UserException(
                    Exit.USAGE,
                    "there are no keys in " + folder,
                    "it is no data folder, or one that nothing was done with yet",
                    "name the folder of `waag serve` with --data, or make a key with waag keys generate");
        }
        return with(work);
    }

    private <T> T with(Function<Keys, T> work) {
        try {
            if (DataFolder.inUse(folder)) {
                return work.apply(server());
            }
            try (DataFolder data = DataFolder.open(folder, settings.environment());
                    Database database = Database.open(data.path("waag.db"));
                    Ledger ledger = Ledger.open(data, database)) {
                return work.apply(KeyService.open(data, database, ledger, settings, clock));
            }
        } catch (IOException | SQLException e) {
            throw Failures.broken("the key ring of " + folder + " cannot be used", e);
        }
    }

    /** What a server wrote down for commands on its machine. */
    private Keys server() throws IOException {
        Path address = folder.resolve("address");
        if (!Files.exists(address)) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the data folder " + folder + " is in use, and no server answers for it",
                    "a server is starting or stopping, or another command is at work on it",
                    "try again");
        }
        return Keys.at(
                URI.create(Files.readString(address).strip()),
                Files.readString(folder.resolve("admin-token")).strip(),
                settings.environment());
    }

    @Override
    public Signer signer(String name) {
        return there(k -> k.signer(name));
    }

    @Override
    public Signer own(String purpose) {
        return with(k -> k.own(purpose));
    }

    @Override
    public KeyView generate(NewKey key) {
        return with(k -> k.generate(key));
    }

    @Override
    public KeyView rotate(String name) {
        return there(k -> k.rotate(name));
    }

    @Override
    public KeyView revoke(String name, String reason) {
        return there(k -> k.revoke(name, reason));
    }

    @Override
    public int rewrap() {
        return there(Keys::rewrap);
    }

    @Override
    public List<KeyView> list() {
        return there(Keys::list);
    }

    @Override
    public TrustRoot root() {
        return with(Keys::root);
    }

    @Override
    public LoggedSignature sign(String name, String payloadType, byte[] payload) {
        return there(k -> k.sign(name, payloadType, payload));
    }
}
