package dev.waag.identity;

import dev.waag.core.Json;
import dev.waag.store.DataFolder;
import dev.waag.store.Database;
import dev.waag.store.Durable;
import dev.waag.store.Ledger;
import dev.waag.testkit.TestClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Accounts over a data folder of their own, with a clock that the test moves. */
final class Desk implements AutoCloseable {
    static final Principal ADMIN = new Principal(
            "admin",
            Principal.Kind.TOKEN,
            Set.of(Role.ADMIN),
            Role.ADMIN.permissions(),
            Set.of(),
            Optional.of("admin"),
            Map.of());

    final TestClock clock;
    final DataFolder data;
    final Database database;
    final Ledger ledger;
    final Accounts accounts;
    final Credentials credentials;

    Desk(Path root) throws IOException, SQLException {
        this(root, new TestClock());
    }

    Desk(Path root, TestClock clock) throws IOException, SQLException {
        this.clock = clock;
        data = DataFolder.open(root);
        database = Database.open(data.path("waag.db"));
        ledger = Ledger.open(data, database);
        accounts = Accounts.open(database, ledger, clock);
        credentials = Credentials.open(data.path("admin-token"), Durable::writeSecret, accounts, clock);
    }

    Accounts.Fresh token(String user, Role... roles) throws Accounts.Refused, SQLException {
        if (accounts.user(user).isEmpty()) {
            accounts.addUser(user, Set.of(roles), ADMIN);
        }
        return accounts.createToken(user, List.of(), Set.of(), Optional.empty(), ADMIN);
    }

    Known known(String secret) {
        return credentials.of("Bearer " + secret);
    }

    Principal principal(String secret) {
        return ((Known.As) known(secret)).principal();
    }

    static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** All entries of the ledger. */
    List<JsonNode> entries() throws SQLException, IOException {
        List<JsonNode> all = new ArrayList<>();
        for (long n = 0; ; n++) {
            Optional<byte[]> entry = ledger.entry(n);
            if (entry.isEmpty()) {
                return all;
            }
            all.add(Json.MAPPER.readTree(entry.get()));
        }
    }

    @Override
    public void close() throws IOException, SQLException {
        ledger.close();
        database.close();
        data.close();
    }
}
