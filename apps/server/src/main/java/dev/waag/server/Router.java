package dev.waag.server;

import dev.waag.core.Secrets;
import dev.waag.identity.Known;
import dev.waag.identity.Principal;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the route of a request, checks the Host, the method and who asks, and hands it on. What can be answered from memory is answered on
 * the connection's own thread; everything else gets a virtual thread and may wait.
 */
final class Router extends Handler.Abstract.NonBlocking {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    private final List<Route> routes;
    private final Hosts hosts;
    private final Doorkeeper door;
    private final Origins origins;
    private final boolean authenticatedRead;
    private final Answers answers;

    Router(
            List<Route> routes,
            Hosts hosts,
            Doorkeeper door,
            Optional<URI> publicUrl,
            boolean authenticatedRead,
            Answers answers) {
        this.answers = answers;
        this.routes = routes;
        this.hosts = hosts;
        this.door = door;
        this.origins = new Origins(publicUrl);
        this.authenticatedRead = authenticatedRead;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        @Nullable String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        String host = Request.getServerName(request);
        if (host == null || !hosts.allows(host)) {
            Answers.Counting counting = answers.counting(response, Answers.NO_ROUTE, callback);
            Exchange x = new Exchange(request, response, counting, path, "", Principal.ANONYMOUS, true);
            x.text(
                    421,
                    "This server is not called '" + host + "'.\n  cause: the request's Host is none of its names\n"
                            + "  to do: set public-url, or add the name to [access] hosts in waag.toml");
            return true;
        }
        String base = origins.of(request, host);
        if (door.waits(authorization)) {
            Thread.ofVirtual().name(path).start(() -> {
                try {
                    serve(request, response, callback, path, base, door.known(authorization));
                } catch (Throwable e) {
                    callback.failed(e);
                }
            });
            return true;
        }
        serve(request, response, callback, path, base, door.known(authorization));
        return true;
    }

    private void serve(Request request, Response response, Callback callback, String path, String base, Known known) {
        Principal principal = known instanceof Known.As as ? as.principal() : Principal.ANONYMOUS;
        Optional<Route> route = route(path);
        String counted = route.map(Route::prefix).orElse(Answers.NO_ROUTE);
        Answers.Counting counting = answers.counting(response, counted, callback);
        Exchange x = new Exchange(request, response, counting, path, base, principal, authenticatedRead);
        if (route.isPresent()
                && route.get().access() == Route.Access.READ
                && Doorkeeper.reads(known, authenticatedRead)
                && Route.GET.contains(request.getMethod())
                && route.get().fast().test(x)) {
            return;
        }
        Thread.ofVirtual().name(path).start(() -> route(x, route, known));
    }

    private Optional<Route> route(String path) {
        for (Route route : routes) {
            if (route.matches(path)) {
                return Optional.of(route);
            }
        }
        return Optional.empty();
    }

    private void route(Exchange x, Optional<Route> route, Known known) {
        try {
            if (route.isEmpty()) {
                x.problem(404, "Not Found", "nothing is at " + x.path() + "; packages are at /simple/");
            } else if (!route.get().methods().contains(x.request().getMethod())) {
                x.fields().put(HttpHeader.ALLOW, String.join(", ", route.get().methods()));
                x.problem(
                        405,
                        "Method Not Allowed",
                        x.path() + " answers " + String.join(", ", route.get().methods()));
            } else if (door.admits(x, route.get().access(), known, authenticatedRead)) {
                route.get().handler().accept(x);
            }
        } catch (Throwable e) {
            fail(x, e);
        }
    }

    /** The answer to a failure of ours carries an id, never the message; the log has both. */
    private static void fail(Exchange x, Throwable e) {
        String id = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("request {} {} failed (error {})", x.request().getMethod(), Secrets.mask(x.path()), id, e);
        if (x.response().isCommitted()) {
            x.callback().failed(e);
            return;
        }
        try {
            x.response().reset();
            x.problem(500, "Waag failed, error " + id, "the log of the server has error " + id);
        } catch (RuntimeException again) {
            x.callback().failed(again);
        }
    }
}
