package dev.waag.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened, to be closed in the opposite order. */
final class Opened implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

    interface Closing<T> {
        void close(T part) throws Exception;
    }

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    <T> T add(T part, Closing<T> closing) {
        parts.push(() -> closing.close(part));
        return part;
    }

    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /** Closes everything, also where one of them fails. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.error("the server could not be closed cleanly", e);
            }
        }
    }
}
