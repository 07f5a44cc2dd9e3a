package dev.waag.server;

import dev.waag.index.IndexGate;
import dev.waag.python.ProjectName;
import dev.waag.store.Ledger;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.Request;

/** {@code /}: what this is, how to point a client at it, and what was decided on a project's files ({@code ?project=NAME}). */
final class HomeRoute {
    private final Pages pages;
    private final Ledger ledger;
    private final IndexGate gate;

    HomeRoute(Pages pages, Ledger ledger, IndexGate gate) {
        this.pages = pages;
        this.ledger = ledger;
        this.gate = gate;
    }

    void handle(Exchange x) {
        if (!x.path().equals("/")) {
            x.problem(404, "Not Found", "nothing is at " + x.path() + "; packages are at /simple/");
            return;
        }
        String asked = asked(x);
        HomePage page = HomePage.of(
                x.base(),
                SimpleRoutes.prefix(x),
                ledger.size(),
                asked,
                ProjectName.parse(asked).map(name -> gate.page(name, false)));
        x.fields().put(Exchange.NO_CACHE);
        x.fields().put(Exchange.NO_SNIFF);
        x.fields().put("Content-Security-Policy", Pages.POLICY);
        x.send(200, "text/html; charset=utf-8", pages.home(page).getBytes(StandardCharsets.UTF_8));
    }

    private static String asked(Exchange x) {
        String project = Request.extractQueryParameters(x.request(), StandardCharsets.UTF_8)
                .getValue("project");
        return project == null ? "" : project.strip();
    }
}
