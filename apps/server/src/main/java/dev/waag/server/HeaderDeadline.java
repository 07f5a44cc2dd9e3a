package dev.waag.server;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;

/**
 * Closes connections whose request does not arrive in time. A client that sends a byte now and then is never idle, so that the idle time-out
 * alone would let it hold its connection for good.
 */
final class HeaderDeadline extends AbstractLifeCycle implements Connection.Listener {
    /** From a connection's opening, or its last request, to the end of the next request's headers, once their first byte is there. */
    static final long MILLIS = 30_000;

    private record Seen(long requests, long bytes, long since) {}

    private final long millis;
    private final Map<Connection, Seen> open = new ConcurrentHashMap<>();
    private Thread sweeper = Thread.ofVirtual().unstarted(() -> {});

    HeaderDeadline(long millis) {
        this.millis = millis;
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof HttpConnection) {
            open.put(connection, new Seen(connection.getMessagesIn(), connection.getBytesIn(), System.nanoTime()));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    @Override
    protected void doStart() {
        sweeper = Thread.ofVirtual().name("header-deadline").start(this::loop);
    }

    @Override
    protected void doStop() {
        sweeper.interrupt();
    }

    private void loop() {
        try {
            while (true) {
                Thread.sleep(millis / 6);
                sweep(System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweep(long now) {
        open.forEach((connection, seen) -> {
            long requests = connection.getMessagesIn();
            long bytes = connection.getBytesIn();
            boolean answering = connection.getMessagesIn() > connection.getMessagesOut() || uploading(connection);
            if (requests != seen.requests() || bytes == seen.bytes() || answering) {
                open.replace(connection, seen, new Seen(requests, bytes, now));
            } else if (now - seen.since() > millis * 1_000_000) {
                connection.close();
            }
        });
    }

    /** A large file is long on its way; that something moves is watched by the connection's idle timeout. */
    private static boolean uploading(Connection connection) {
        return connection instanceof HttpConnection http
                && Optional.ofNullable(http.getHttpChannel())
                        .map(HttpChannel::getRequest)
                        .map(r -> r.getHttpURI().getPath())
                        .filter(UploadRoute.PATH::equals)
                        .isPresent();
    }
}
