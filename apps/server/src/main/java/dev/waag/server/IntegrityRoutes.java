package dev.waag.server;

import dev.waag.core.Sha256;
import dev.waag.index.FileAnswer;
import dev.waag.index.IndexGate;
import dev.waag.index.ProjectView;
import dev.waag.index.Provenance;
import dev.waag.python.ProjectName;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;

/** {@code /integrity/{project}/{version}/{filename}/provenance} (PEP 740). */
final class IntegrityRoutes {
    private static final String PREFIX = "/integrity/";
    private static final String END = "provenance";

    private final IndexGate gate;

    IntegrityRoutes(IndexGate gate) {
        this.gate = gate;
    }

    void handle(Exchange x) {
        String[] parts = x.path().length() < PREFIX.length()
                ? new String[0]
                : x.path().substring(PREFIX.length()).split("/", -1);
        Optional<ProjectName> project =
                parts.length == 4 && parts[3].equals(END) ? ProjectName.parse(parts[0]) : Optional.empty();
        if (project.isEmpty()) {
            x.problem(404, "Not Found", "provenance is at /integrity/PROJECT/VERSION/FILENAME/provenance");
        } else if (!project.get().value().equals(parts[0])) {
            x.redirect(
                    301,
                    SimpleRoutes.prefix(x) + PREFIX + project.get().value() + "/" + ProjectView.segment(parts[1]) + "/"
                            + ProjectView.segment(parts[2]) + "/" + END);
        } else {
            answer(x, parts[2], gate.files().provenance(project.get(), parts[1], parts[2], x.base()));
        }
    }

    private static void answer(Exchange x, String filename, FileAnswer answer) {
        switch (answer) {
            case FileAnswer.Companion provenance -> send(x, provenance.body());
            case FileAnswer.Refused refused ->
                x.problem(403, refused.refusal().phrase(), refused.refusal().problem());
            case FileAnswer.Unavailable u ->
                x.problem(502, "Waag cannot get the provenance of " + filename + " now: " + u.reason(), u.reason());
            case FileAnswer.Absent a -> none(x, filename);
            case FileAnswer.Ready r -> none(x, filename);
            case FileAnswer.Coming c -> none(x, filename);
        }
    }

    private static void none(Exchange x, String filename) {
        x.problem(404, "Not Found", "there is no provenance of " + filename + " in this release");
    }

    private static void send(Exchange x, byte[] body) {
        String etag = '"' + Sha256.of(body).hex() + '"';
        x.fields().put(Exchange.NO_CACHE);
        x.fields().put(Exchange.NO_SNIFF);
        x.fields().put(HttpHeader.ETAG, etag);
        if (SimpleRoutes.matches(x.header(HttpHeader.IF_NONE_MATCH), etag)) {
            x.notModified();
        } else {
            x.send(200, Provenance.CONTENT_TYPE, body);
        }
    }
}
