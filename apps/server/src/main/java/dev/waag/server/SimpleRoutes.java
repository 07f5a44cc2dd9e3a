package dev.waag.server;

import dev.waag.index.IndexGate;
import dev.waag.index.PageOutcome;
import dev.waag.index.ProjectView;
import dev.waag.index.ProjectView.Body;
import dev.waag.index.ProjectView.Format;
import dev.waag.index.RootList;
import dev.waag.python.ProjectName;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.jspecify.annotations.Nullable;

/** {@code /simple/} and {@code /simple/{project}/}, and the same below each channel. */
final class SimpleRoutes {
    private static final String ALL = "/simple/";
    private static final String CHANNEL = "/channel/";
    private static final HttpField VARY = new PreEncodedHttpField(HttpHeader.VARY, "Accept, Accept-Encoding");
    private static final HttpField GZIP = new PreEncodedHttpField(HttpHeader.CONTENT_ENCODING, "gzip");

    private final IndexGate gate;
    private final String channel;
    private final String top;

    /** {@code /simple/}, which shows the last channel. */
    SimpleRoutes(IndexGate gate, String last) {
        this(gate, last, ALL);
    }

    private SimpleRoutes(IndexGate gate, String channel, String top) {
        this.gate = gate;
        this.channel = channel;
        this.top = top;
    }

    /** {@code /channel/{name}/simple/}. */
    static SimpleRoutes of(IndexGate gate, String channel) {
        return new SimpleRoutes(gate, channel, CHANNEL + channel + ALL);
    }

    /** The path that its pages are below. */
    String top() {
        return top;
    }

    /** Answers from memory where that needs no waiting; false where the request must go through {@link #handle}. */
    boolean fast(Exchange x) {
        String path = x.path();
        int end = path.length() - 1;
        if (path.charAt(end) != '/' || path.indexOf('/', top.length()) != end || revalidate(x)) {
            return false;
        }
        String name = path.substring(top.length(), end);
        Optional<ProjectView> view =
                ProjectName.parse(name).filter(p -> p.value().equals(name)).flatMap(p -> gate.ready(p, channel));
        view.ifPresent(v -> page(x, v));
        return view.isPresent();
    }

    void handle(Exchange x) {
        String rest = x.path().length() < top.length() ? "" : x.path().substring(top.length());
        if (rest.isEmpty()) {
            if (x.path().endsWith("/")) {
                root(x);
            } else {
                x.redirect(301, prefix(x) + top);
            }
            return;
        }
        String name = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        Optional<ProjectName> project = ProjectName.parse(name);
        if (project.isEmpty()) {
            x.problem(404, "Not Found", "'" + name + "' is no project name");
            return;
        }
        if (!rest.equals(project.get().value() + "/")) {
            x.redirect(301, prefix(x) + top + project.get().value() + "/");
            return;
        }
        switch (gate.page(project.get(), channel, revalidate(x))) {
            case PageOutcome.Found found -> page(x, found.view());
            case PageOutcome.Absent a ->
                x.problem(
                        404,
                        "Not Found",
                        "there is no project '" + project.get() + "' here: neither its upstream nor this gate has it");
            case PageOutcome.Unavailable u -> unavailable(x, u);
        }
    }

    static void unavailable(Exchange x, PageOutcome.Unavailable u) {
        x.fields().put(HttpHeader.RETRY_AFTER, "5");
        x.problem(503, "Waag cannot know this project now: " + u.reason(), u.reason());
    }

    /** The path under which the server is known, which links on its own origin begin with. */
    static String prefix(Exchange x) {
        return ProjectView.path(x.base());
    }

    /** Whether the client wants the upstream asked. */
    static boolean revalidate(Exchange x) {
        String control = x.header(HttpHeader.CACHE_CONTROL);
        String pragma = x.header(HttpHeader.PRAGMA);
        return control != null && control.toLowerCase(Locale.ROOT).contains("no-cache")
                || control == null
                        && pragma != null
                        && pragma.toLowerCase(Locale.ROOT).contains("no-cache");
    }

    private void page(Exchange x, ProjectView view) {
        x.receipt().ifPresent(r -> gate.asked().add(r, view.name()));
        Optional<Format> format = Accept.choose(x.header(HttpHeader.ACCEPT));
        if (format.isEmpty()) {
            notAcceptable(x);
            return;
        }
        boolean gzip = Accept.gzip(x.header(HttpHeader.ACCEPT_ENCODING));
        Body body = view.body(format.get(), gzip, x.base());
        x.fields().put(VARY);
        send(x, format.get().contentType(), body, gzip, again(x, view.name(), format.get(), gzip, body));
    }

    private ResponseCache.Source again(Exchange x, ProjectName project, Format format, boolean gzip, Body body) {
        String base = x.base();
        String etag = body.etag();
        Runnable given = x.callback().again(body.bytes().remaining());
        return () -> gate.ready(project, channel)
                .map(v -> v.body(format, gzip, base))
                .filter(b -> b.etag().equals(etag))
                .map(b -> new ResponseCache.Body(b.bytes().duplicate(), given))
                .orElse(null);
    }

    /** A document that is revalidated before it is used again. */
    static void send(Exchange x, String contentType, Body body, boolean gzip) {
        send(x, contentType, body, gzip, () -> null);
    }

    private static void send(Exchange x, String contentType, Body body, boolean gzip, ResponseCache.Source again) {
        x.fields().put(Exchange.NO_CACHE);
        x.fields().put(HttpHeader.ETAG, body.etag());
        if (matches(x.header(HttpHeader.IF_NONE_MATCH), body.etag())) {
            x.notModified();
            return;
        }
        if (gzip) {
            x.fields().put(GZIP);
        }
        x.fields().put(Exchange.NO_SNIFF);
        x.send(contentType, body.bytes().duplicate(), again);
    }

    private static void notAcceptable(Exchange x) {
        x.fields().put(VARY);
        x.problem(
                406,
                "Not Acceptable",
                "the Simple API is served as " + Format.JSON.contentType() + ", " + Format.HTML.contentType()
                        + " and text/html (PEP 691)");
    }

    /** Weak comparison, as If-None-Match asks for (RFC 9110, section 13.1.2). */
    static boolean matches(@Nullable String ifNoneMatch, String etag) {
        if (ifNoneMatch == null) {
            return false;
        }
        if (ifNoneMatch.strip().equals("*")) {
            return true;
        }
        for (String tag : ifNoneMatch.split(",")) {
            String t = tag.strip();
            if ((t.startsWith("W/") ? t.substring(2) : t).equals(etag)) {
                return true;
            }
        }
        return false;
    }

    private void root(Exchange x) {
        Optional<Format> format = Accept.choose(x.header(HttpHeader.ACCEPT));
        if (format.isEmpty()) {
            notAcceptable(x);
            return;
        }
        try {
            RootList.Listing listing = gate.root(format.get() == Format.JSON, channel);
            String etag = '"' + listing.digest().hex().substring(0, 32) + '"';
            x.fields().put(VARY);
            x.fields().put(Exchange.NO_CACHE);
            x.fields().put(HttpHeader.ETAG, etag);
            if (matches(x.header(HttpHeader.IF_NONE_MATCH), etag)) {
                x.notModified();
            } else {
                x.send(200, format.get().contentType(), MappedFiles.map(listing.path()));
            }
        } catch (IOException e) {
            x.problem(503, "Waag cannot list the projects now", String.valueOf(e.getMessage()));
        }
    }
}
