package dev.waag.fetch;

import java.io.FileNotFoundException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches over HTTP/1.1 and, over TLS, HTTP/2. Made for virtual threads: a call blocks its thread until the headers of the answer are
 * here. One fetcher serves a whole program and keeps connections for the next request; a GET that meets a kept connection which the
 * server has closed meanwhile is sent again on a new one.
 */
public final class Fetcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fetcher.class);

    private final FetchSettings settings;
    private final FetchLimits limits;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Credentials credentials;
    private final AllowList allowed;
    private final Clients clients;

    /** Costs nothing until the first fetch: no file is read and no thread started. */
    public Fetcher(FetchSettings settings) {
        this.settings = settings;
        this.limits = settings.limits();
        this.credentials = new Credentials(settings);
        this.allowed = new AllowList(settings.configured(), limits.connect(), executor);
        this.clients = new Clients(settings, executor);
    }

    /**
     * Asks, follows redirects, and returns the answer once its headers are here.
     *
     * @throws FetchException where there is none that may be read; an answer with an error status is returned
     */
    public Response get(FetchRequest request) throws FetchException {
        requireWeb(request.uri());
        Deadline deadline = Deadline.in(Origin.host(request.uri()), limits.total());
        Optional<String> firstAuthorization = authorization(request);
        Origin first = Origin.of(request.uri());
        Optional<URI> namedBy = request.from();
        URI uri = Redirects.bare(request.uri());
        for (int hops = 0; ; hops++) {
            boolean ours = first.mayPassTo(Origin.of(uri));
            Optional<String> authorization = ours ? firstAuthorization : credentials.authorization(uri);
            Exchange exchange = new Exchange(request, uri, namedBy, deadline);
            HttpResponse<BodyStream> answer =
                    exchange.ask(headers(request, ours), authorization, request.head() ? b -> b.HEAD() : b -> b.GET());
            try {
                Optional<URI> next = Redirects.next(uri, answer.statusCode(), answer.headers(), request.crossHost());
                if (next.isEmpty()) {
                    return exchange.response(answer);
                }
                if (hops == limits.redirects()) {
                    throw new FetchException.BadRedirect(
                            first.host(), "it redirects more than " + hops + " times", "the upstream is at fault");
                }
                answer.body().close();
                namedBy = Optional.of(uri);
                uri = next.get();
            } catch (FetchException e) {
                hangUp(answer);
                throw e;
            }
        }
    }

    /**
     * Sends what changes something at its receiver, and returns the answer once its headers are here.
     *
     * @throws FetchException where there is none that may be read, or it is a redirect; an answer with an error status is returned
     */
    public Response send(SendRequest request) throws FetchException {
        return send(
                request.method(),
                request.asked(),
                request.body()
                        .map(HttpRequest.BodyPublishers::ofByteArray)
                        .orElseGet(HttpRequest.BodyPublishers::noBody));
    }

    /**
     * Posts a file as a stream, and returns the answer once its headers are here.
     *
     * @throws FileNotFoundException where the file is not there
     * @throws FetchException as {@link #send(SendRequest)}
     */
    public Response send(UploadRequest request) throws FetchException, FileNotFoundException {
        return send(
                "POST",
                request.asked(),
                HttpRequest.BodyPublishers.concat(
                        HttpRequest.BodyPublishers.ofByteArray(request.before()),
                        HttpRequest.BodyPublishers.ofFile(request.file()),
                        HttpRequest.BodyPublishers.ofByteArray(request.after())));
    }

    private Response send(String method, FetchRequest asked, HttpRequest.BodyPublisher body) throws FetchException {
        URI uri = asked.uri();
        requireWeb(uri);
        Deadline deadline = Deadline.in(Origin.host(uri), limits.total());
        Exchange exchange = new Exchange(asked, Redirects.bare(uri), Optional.empty(), deadline);
        HttpResponse<BodyStream> answer =
                exchange.ask(headers(asked, true), authorization(asked), b -> b.method(method, body));
        try {
            if (answer.statusCode() / 100 == 3) {
                throw new FetchException.BadRedirect(
                        Origin.host(uri),
                        "it redirects what would change something there",
                        "name the address that it redirects to"
                                + answer.headers()
                                        .firstValue("location")
                                        .map(l -> ", " + l)
                                        .orElse(""));
            }
            return exchange.response(answer);
        } catch (FetchException e) {
            answer.body().close();
            throw e;
        }
    }

    /** Ends what is being fetched, and lets go of all connections. */
    @Override
    public void close() {
        clients.close();
        executor.shutdownNow();
    }

    /** The JDK's answer for a proxy that wants a password has no body at all. */
    private static void hangUp(HttpResponse<BodyStream> answer) {
        if (answer.body() != null) {
            answer.body().close();
        }
    }

    private static void requireWeb(URI uri) throws FetchException {
        if (!Redirects.isWeb(uri)) {
            throw new FetchException.Refused(
                    uri.getHost() == null ? "(no host)" : uri.getHost(),
                    "only http and https URLs with a host are fetched, not " + uri,
                    "whoever named it is at fault");
        }
    }

    private Optional<String> authorization(FetchRequest request) {
        return request.headers().entrySet().stream()
                .filter(h -> h.getKey().equalsIgnoreCase("authorization"))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> credentials.authorization(request.uri()));
    }

    /** The caller's headers; those that hold secrets only where they were meant to go. */
    private static Map<String, String> headers(FetchRequest request, boolean ours) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("User-Agent", "waag");
        headers.putAll(request.headers());
        headers.remove("Authorization");
        if (!ours) {
            headers.remove("Cookie");
        }
        return headers;
    }

    /** One request and its answer. */
    private final class Exchange {
        private final FetchRequest request;
        private final URI uri;
        private final Origin origin;
        private final Optional<URI> namedBy;
        private final Deadline deadline;
        private final Optional<ProxyServer> proxy;

        Exchange(FetchRequest request, URI uri, Optional<URI> namedBy, Deadline deadline) throws FetchException {
            this.request = request;
            this.uri = uri;
            this.origin = Origin.of(uri);
            this.namedBy = namedBy;
            this.deadline = deadline;
            this.proxy = settings.proxies().before(origin);
        }

        HttpResponse<BodyStream> ask(
                Map<String, String> headers, Optional<String> authorization, UnaryOperator<HttpRequest.Builder> method)
                throws FetchException {
            allowed.check(uri, namedBy, proxy.isPresent());
            HttpRequest asked = build(headers, authorization, method);
            HttpClient client = clients.get(origin);
            long start = System.nanoTime();
            HttpResponse<BodyStream> answer = await(client, client.sendAsync(asked, this::body));
            LOG.debug(
                    "{} {} {} in {} ms",
                    asked.method(),
                    uri,
                    answer.statusCode(),
                    (System.nanoTime() - start) / 1_000_000);
            try {
                allowed.check(uri, namedBy, proxy.isPresent());
                new Answer(origin.host(), request, limits, answer.statusCode(), answer.headers()).check(proxy);
                return answer;
            } catch (FetchException e) {
                hangUp(answer);
                throw e;
            }
        }

        Response response(HttpResponse<BodyStream> answer) throws FetchException {
            Answer a = new Answer(origin.host(), request, limits, answer.statusCode(), answer.headers());
            a.checkBody();
            InputStream body =
                    a.packed() ? new GunzipStream(origin.host(), answer.body(), request.maxBytes()) : answer.body();
            return new Response(answer.statusCode(), answer.headers(), uri, a.contentLength(), body);
        }

        private BodyStream body(HttpResponse.ResponseInfo info) {
            Answer a = new Answer(origin.host(), request, limits, info.statusCode(), info.headers());
            return new BodyStream(origin.host(), limits, deadline, a.expected(), a.maxRaw());
        }

        private HttpRequest build(
                Map<String, String> headers, Optional<String> authorization, UnaryOperator<HttpRequest.Builder> method)
                throws FetchException {
            try {
                HttpRequest.Builder b = HttpRequest.newBuilder(uri);
                headers.forEach(b::setHeader);
                b.setHeader("Accept-Encoding", request.acceptGzip() ? "gzip" : "identity");
                request.range().ifPresent(r -> b.setHeader("Range", r.header()));
                authorization.ifPresent(a -> b.setHeader("Authorization", a));
                proxy.flatMap(ProxyServer::userinfo)
                        .ifPresent(u -> b.setHeader("Proxy-Authorization", Credentials.basic(u)));
                return method.apply(b).build();
            } catch (IllegalArgumentException e) {
                throw new FetchException.Protocol(
                        origin.host(), "no such request can be sent (" + e.getMessage() + ")", "", e);
            }
        }

        private HttpResponse<BodyStream> await(HttpClient client, CompletableFuture<HttpResponse<BodyStream>> coming)
                throws FetchException {
            try {
                return coming.get(Math.min(limits.firstByte().toNanos(), deadline.left()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw Failures.explain(cause, origin.host(), proxy, limits, clients.problems(origin));
            } catch (TimeoutException e) {
                abandon(coming);
                clients.renew(client);
                deadline.left();
                throw new FetchException.TimedOut(
                        origin.host(),
                        "no answer within " + Deadline.seconds(limits.firstByte()),
                        "the upstream is overloaded or hangs; try again later");
            } catch (InterruptedException e) {
                abandon(coming);
                Thread.currentThread().interrupt();
                throw new FetchException.Interrupted(origin.host(), e);
            } catch (FetchException e) {
                abandon(coming);
                throw e;
            }
        }

        private void abandon(CompletableFuture<HttpResponse<BodyStream>> coming) {
            if (!coming.cancel(true) && !coming.isCompletedExceptionally()) {
                hangUp(coming.join()); // it came in the same moment
            }
        }
    }
}
