package dev.waag.server;

import dev.waag.store.Ledger;
import java.nio.charset.StandardCharsets;

/** {@code /}: what this is and how to point a client at it. */
final class HomeRoute {
    private final Pages pages;
    private final Ledger ledger;

    HomeRoute(Pages pages, Ledger ledger) {
        this.pages = pages;
        this.ledger = ledger;
    }

    void handle(Exchange x) {
        if (!x.path().equals("/")) {
            x.problem(404, "Not Found", "nothing is at " + x.path() + "; packages are at /simple/");
            return;
        }
        x.fields().put(Exchange.NO_CACHE);
        x.fields().put(Exchange.NO_SNIFF);
        x.fields().put("Content-Security-Policy", Pages.POLICY);
        x.send(
                200,
                "text/html; charset=utf-8",
                pages.home(x.base(), ledger.size()).getBytes(StandardCharsets.UTF_8));
    }
}
