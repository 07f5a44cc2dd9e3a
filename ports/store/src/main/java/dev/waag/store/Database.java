package dev.waag.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The embedded database: SQLite with a write-ahead log that is forced to disk at each commit. One thread writes; whatever waits for it is
 * committed together (group commit), each piece of work within a savepoint of its own, so that one that fails takes nothing else with it.
 * Readers have connections of their own and never wait for the writer.
 */
public final class Database implements AutoCloseable {
    /** Work on a connection. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T run(Connection connection) throws SQLException;
    }

    private static final System.Logger LOG = System.getLogger("dev.waag.store");
    private static final int READERS = 4;
    /** So often somebody who waits for a connection looks whether the database was closed meanwhile. */
    private static final long WAIT_MILLIS = 500;

    private static final int GROUP = 256;
    private static final int SCHEMA = 1;

    private final BlockingQueue<Job<?>> jobs = new LinkedBlockingQueue<>(10_000);
    private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);
    private final String url;
    private volatile Connection writer;
    private final Thread thread;
    private int opened;
    private volatile boolean closing;
    private volatile boolean ended;

    private Database(String url, Connection writer) {
        this.url = url;
        this.writer = writer;
        this.thread = Thread.ofPlatform().name("database-writer").daemon(true).unstarted(this::writeLoop);
    }

    public static Database open(Path file) throws SQLException, IOException {
        String url = "jdbc:sqlite:" + file;
        Connection writer = connect(url);
        try (Statement s = writer.createStatement()) {
            s.execute("PRAGMA journal_mode=WAL");
        }
        migrate(writer);
        writer.setAutoCommit(false);
        Database database = new Database(url, writer);
        database.thread.start();
        return database;
    }

    private static Connection connectWriter(String url) throws SQLException {
        Connection writer = connect(url);
        writer.setAutoCommit(false);
        return writer;
    }

    private static Connection connect(String url) throws SQLException {
        Connection c = DriverManager.getConnection(url);
        try (Statement s = c.createStatement()) {
            s.execute("PRAGMA synchronous=FULL");
            s.execute("PRAGMA busy_timeout=10000");
            s.execute("PRAGMA foreign_keys=ON");
            s.execute("PRAGMA cache_size=-4096");
        }
        return c;
    }

    /** Brings the schema to this version, one numbered script after another, each in a transaction. A newer schema than ours is refused. */
    private static void migrate(Connection c) throws SQLException, IOException {
        int version;
        try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery("PRAGMA user_version")) {
            version = r.getInt(1);
        }
        if (version > SCHEMA) {
            throw new SQLException("the database has schema " + version + ", this Waag knows up to " + SCHEMA
                    + ": it was written by a newer Waag");
        }
        for (int next = version + 1; next <= SCHEMA; next++) {
            try (Statement s = c.createStatement()) {
                s.execute("BEGIN IMMEDIATE");
                for (String statement : script(next).split(";\\s*\\n")) {
                    if (!statement.isBlank()) {
                        s.execute(statement);
                    }
                }
                s.execute("PRAGMA user_version=" + next);
                s.execute("COMMIT");
            }
        }
    }

    private static String script(int number) throws IOException {
        try (var in = Database.class.getResourceAsStream("schema-" + number + ".sql")) {
            if (in == null) {
                throw new IOException("schema-" + number + ".sql is missing from this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Runs the work in the writer's next transaction; returns once that is durable. */
    public <T extends @Nullable Object> T write(Work<T> work) throws SQLException {
        return join(submit(work));
    }

    private <T extends @Nullable Object> CompletableFuture<T> submit(Work<T> work) throws SQLException {
        if (closing) {
            throw new SQLException("the database is closed");
        }
        Job<T> job = new Job<>(work);
        try {
            jobs.put(job);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for the database", e);
        }
        if (ended) {
            refuseWaiting();
        }
        return job.done;
    }

    private static <T extends @Nullable Object> T join(CompletableFuture<T> done) throws SQLException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException s) {
                throw s;
            }
            throw new SQLException("database work failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for the database", e);
        }
    }

    /** Runs the work on a reader's connection, which sees what is committed. */
    public <T extends @Nullable Object> T read(Work<T> work) throws SQLException {
        Connection c = reader();
        try {
            return work.run(c);
        } finally {
            giveBack(c);
        }
    }

    private void giveBack(Connection c) throws SQLException {
        synchronized (readers) {
            if (!closing) {
                readers.add(c);
                return;
            }
        }
        c.close();
    }

    /** After the end none is opened any more: it would make the file anew where somebody has taken it away. */
    private Connection reader() throws SQLException {
        while (!closing) {
            Connection idle = readers.poll();
            if (idle != null) {
                return idle;
            }
            synchronized (readers) {
                if (opened < READERS && !closing) {
                    opened++;
                    return connect(url);
                }
            }
            try {
                idle = readers.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("interrupted while waiting for the database", e);
            }
            if (idle != null) {
                return idle;
            }
        }
        throw new SQLException("the database is closed");
    }

    private void writeLoop() {
        List<Job<?>> group = new ArrayList<>();
        while (!closing || !jobs.isEmpty()) {
            group.clear();
            try {
                group.add(jobs.take());
            } catch (InterruptedException e) {
                continue;
            }
            jobs.drainTo(group, GROUP - 1);
            commit(group);
        }
        ended = true;
        refuseWaiting();
    }

    /** What came in while the last group was committed is told so, rather than left waiting for a writer that has ended. */
    private void refuseWaiting() {
        for (Job<?> late = jobs.poll(); late != null; late = jobs.poll()) {
            late.fail(new SQLException("the database is closed"));
        }
    }

    private void commit(List<Job<?>> group) {
        try {
            for (Job<?> job : group) {
                Savepoint before = writer.setSavepoint();
                if (job.run(writer)) {
                    writer.releaseSavepoint(before);
                } else {
                    writer.rollback(before);
                }
            }
            writer.commit();
        } catch (SQLException e) {
            rollback();
            group.forEach(job -> job.fail(e));
            return;
        }
        group.forEach(Job::complete);
    }

    /**
     * After some errors (a full disk, an I/O error) SQLite has ended the transaction by itself, which the driver does not know; a connection
     * of which nobody knows the state is replaced. Closing it rolls back what may be open.
     */
    private void rollback() {
        try {
            writer.rollback();
        } catch (SQLException e) {
            reconnect();
        }
    }

    private void reconnect() {
        try {
            writer.close();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.WARNING, "a connection to the database could not be closed", e);
        }
        try {
            writer = connectWriter(url);
        } catch (SQLException e) {
            // the next group fails on the closed connection, and tries again
            LOG.log(System.Logger.Level.ERROR, "the database could not be opened again", e);
        }
    }

    @Override
    public void close() throws SQLException {
        synchronized (readers) {
            closing = true;
        }
        jobs.offer(new Job<>(c -> true)); // wakes the writer; one whose queue is full is awake
        try {
            thread.join(30_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.close();
        Connection c;
        while ((c = readers.poll()) != null) {
            c.close();
        }
    }

    /** A piece of work with its outcome, which is told only after the commit. */
    private static final class Job<T extends @Nullable Object> {
        final CompletableFuture<T> done = new CompletableFuture<>();
        private final Work<T> work;
        private @Nullable T result;
        private @Nullable Throwable failure;

        Job(Work<T> work) {
            this.work = work;
        }

        boolean run(Connection c) {
            try {
                result = work.run(c);
                return true;
            } catch (Throwable e) { // an Error too: it must not end the thread on which everybody else waits
                failure = e;
                return false;
            }
        }

        @SuppressWarnings("NullAway") // the result is T, absent only where T admits it
        void complete() {
            if (failure == null) {
                done.complete(result);
            } else {
                done.completeExceptionally(failure);
            }
        }

        void fail(Throwable e) {
            done.completeExceptionally(failure == null ? e : failure);
        }
    }
}
