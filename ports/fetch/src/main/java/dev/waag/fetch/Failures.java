package dev.waag.fetch;

import dev.waag.core.Causes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Tells from what the JDK throws before there is an answer who is at fault. */
final class Failures {
    private Failures() {}

    /** How the JDK's client says that a body of known length was not whole. */
    private static final Pattern CUT_OFF = Pattern.compile("^fixed content-length: (\\d+), bytes received: (\\d+)");

    /**
     * The failure of asking a host.
     *
     * @param problems with the certificates to trust
     */
    static FetchException explain(
            Throwable thrown, String host, Optional<ProxyServer> proxy, FetchLimits limits, List<String> problems) {
        Throwable t = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        String through = proxy.map(p -> " through the proxy " + p.address()).orElse("");
        SSLException tls = Causes.find(t, SSLException.class);
        if (tls != null) {
            return tls(tls, host, problems);
        }
        if (t instanceof HttpConnectTimeoutException) {
            return new FetchException.Unreachable(
                    host,
                    "no connection" + through + " within " + Deadline.seconds(limits.connect()),
                    "check the network, and whether a proxy must be set (HTTPS_PROXY)",
                    t);
        }
        if (t instanceof ConnectException) {
            boolean unknown = Causes.find(t, UnresolvedAddressException.class) != null;
            return new FetchException.Unreachable(
                    host,
                    unknown
                            ? "its name, or its proxy's, is not known" + through
                            : "the connection" + through + " was refused",
                    proxy.isPresent() ? "check the proxy that is set" : "check the address, and whether it is up",
                    t);
        }
        String message = t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
        if (message.startsWith("Tunnel failed")) {
            return new FetchException.Unreachable(
                    host,
                    "the proxy " + proxy.map(ProxyServer::address).orElse("") + " would not connect to it (" + message
                            + ")",
                    "ask whoever runs the proxy",
                    t);
        }
        if (t instanceof ProtocolException || t instanceof RuntimeException || message.startsWith("Invalid")) {
            return new FetchException.Protocol(
                    host,
                    "its answer is not proper HTTP (" + message + ")",
                    "the upstream is at fault, or is no web server",
                    t);
        }
        // a body that is cut off at once fails the answer itself, whose head was right
        Matcher cut = CUT_OFF.matcher(message);
        if (t instanceof IOException && cut.find()) {
            return new FetchException.Truncated(
                    host, "the body ended after " + cut.group(2) + " of " + cut.group(1) + " bytes", t);
        }
        if (t instanceof IOException && message.startsWith("chunked transfer encoding")) {
            return new FetchException.Truncated(host, "the body ended before its last chunk (" + message + ")", t);
        }
        if (t instanceof IOException) {
            return new FetchException.Unreachable(
                    host, "the connection" + through + " ended before an answer (" + message + ")", "try again", t);
        }
        return new FetchException.Protocol(host, "the request failed (" + message + ")", "report this", t);
    }

    private static FetchException tls(SSLException e, String host, List<String> problems) {
        boolean unknown = Causes.find(e, CertPathBuilderException.class) != null;
        String what = unknown
                ? "its certificate was issued by nobody who is trusted here"
                : "no secure connection (" + e.getMessage() + ")";
        String remedy = unknown
                ? "if it comes from an authority of your own, name that authority's PEM file in SSL_CERT_FILE"
                : "check the address, and the server's certificate";
        return new FetchException.Tls(
                host, what, problems.isEmpty() ? remedy : remedy + " (" + String.join("; ", problems) + ")", e);
    }
}
