package dev.waag.server;

import dev.waag.core.Sha256;
import dev.waag.index.ProjectView;
import dev.waag.index.ProjectView.Format;
import dev.waag.index.Snapshots;
import dev.waag.python.PageFormatException;
import dev.waag.python.PageLimits;
import dev.waag.python.ProjectName;
import dev.waag.python.SimplePages;
import dev.waag.python.SimpleRoot;
import dev.waag.python.SimpleWriter;
import dev.waag.store.SnapshotRows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /snapshot/{id}/simple/} and {@code /api/v1/snapshots}. */
final class SnapshotRoutes {
    static final String PAGES = "/snapshot/";
    static final String API = "/api/v1/snapshots";
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotRoutes.class);

    private final Snapshots snapshots;

    SnapshotRoutes(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    private interface Work {
        void run() throws IOException, SQLException;
    }

    private static void guarded(Exchange x, Work work) {
        try {
            work.run();
        } catch (IOException | SQLException e) {
            LOG.error("a snapshot could not be made or read", e);
            x.problem(
                    503, "The gate's database or disk cannot be used now", "nothing was changed; see the server's log");
        }
    }

    /** Makes a snapshot, lists them, shows one, or compares two ({@code /A/diff/B}). */
    void api(Exchange x) {
        guarded(x, () -> {
            String rest = x.path().equals(API) ? "" : x.below(API + "/");
            String[] parts = rest.split("/", -1);
            if (rest.isEmpty() && x.request().getMethod().equals("POST")) {
                x.json(200, Map.of("id", snapshots.create(x.actor()).hex()));
            } else if (rest.isEmpty()) {
                List<Map<String, Object>> all = new ArrayList<>();
                for (SnapshotRows.Row row : snapshots.all()) {
                    Map<String, Object> shown = new LinkedHashMap<>();
                    shown.put("id", row.id().hex());
                    shown.put("at", row.at().toString());
                    shown.put("ledger_index", row.entry());
                    all.add(shown);
                }
                x.json(200, Map.of("snapshots", all));
            } else if (parts.length == 3 && parts[1].equals("diff")) {
                diff(x, Sha256.parse(parts[0]), Sha256.parse(parts[2]));
            } else {
                Optional<Sha256> id = Sha256.parse(rest);
                Optional<?> manifest = id.isPresent() ? snapshots.manifest(id.get()) : Optional.empty();
                if (manifest.isPresent()) {
                    x.json(200, manifest.get());
                } else {
                    absent(x, rest);
                }
            }
        });
    }

    private void diff(Exchange x, Optional<Sha256> a, Optional<Sha256> b) throws IOException, SQLException {
        Optional<Map<String, Object>> diff =
                a.isPresent() && b.isPresent() ? snapshots.diff(a.get(), b.get()) : Optional.empty();
        if (diff.isPresent()) {
            x.json(200, diff.get());
        } else {
            x.problem(
                    404,
                    "Not Found",
                    "one of these snapshots is not here: each is named by the 64 hex digits that waag snapshot create printed");
        }
    }

    private static void absent(Exchange x, String id) {
        x.problem(404, "Not Found", "there is no snapshot '" + id + "'");
    }

    void pages(Exchange x) {
        guarded(x, () -> {
            String[] parts = x.below(PAGES).split("/", -1);
            Optional<Sha256> id = Sha256.parse(parts[0]);
            boolean simple = parts.length >= 3 && parts[1].equals("simple");
            if (id.isEmpty() || !simple) {
                x.problem(404, "Not Found", "snapshots are at /snapshot/ID/simple/");
            } else if (parts.length == 3 && parts[2].isEmpty()) {
                root(x, id.get());
            } else if (parts.length == 4 && parts[3].isEmpty()) {
                page(x, id.get(), parts[2]);
            } else if (parts.length == 3) {
                x.redirect(301, ProjectView.path(x.base()) + x.path() + "/");
            } else {
                x.problem(404, "Not Found", "nothing is at " + x.path());
            }
        });
    }

    private void root(Exchange x, Sha256 id) throws IOException, SQLException {
        Optional<List<ProjectName>> names = snapshots.projects(id);
        if (names.isEmpty()) {
            absent(x, id.hex());
            return;
        }
        Format format = Accept.choose(x.header(HttpHeader.ACCEPT)).orElse(Format.JSON);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (format == Format.JSON) {
            SimpleRoot.writeJson(out, names.get().iterator());
        } else {
            SimpleRoot.writeHtml(out, names.get().iterator());
        }
        x.immutable();
        x.send(200, format.contentType(), out.toByteArray());
    }

    private void page(Exchange x, Sha256 id, String name) throws IOException, SQLException {
        Optional<ProjectName> project = ProjectName.parse(name);
        Optional<byte[]> json = project.isPresent() ? snapshots.page(id, project.get(), x.base()) : Optional.empty();
        if (json.isEmpty()) {
            x.problem(404, "Not Found", "there is no project '" + name + "' in this snapshot");
            return;
        }
        Format format = Accept.choose(x.header(HttpHeader.ACCEPT)).orElse(Format.JSON);
        x.fields().put(HttpHeader.VARY, "Accept");
        x.fields().put(Exchange.NO_CACHE);
        try {
            byte[] body = format == Format.JSON
                    ? json.get()
                    : SimpleWriter.html(SimplePages.readJson(
                            new ByteArrayInputStream(json.get()), URI.create(x.base() + "/"), PageLimits.DEFAULT));
            x.send(200, format.contentType(), body);
        } catch (PageFormatException e) {
            throw new IOException("a stored page is damaged", e);
        }
    }
}
