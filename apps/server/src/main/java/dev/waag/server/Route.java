package dev.waag.server;

import java.util.Set;
import java.util.function.Consumer;

/**
 * What answers below a path.
 *
 * @param prefix the path, or its beginning where it ends with a slash
 * @param methods what may be asked of it
 * @param access who may ask
 */
record Route(String prefix, Set<String> methods, Access access, Consumer<Exchange> handler) {
    enum Access {
        /** Everybody, also where reading needs a token. */
        PUBLIC,
        /** Everybody who may read. */
        READ,
        /** The administrator. */
        ADMIN
    }

    static final Set<String> GET = Set.of("GET", "HEAD");

    boolean matches(String path) {
        return prefix.endsWith("/")
                ? path.startsWith(prefix) || path.length() == prefix.length() - 1 && prefix.startsWith(path)
                : path.equals(prefix);
    }
}
