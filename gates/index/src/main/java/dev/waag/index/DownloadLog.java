package dev.waag.index;

import dev.waag.python.ProjectName;
import dev.waag.store.Database;
import dev.waag.store.Deliveries;
import dev.waag.store.Download;
import dev.waag.store.FileRecord;
import dev.waag.store.Ledger;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enters downloads in the ledger, in batches a quarter of a second apart. What cannot be entered stays queued and is tried again; when the
 * queue is full, no further file is given out, for a download that leaves no trace is not allowed.
 */
public final class DownloadLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DownloadLog.class);
    private static final long PERIOD_MILLIS = 250;
    private static final int BATCH = 5_000;
    private static final int QUEUE = 200_000;

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;
    private final ConcurrentLinkedQueue<Download.Given> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final Semaphore end = new Semaphore(0);
    private final Semaphore some = new Semaphore(0);
    private final Thread thread;

    DownloadLog(Database database, Ledger ledger, InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("download-log").daemon(true).start(this::loop);
    }

    /**
     * A client has a file, or a part of it, completely. Entered in the ledger within a second.
     *
     * @param actor who it was
     * @param range the part, as the request named it; empty for the whole
     */
    public void delivered(ProjectName project, FileRecord file, Optional<String> range, String actor) {
        delivered(project, file, range, actor, Optional.empty());
    }

    /** @param receipt the receipt under which it was */
    public void delivered(
            ProjectName project, FileRecord file, Optional<String> range, String actor, Optional<String> receipt) {
        Download what = new Download(
                project.value(),
                file.version(),
                file.filename(),
                file.effective().hashes().getOrDefault("sha256", ""),
                file.decision().entry(),
                range,
                actor,
                receipt);
        queue.add(new Download.Given(what, clock.instant()));
        if (queued.getAndIncrement() == 0) {
            some.release();
        }
    }

    boolean full() {
        return queued.get() >= QUEUE;
    }

    /** Downloads that are not in the ledger yet. */
    public int queued() {
        return queued.get();
    }

    /** Waits until everything that is queued now is in the ledger; false where that takes too long. */
    public boolean await(Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        while (queued.get() > 0) {
            if (System.nanoTime() - until > 0) {
                return false;
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private void loop() {
        try {
            while (true) {
                some.acquire();
                boolean ending = end.tryAcquire(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
                some.drainPermits();
                while (flush() && queued.get() > 0) {
                    LOG.trace("more downloads wait");
                }
                if (ending) {
                    return;
                }
                if (queued.get() > 0) {
                    some.release();
                }
            }
        } catch (InterruptedException e) {
            flush();
        }
    }

    private boolean flush() {
        List<Download.Given> batch = new ArrayList<>();
        for (Download.Given d = queue.poll(); d != null; d = batch.size() < BATCH ? queue.poll() : null) {
            batch.add(d);
        }
        if (batch.isEmpty()) {
            return false;
        }
        try {
            database.write(c -> Deliveries.enter(c, ledger, batch));
            queued.addAndGet(-batch.size());
            return true;
        } catch (SQLException e) {
            LOG.error("{} downloads could not be entered in the ledger yet", queued.get(), e);
            queue.addAll(batch);
            return false;
        }
    }

    /** Enters what is queued. */
    @Override
    public void close() {
        end.release();
        some.release();
        try {
            thread.join(30_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
