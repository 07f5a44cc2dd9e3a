package dev.waag.server;

import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What answers below a path.
 *
 * @param prefix the path, or its beginning where it ends with a slash
 * @param methods what may be asked of it
 * @param access who may ask
 * @param handler answers, on a thread of its own on which it may wait
 * @param fast answers a GET or HEAD where that takes no waiting at all, on the connection's own thread; false where it did nothing
 */
record Route(String prefix, Set<String> methods, Access access, Consumer<Exchange> handler, Predicate<Exchange> fast) {
    enum Access {
        /** Everybody, also where reading needs a token. */
        PUBLIC,
        /** Everybody who may read. */
        READ,
        /** The administrator. */
        ADMIN
    }

    static final Set<String> GET = Set.of("GET", "HEAD");

    Route(String prefix, Set<String> methods, Access access, Consumer<Exchange> handler) {
        this(prefix, methods, access, handler, x -> false);
    }

    boolean matches(String path) {
        return prefix.endsWith("/")
                ? path.startsWith(prefix) || path.length() == prefix.length() - 1 && prefix.startsWith(path)
                : path.equals(prefix);
    }
}
