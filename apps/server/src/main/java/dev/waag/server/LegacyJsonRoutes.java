package dev.waag.server;

import dev.waag.index.IndexGate;
import dev.waag.index.PageOutcome;
import dev.waag.index.ProjectView;
import dev.waag.index.ProjectView.Body;
import dev.waag.python.ProjectName;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** {@code /pypi/{project}/json} and {@code /pypi/{project}/{version}/json}: the legacy JSON API, for tools that ask it. */
final class LegacyJsonRoutes {
    private static final String PREFIX = "/pypi/";
    private static final String END = "json";
    private static final HttpField VARY = new PreEncodedHttpField(HttpHeader.VARY, "Accept-Encoding");

    private final IndexGate gate;

    LegacyJsonRoutes(IndexGate gate) {
        this.gate = gate;
    }

    void handle(Exchange x) {
        List<String> parts = x.path().length() < PREFIX.length()
                ? List.of()
                : List.of(x.path().substring(PREFIX.length()).split("/", -1));
        boolean formed =
                (parts.size() == 2 || parts.size() == 3 && !parts.get(1).isEmpty())
                        && parts.getLast().equals(END);
        Optional<ProjectName> project = formed ? ProjectName.parse(parts.getFirst()) : Optional.empty();
        if (project.isEmpty()) {
            x.problem(404, "Not Found", "there are /pypi/PROJECT/json and /pypi/PROJECT/VERSION/json");
            return;
        }
        Optional<String> version = parts.size() == 3 ? Optional.of(parts.get(1)) : Optional.empty();
        ProjectName name = project.get();
        if (!name.value().equals(parts.getFirst())) {
            x.redirect(
                    301,
                    SimpleRoutes.prefix(x) + PREFIX + name.value() + "/"
                            + version.map(v -> ProjectView.segment(v) + "/").orElse("") + END);
            return;
        }
        switch (gate.page(name, SimpleRoutes.revalidate(x))) {
            case PageOutcome.Found found -> document(x, found.view(), version);
            case PageOutcome.Absent a -> x.problem(404, "Not Found", "there is no project '" + name + "' here");
            case PageOutcome.Unavailable u -> SimpleRoutes.unavailable(x, u);
        }
    }

    private void document(Exchange x, ProjectView view, Optional<String> version) {
        boolean gzip = Accept.gzip(x.header(HttpHeader.ACCEPT_ENCODING));
        Optional<Body> body = gate.legacy().of(view, version, gzip, x.base());
        if (body.isEmpty()) {
            x.problem(
                    404,
                    "Not Found",
                    version.map(v -> "'" + view.name() + "' has no release " + v)
                            .orElse("'" + view.name() + "' has no releases"));
            return;
        }
        x.fields().put(VARY);
        SimpleRoutes.send(x, "application/json", body.get(), gzip);
    }
}
