package dev.waag.keys;

import dev.waag.core.Durations;
import dev.waag.sign.KeyEntry;
import dev.waag.sign.KeyRing;
import dev.waag.sign.TrustRoot;
import dev.waag.store.Database;
import dev.waag.store.Ledger;
import dev.waag.store.LedgerEntry;
import dev.waag.store.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keys whose end is near. */
final class Expiry {
    private static final String TOLD = "key-expiry:";

    private Expiry() {}

    /** A key of a day is not near its end all day: a tenth of its time is soon enough. */
    private static boolean near(KeyEntry e, Instant now) {
        Duration tenth = Duration.between(e.created(), e.expires()).dividedBy(10);
        Duration before = tenth.compareTo(KeyService.NEAR) < 0 ? tenth : KeyService.NEAR;
        return e.state() == KeyEntry.State.ACTIVE && !now.isBefore(e.expires().minus(before));
    }

    static List<String> warnings(KeyRing ring, TrustRoot root, Instant now) {
        List<String> all = new ArrayList<>();
        for (KeyEntry e : ring.entries()) {
            if (near(e, now)) {
                all.add("key '" + e.name() + "' " + when(e.expires(), now) + ": waag keys rotate " + e.name());
            }
        }
        if (!now.isBefore(root.expires().minus(KeyService.NEAR))) {
            all.add("the trust root " + when(root.expires(), now) + ": it is renewed by a running server");
        }
        return all;
    }

    private static String when(Instant end, Instant now) {
        return now.isBefore(end)
                ? "expires at " + end + ", in " + Durations.words(Duration.between(now, end))
                : "expired at " + end;
    }

    static void enter(Database database, Ledger ledger, KeyRing ring, Instant now) throws SQLException {
        List<KeyEntry> near = ring.entries().stream().filter(e -> near(e, now)).toList();
        if (!near.isEmpty()) {
            database.write(c -> {
                for (KeyEntry e : near) {
                    enter(c, ledger, e, now);
                }
                return near;
            });
        }
    }

    private static void enter(Connection c, Ledger ledger, KeyEntry e, Instant now) throws SQLException {
        String told = TOLD + e.key().keyId();
        if (Settings.get(c, told).isPresent()) {
            return;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", "expires");
        fields.put("name", e.name());
        fields.put("key_id", e.key().keyId());
        fields.put("expires", e.expires().toString());
        ledger.append(c, new LedgerEntry("key", now, "waag", fields));
        Settings.set(c, told, e.expires().toString());
    }
}
