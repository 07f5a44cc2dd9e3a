package dev.waag.identity;

import dev.waag.store.Database;
import dev.waag.store.Ledger;
import dev.waag.store.LedgerEntry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enters refused credentials in the ledger, kind {@code token}, change {@code refused}. The first of its sort is entered at once, what
 * follows from the same source within a minute as one entry with its {@code count}; and of all sorts together at most {@value #ENTRIES} a
 * minute get an entry of their own, so that strangers cannot make the ledger grow as fast as they can ask.
 */
public final class Refusals implements AutoCloseable {
    static final int ENTRIES = 60;
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final long FLUSH_MILLIS = 250;
    private static final int KINDS = 1000;

    /**
     * One sort of refusal.
     *
     * @param source the address it came from
     * @param actor who it claimed to be, where that is known; else {@code anonymous}
     * @param tokenId of the token it was, or pretended to be; may be empty
     * @param why in few words
     */
    public record Refusal(String source, String actor, String tokenId, String why) {
        static final Refusal OTHERS = new Refusal("", "anonymous", "", "too many to be told apart");
    }

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Map<Refusal, Integer> waiting = new LinkedHashMap<>();
    private final Map<Refusal, Instant> entered = new LinkedHashMap<>();
    private final Semaphore some = new Semaphore(0);
    private final Thread thread;
    private int left = ENTRIES;
    private Instant minute;
    private volatile boolean closing;

    public Refusals(Database database, Ledger ledger, InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
        this.minute = clock.instant();
        this.thread = Thread.ofPlatform().name("refusals").daemon(true).start(this::loop);
    }

    public void add(Refusal refusal) {
        synchronized (waiting) {
            boolean room = waiting.containsKey(refusal) || waiting.size() < KINDS;
            waiting.merge(room ? refusal : Refusal.OTHERS, 1, Integer::sum);
        }
        some.release();
    }

    private void loop() {
        while (!closing) {
            try {
                if (!waits()) {
                    some.acquire();
                }
                boolean woken = some.tryAcquire(FLUSH_MILLIS, TimeUnit.MILLISECONDS);
                LOG.trace("woken {}", woken);
                some.drainPermits();
            } catch (InterruptedException e) {
                return;
            }
            flush(false);
        }
    }

    private boolean waits() {
        synchronized (waiting) {
            return !waiting.isEmpty();
        }
    }

    /** Enters what is due; at the end, all. */
    private void flush(boolean all) {
        Instant now = clock.instant();
        Map<Refusal, Integer> due = new LinkedHashMap<>();
        synchronized (waiting) {
            if (Duration.between(minute, now).compareTo(PERIOD) >= 0) {
                minute = now;
                left = ENTRIES;
                entered.values().removeIf(at -> Duration.between(at, now).compareTo(PERIOD) >= 0);
            }
            Iterator<Map.Entry<Refusal, Integer>> each = waiting.entrySet().iterator();
            while (each.hasNext()) {
                Map.Entry<Refusal, Integer> one = each.next();
                boolean recent = entered.containsKey(one.getKey());
                if (all || !recent && left > 0) {
                    due.merge(
                            all && due.size() >= ENTRIES ? Refusal.OTHERS : one.getKey(), one.getValue(), Integer::sum);
                    entered.put(one.getKey(), now);
                    left--;
                    each.remove();
                }
            }
        }
        enter(due, now);
    }

    private void enter(Map<Refusal, Integer> due, Instant now) {
        if (due.isEmpty()) {
            return;
        }
        List<LedgerEntry> entries = new ArrayList<>();
        due.forEach((r, count) -> entries.add(new LedgerEntry("token", now, r.actor(), fields(r, count))));
        try {
            database.write(c -> ledger.append(c, entries));
        } catch (SQLException e) {
            LOG.error("{} refused credentials could not be entered in the ledger", entries.size(), e);
        }
    }

    private static Map<String, Object> fields(Refusal r, int count) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("change", "refused");
        fields.put("why", r.why());
        fields.put("count", count);
        if (!r.source().isEmpty()) {
            fields.put("source", r.source());
        }
        if (!r.tokenId().isEmpty()) {
            fields.put("id", r.tokenId());
        }
        return fields;
    }

    /** Enters what waits. */
    @Override
    public void close() {
        closing = true;
        some.release();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        flush(true);
    }
}
