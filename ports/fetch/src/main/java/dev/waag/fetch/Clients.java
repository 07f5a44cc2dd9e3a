package dev.waag.fetch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP clients: one for http and one for https, each made when first needed and shared by all. Neither follows redirects, keeps
 * cookies or answers challenges: the {@link Fetcher} decides what is sent where.
 */
final class Clients implements AutoCloseable {
    static {
        // Passwords of proxies are sent in Basic form or not at all, and for tunnels the JDK drops them unless this is
        // empty. They were
        // written down by the operator for that proxy, and go to no other.
        if (System.getProperty("jdk.http.auth.tunneling.disabledSchemes") == null) {
            System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
        }
    }

    private final FetchSettings settings;
    private final Executor executor;
    private final LazyValue<Tls> tls;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable HttpClient plain;
    private @Nullable HttpClient secure;
    private boolean closed;

    Clients(FetchSettings settings, Executor executor) {
        this.settings = settings;
        this.executor = executor;
        this.tls = new LazyValue<>(() -> Tls.load(settings));
    }

    HttpClient get(Origin origin) throws FetchException {
        SSLContext context = origin.secure() ? tls.get().context() : null;
        lock.lock();
        try {
            if (closed) {
                throw new FetchException.Interrupted(origin.host(), null);
            }
            if (context != null) {
                secure = secure == null ? client(HttpClient.Version.HTTP_2, context) : secure;
                return secure;
            }
            plain = plain == null ? client(HttpClient.Version.HTTP_1_1, Tls.none()) : plain;
            return plain;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Forgets a client, whose running fetches go on. Of a connection that many requests share (HTTP/2), nobody may notice for minutes that
     * it leads nowhere, and new requests would keep joining it.
     */
    void renew(HttpClient client) {
        lock.lock();
        try {
            if (client.equals(secure)) {
                secure = null; // not shut down: others may be about to ask it. It ends when nobody refers to it.
            }
        } finally {
            lock.unlock();
        }
    }

    /** What went wrong with the certificates to trust, where they were loaded. */
    List<String> problems(Origin origin) {
        return origin.secure() ? tls.get().problems() : List.of();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (plain != null) {
                plain.shutdownNow();
            }
            if (secure != null) {
                secure.shutdownNow();
            }
        } finally {
            lock.unlock();
        }
    }

    private HttpClient client(HttpClient.Version version, SSLContext context) {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(context)
                .executor(executor)
                .connectTimeout(settings.limits().connect())
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(new Selector(settings.proxies()))
                .build();
    }

    /** Names that proxies are to look up stay names. */
    private static final class Selector extends ProxySelector {
        private final Proxies proxies;

        Selector(Proxies proxies) {
            this.proxies = proxies;
        }

        @Override
        public List<Proxy> select(URI uri) {
            try {
                return proxies.before(Origin.of(uri))
                        .map(p -> new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(p.host(), p.port())))
                        .map(List::of)
                        .orElse(List.of(Proxy.NO_PROXY));
            } catch (FetchException e) {
                throw new IllegalStateException("the fetcher asks first", e);
            }
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException e) {
            // There is one proxy at most for an origin, so no other to turn to.
        }
    }
}
