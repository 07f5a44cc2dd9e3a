package dev.waag.server;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.LoggerFactory;

/** HTTP/1.1 by Jetty, with its limits. */
final class HttpFront {
    /** Request line and headers together, in bytes. */
    static final int HEADER_BYTES = 16 << 10;
    /** A connection on which nothing moves is closed after this. */
    static final int IDLE_MILLIS = 30_000;
    /** Connections at once; further ones wait to be accepted. */
    static final int CONNECTIONS = 8192;
    /** Threads that wait for requests and answer from memory. On two processors two are faster than one. */
    private static final int SELECTORS = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 2, 16);
    /** The threads that wait for requests accept connections too: one that does nothing else hands each of them to two others. */
    private static final int ACCEPTORS = 0;
    /** How long running answers may take when the server is told to stop. */
    static final int DRAIN_MILLIS = 30_000;

    private final Server server;
    private final Optional<TlsFiles> tls;
    private final URI url;
    private final URI local;

    private HttpFront(Server server, Optional<TlsFiles> tls, URI url, URI local) {
        this.server = server;
        this.tls = tls;
        this.url = url;
        this.local = local;
    }

    static HttpFront start(ServerConfig config, Handler handler) {
        QueuedThreadPool threads = new QueuedThreadPool(64, 4);
        threads.setName("http");
        threads.setDetailedDump(false);
        Server server = new Server(threads);
        HttpConfiguration http = configuration();
        Optional<TlsFiles> tls = config.tls().map(TlsFiles::load);
        HttpConnectionFactory plain = CachingConnection.factory(http);
        ServerConnector connector;
        if (tls.isPresent()) {
            http.addCustomizer(new SecureRequestCustomizer(false));
            connector = new ServerConnector(
                    server,
                    ACCEPTORS,
                    SELECTORS,
                    new SslConnectionFactory(tls.get().factory(), "http/1.1"),
                    plain);
        } else {
            connector = new ServerConnector(server, ACCEPTORS, SELECTORS, plain) {
                @Override
                protected SocketChannelEndPoint newEndPoint(
                        SocketChannel channel, ManagedSelector selector, SelectionKey key) {
                    SocketChannelEndPoint end = new CachingConnection.Pushback(channel, selector, key, getScheduler());
                    end.setIdleTimeout(getIdleTimeout());
                    return end;
                }
            };
        }
        connector.setHost(config.host());
        connector.setPort(config.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setAcceptQueueSize(1024);
        connector.addBean(new HeaderDeadline(HeaderDeadline.MILLIS));
        connector.addBean(new NetworkConnectionLimit(CONNECTIONS, connector));
        server.addConnector(connector);
        GracefulHandler graceful = new GracefulHandler();
        graceful.setHandler(handler);
        server.setHandler(graceful);
        server.setStopTimeout(DRAIN_MILLIS);
        server.setErrorHandler(new PlainErrors());
        start(server, config);
        tls.ifPresent(TlsFiles::watch);
        URI local = local(config, connector.getLocalPort(), tls.isPresent());
        return new HttpFront(server, tls, url(config, connector.getLocalPort(), tls.isPresent()), local);
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setSendXPoweredBy(false);
        http.setOutputBufferSize(64 << 10);
        http.setUriCompliance(UriCompliance.DEFAULT);
        http.setHttpCompliance(HttpCompliance.RFC9110);
        return http;
    }

    private static void start(Server server, ServerConfig config) {
        try {
            server.start();
        } catch (Exception e) {
            stop(server);
            Throwable cause = e instanceof IOException && e.getCause() != null ? e.getCause() : e;
            String where = config.host() + ":" + config.port();
            if (cause instanceof BindException) {
                throw new UserException(
                        Exit.INCOMPLETE,
                        "the address " + where + " cannot be listened on: " + cause.getMessage(),
                        "another program listens there, or it is not an address of this machine",
                        "stop that program, or choose another with --listen HOST:PORT (port 0 picks a free one)");
            }
            if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
                throw new UserException(
                        Exit.USAGE,
                        "the address " + where + " is not known",
                        "its host is no name or address of this machine",
                        "listen on 127.0.0.1:8080, or on 0.0.0.0:8080 for every address");
            }
            throw new UserException(
                    Exit.INCOMPLETE, "HTTP cannot start on " + where + ": " + cause.getMessage(), "", "");
        }
    }

    private static URI url(ServerConfig config, int port, boolean secure) {
        if (config.publicUrl().isPresent()) {
            return config.publicUrl().get();
        }
        String host = config.host();
        boolean any = host.equals("0.0.0.0") || host.equals("::");
        String shown = any ? hostName() : host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return URI.create((secure ? "https://" : "http://") + shown + ":" + port);
    }

    /** How this machine itself reaches the server. Over TLS it must be by a name that the certificate has. */
    private static URI local(ServerConfig config, int port, boolean secure) {
        if (secure && config.publicUrl().isPresent()) {
            return config.publicUrl().get();
        }
        String host = config.host();
        String shown = host.equals("0.0.0.0") ? "127.0.0.1" : host.equals("::") ? "::1" : host;
        String scheme = secure ? "https://" : "http://";
        return URI.create(scheme + (shown.indexOf(':') >= 0 ? "[" + shown + "]" : shown) + ":" + port);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "127.0.0.1";
        }
    }

    URI url() {
        return url;
    }

    URI local() {
        return local;
    }

    void close() {
        tls.ifPresent(TlsFiles::close);
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            LoggerFactory.getLogger(HttpFront.class).warn("HTTP could not be stopped cleanly: {}", e.toString());
        }
    }
}
