package dev.waag.fetch;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Which addresses may be asked. Pages and redirects name hosts, and whoever writes them must not be able to make us ask a machine that
 * only we can reach (server-side request forgery).
 *
 * <ul>
 *   <li>http and https only.
 *   <li>Link-local, cloud metadata and multicast addresses never, however they are spelled.
 *   <li>The hosts of the configured upstreams always, else.
 *   <li>A loopback address only when it is named by somebody at a loopback address; a private one only when named by somebody at a
 *       private or loopback address. "Somebody" is the host that redirects, or the upstream whose page it was ({@link
 *       FetchRequest#from()}); where that is not said, every upstream must be so.
 * </ul>
 *
 * <p>Names are looked up, and count as their narrowest address; the connection is made within the JVM's caching of that look-up (30 s),
 * and {@link Fetcher} checks once more when an answer is here, so that a name which changes in between gets nothing out. Behind a proxy
 * the proxy looks names up: only addresses in URLs, and {@code localhost}, are then judged here.
 */
public final class AllowList {
    private static final List<Function<String, InetAddress>> READINGS =
            List.of(InetAddress::ofLiteral, Inet4Address::ofPosixLiteral);

    private final List<URI> upstreams;
    private final Duration patience;
    private final Executor executor;

    /** Looks names up on the executor's threads, each for at most this long. */
    AllowList(List<URI> upstreams, Duration patience, Executor executor) {
        this.upstreams = List.copyOf(upstreams);
        this.patience = patience;
        this.executor = executor;
    }

    /**
     * Returns where a URL may be asked for.
     *
     * @param namedBy who named it
     * @throws FetchException.Refused where it may not
     * @throws FetchException.Unreachable where its name is not known
     */
    void check(URI target, Optional<URI> namedBy, boolean proxied) throws FetchException {
        String host = Origin.host(target);
        Reach reach = reach(host, proxied);
        if (reach == Reach.FORBIDDEN) {
            throw new FetchException.Refused(
                    host,
                    "link-local, metadata and multicast addresses are never asked",
                    "whoever named it is at fault");
        }
        if (reach == Reach.PUBLIC || isUpstream(host)) {
            return;
        }
        Reach namer = namedBy.isPresent() ? reachOrPublic(namedBy.get(), proxied) : widestUpstream(proxied);
        if (reach.compareTo(namer) > 0) {
            String kind = reach == Reach.LOOPBACK ? "this machine itself" : "a private network";
            throw new FetchException.Refused(
                    host,
                    "it is on " + kind + ", and was not named by somebody there",
                    "if it should be asked, configure it as an upstream");
        }
    }

    private boolean isUpstream(String host) {
        return upstreams.stream().anyMatch(u -> Origin.host(u).equals(host));
    }

    private Reach widestUpstream(boolean proxied) throws FetchException {
        Reach widest = upstreams.isEmpty() ? Reach.PUBLIC : Reach.LOOPBACK;
        for (URI upstream : upstreams) {
            Reach reach = reachOrPublic(upstream, proxied);
            widest = reach.compareTo(widest) < 0 ? reach : widest;
        }
        return widest;
    }

    /** One that cannot be looked up vouches for nobody. */
    private Reach reachOrPublic(URI uri, boolean proxied) throws FetchException {
        try {
            return reach(Origin.host(uri), proxied);
        } catch (FetchException.Unreachable e) {
            return Reach.PUBLIC;
        }
    }

    private Reach reach(String host, boolean proxied) throws FetchException {
        if (host.isEmpty()) {
            throw new FetchException.Refused("(no host)", "a URL must name a host", "whoever named it is at fault");
        }
        Reach narrowest = Reach.PUBLIC;
        for (InetAddress address : proxied ? byProxy(host) : lookUp(host)) {
            narrowest = narrowest.and(Reach.of(address));
        }
        return narrowest;
    }

    /** What a proxy may take a host for, without a look-up: an address in the usual form, or in octal numbers. */
    private static List<InetAddress> byProxy(String host) {
        List<InetAddress> addresses = new ArrayList<>();
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            addresses.add(InetAddress.getLoopbackAddress());
        }
        for (Function<String, InetAddress> reading : READINGS) {
            try {
                addresses.add(reading.apply(host));
            } catch (IllegalArgumentException e) {
                // Not an address in that reading.
            }
        }
        return addresses;
    }

    private List<InetAddress> lookUp(String host) throws FetchException {
        try {
            CompletableFuture<List<InetAddress>> answer =
                    CompletableFuture.supplyAsync(() -> addresses(host), executor);
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new FetchException.Unreachable(
                    host,
                    "its name is not known",
                    "check how it is spelled, and the name servers that this machine asks",
                    e.getCause());
        } catch (TimeoutException e) {
            throw new FetchException.Unreachable(
                    host,
                    "looking its name up took longer than " + patience.toMillis() / 1000.0 + " s",
                    "check the name servers that this machine asks",
                    e);
        } catch (RejectedExecutionException e) {
            throw new FetchException.Interrupted(host, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FetchException.Interrupted(host, e);
        }
    }

    private static List<InetAddress> addresses(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }
}
