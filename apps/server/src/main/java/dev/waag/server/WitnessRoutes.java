package dev.waag.server;

import dev.waag.ledger.Witness;
import dev.waag.ledger.WitnessRequest;
import dev.waag.sign.NoteSigner;
import dev.waag.sign.NoteVerifier;
import dev.waag.store.DataFolder;
import dev.waag.store.Database;
import dev.waag.store.Ledger;
import dev.waag.store.Witnessed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /witness/}: this Waag as a witness for other logs (C2SP tlog-witness), those of {@code [ledger] witness-for}. */
final class WitnessRoutes {
    static final String PREFIX = "/witness/";
    private static final Logger LOG = LoggerFactory.getLogger(WitnessRoutes.class);

    private final List<NoteVerifier> logs;
    private final DataFolder data;
    private final Database database;
    private final InstantSource clock;
    private @Nullable NoteSigner signer;

    WitnessRoutes(List<NoteVerifier> logs, DataFolder data, Database database, InstantSource clock) {
        this.logs = List.copyOf(logs);
        this.data = data;
        this.database = database;
        this.clock = clock;
    }

    void handle(Exchange x) {
        try {
            String rest = x.below(PREFIX);
            boolean post = x.request().getMethod().equals("POST");
            if (rest.equals("vkey") && !post) {
                x.fields().put(Exchange.NO_CACHE);
                x.send(
                        200,
                        "text/plain; charset=utf-8",
                        (signer().verifier().witness().vkey() + "\n").getBytes(StandardCharsets.UTF_8));
            } else if (rest.equals("add-checkpoint") && post) {
                add(x);
            } else {
                x.problem(404, "Not Found", "there are GET /witness/vkey and POST /witness/add-checkpoint");
            }
        } catch (IOException e) {
            LOG.error("the witness cannot answer", e);
            x.problem(503, "The witness cannot answer now", "see the server's log");
        } catch (SQLException e) {
            LOG.error("the witness cannot remember what it cosigns", e);
            x.problem(
                    503, "The witness's database cannot be written now", "nothing was cosigned; see the server's log");
        }
    }

    private synchronized NoteSigner signer() throws IOException {
        NoteSigner known = signer;
        if (known == null) {
            known = Ledger.witnessKey(data);
            signer = known;
        }
        return known;
    }

    private void add(Exchange x) throws IOException, SQLException {
        Optional<byte[]> body = x.body(WitnessRequest.MAX_LENGTH);
        if (body.isEmpty()) {
            x.problem(413, "Content Too Large", "a request has at most " + WitnessRequest.MAX_LENGTH + " bytes");
            return;
        }
        String text = new String(body.get(), StandardCharsets.UTF_8);
        // decided and remembered in one transaction, and cosigned only after it: two at once cannot both win
        Witness.Decision decision = database.write(c -> decide(c, text));
        switch (decision) {
            case Witness.Cosign cosign -> {
                x.fields().put(Exchange.NO_STORE);
                x.send(
                        200,
                        "text/plain; charset=utf-8",
                        signer().cosign(cosign.text(), clock.instant()).getBytes(StandardCharsets.UTF_8));
            }
            case Witness.Conflict conflict -> {
                x.fields().put(Exchange.NO_STORE);
                x.send(409, "text/x.tlog.size", (conflict.size() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            case Witness.Unknown unknown ->
                x.problem(404, "Not Found", "this witness watches no log '" + unknown.origin() + "'");
            case Witness.Forbidden forbidden -> x.problem(403, "Forbidden", forbidden.reason());
            case Witness.Inconsistent inconsistent -> {
                LOG.warn("a log showed a checkpoint that is not consistent with an earlier one: {}", inconsistent);
                x.problem(422, "Unprocessable Content", inconsistent.reason());
            }
            case Witness.Malformed malformed -> x.problem(400, "Bad Request", malformed.reason());
        }
    }

    private Witness.Decision decide(Connection c, String text) throws SQLException {
        SQLException[] failure = new SQLException[1];
        Witness.Decision decision = Witness.decide(text, logs, origin -> {
            try {
                return Witnessed.last(c, origin).map(w -> new Witness.Seen(w.size(), w.root()));
            } catch (SQLException e) {
                failure[0] = e;
                return Optional.empty();
            }
        });
        if (failure[0] != null) {
            throw failure[0];
        }
        if (decision instanceof Witness.Cosign cosign) {
            new Witnessed(
                            cosign.checkpoint().origin(),
                            cosign.checkpoint().size(),
                            cosign.checkpoint().root())
                    .save(c);
        }
        return decision;
    }
}
