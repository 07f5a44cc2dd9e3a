package dev.waag.server;

import dev.waag.identity.Permission;
import java.util.Optional;
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
        PUBLIC(Optional.empty()),
        /** Everybody who may read. */
        READ(Optional.of(Permission.READ)),
        /** Everybody with a valid credential; the handler asks for more where it needs that. */
        KNOWN(Optional.empty()),
        RECEIPT(Optional.of(Permission.RECEIPT)),
        PUBLISH(Optional.of(Permission.PUBLISH)),
        APPROVE(Optional.of(Permission.APPROVE)),
        ROLLBACK(Optional.of(Permission.ROLLBACK)),
        RECALL(Optional.of(Permission.RECALL)),
        WAIVE(Optional.of(Permission.WAIVE)),
        POLICY(Optional.of(Permission.POLICY)),
        KEYS(Optional.of(Permission.KEYS)),
        IDENTITY(Optional.of(Permission.IDENTITY)),
        /** Who has the role of administrators. */
        ADMIN(Optional.of(Permission.IDENTITY));

        private final Optional<Permission> permission;

        Access(Optional<Permission> permission) {
            this.permission = permission;
        }

        /** What who asks must be permitted. */
        Optional<Permission> permission() {
            return permission;
        }
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
