package dev.waag.server;

import dev.waag.core.Json;
import dev.waag.release.Answer;
import dev.waag.release.ReleaseGate;
import dev.waag.store.Blobs;
import dev.waag.store.Scratch;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /legacy/}: the upload API of the public index. What is refused is said in the reason phrase (twine, Poetry, flit, hatch) and in a body that
 * is both the public index's JSON (uv, PDM's log) and problem details.
 */
final class UploadRoute {
    static final String PATH = "/legacy/";
    private static final Logger LOG = LoggerFactory.getLogger(UploadRoute.class);

    private final ReleaseGate gate;
    private final Blobs blobs;

    UploadRoute(ReleaseGate gate, Blobs blobs) {
        this.gate = gate;
        this.blobs = blobs;
    }

    void handle(Exchange x) {
        try (Scratch file = blobs.scratch()) {
            try {
                take(x, file);
            } finally {
                discard(file);
            }
        } catch (IOException e) {
            LOG.info("an upload ended early: {}", e.toString());
            x.callback().failed(e);
        }
    }

    private void take(Exchange x, Scratch file) throws IOException {
        AtomicBoolean here = new AtomicBoolean();
        // once everything is here, nothing moves on the connection while a large file is looked through
        x.request().addIdleTimeoutListener(timeout -> !here.get());
        try (InputStream in = Content.Source.asInputStream(x.request())) {
            UploadBody.Result body = UploadBody.read(x.header(HttpHeader.CONTENT_TYPE), in, file, gate.fileBytes());
            here.set(true);
            switch (body) {
                case UploadBody.Wrong wrong -> refuse(x, wrong.status(), wrong.what(), "upload it again");
                case UploadBody.Right right -> answer(x, gate.upload(x.principal(), right.upload()));
            }
        } catch (SQLException e) {
            LOG.error("an upload could not be stored", e);
            refuse(x, 503, "The gate's database cannot be written now", "nothing was stored; see the server's log");
        }
    }

    private static void discard(Scratch file) {
        try {
            file.discard();
        } catch (IOException e) {
            LOG.warn("{} could not be removed: {}", file.path(), e.toString());
        }
    }

    private static void answer(Exchange x, Answer answer) {
        switch (answer) {
            case Answer.Done done -> x.json(200, done.fields());
            case Answer.Refused r -> refuse(x, r.status(), r.what(), r.remedy());
        }
    }

    private static void refuse(Exchange x, int status, String what, String remedy) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("message", what);
        body.put("code", status + " " + what);
        body.put("title", what);
        body.put("type", "about:blank");
        body.put("status", status);
        body.put("remedy", remedy);
        body.put("detail", what);
        x.refusal(status, what, Json.MAPPER.writeValueAsBytes(body));
    }
}
