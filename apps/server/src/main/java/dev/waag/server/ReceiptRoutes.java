package dev.waag.server;

import dev.waag.core.Durations;
import dev.waag.identity.Permission;
import dev.waag.identity.Principal;
import dev.waag.identity.Publishers;
import dev.waag.receipt.Receipt;
import dev.waag.receipt.ReceiptDesk;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/v1/receipts}: what {@code waag receipt} talks to. A receipt is opened with a token, or with the identity of a CI job in the
 * body; it is closed by who opened it, with its own token, or by an administrator.
 */
final class ReceiptRoutes {
    static final String RECEIPTS = "/api/v1/receipts";
    private static final Logger LOG = LoggerFactory.getLogger(ReceiptRoutes.class);
    private static final int LISTED = 1000;
    private static final String DEFAULT_LIFE = "1h";

    private final ReceiptDesk desk;
    private final Doorkeeper door;

    ReceiptRoutes(ReceiptDesk desk, Doorkeeper door) {
        this.desk = desk;
        this.door = door;
    }

    /** Opening, which the identity in the body may permit. */
    void open(Exchange x) {
        handled(x, () -> {
            Optional<ApiBody> read = ApiBody.read(x, List.of("identity", "expires"));
            if (read.isEmpty()) {
                return;
            }
            ApiBody body = read.get();
            Optional<String> identity = body.text("identity");
            Duration life = life(body);
            if (!body.right(x)) {
                return;
            }
            if (identity.isPresent()) {
                open(x, identity.get(), life);
            } else if (x.principal().anonymous()) {
                Doorkeeper.unauthorized(x);
            } else if (x.permits(Permission.RECEIPT)) {
                ReceiptDesk.Opened opened = desk.open(x.principal(), life);
                x.json(
                        201,
                        opened(
                                x,
                                opened.receipt().id(),
                                opened.secret(),
                                opened.receipt().expires()));
            }
        });
    }

    private void open(Exchange x, String identity, Duration life) throws SQLException {
        switch (desk.open(identity, life)) {
            case Publishers.Refused refused -> {
                door.refused(x, refused.code() + ": " + refused.why());
                x.problem(
                        refused.code().equals("issuer-unavailable") ? 503 : 403,
                        "This identity opens no receipt: " + refused.code(),
                        refused.why());
            }
            case Publishers.Minted minted ->
                x.json(
                        201,
                        opened(
                                x,
                                minted.fresh().token().id(),
                                minted.fresh().secret(),
                                minted.fresh().token().expires().orElse(Instant.EPOCH)));
        }
    }

    private static Duration life(ApiBody body) {
        String text = body.text("expires").orElse(DEFAULT_LIFE);
        Optional<Duration> life = Durations.parse(text);
        if (life.isEmpty() || life.get().isZero() || life.get().compareTo(ReceiptDesk.LONGEST) > 0) {
            body.wrong("'expires' must be a duration such as 1h, at most " + ReceiptDesk.LONGEST.toHours() + "h");
        }
        return life.orElse(Duration.ofHours(1));
    }

    private static Map<String, Object> opened(Exchange x, String id, String secret, Instant expires) {
        URI base = URI.create(x.base());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put(
                "index_url",
                base.getScheme() + "://__token__:" + secret + "@" + base.getRawAuthority()
                        + (base.getRawPath() == null ? "" : base.getRawPath()) + "/simple/");
        json.put("expires", expires.toString());
        json.put("token", secret);
        return json;
    }

    void handle(Exchange x) {
        handled(x, () -> {
            if (x.path().equals(RECEIPTS)) {
                x.json(
                        200,
                        Map.of(
                                "receipts",
                                desk.newest(LISTED).stream()
                                        .filter(r -> theirs(x, r))
                                        .map(Receipt::fields)
                                        .toList()));
                return;
            }
            String rest = x.below(RECEIPTS + "/");
            boolean closing = rest.endsWith("/close");
            String id = closing ? rest.substring(0, rest.length() - "/close".length()) : rest;
            Optional<Receipt> receipt = desk.find(id);
            if (receipt.isEmpty() || !theirs(x, receipt.get())) {
                x.problem(404, "Not Found", "there is no receipt '" + id + "' of " + x.actor());
            } else if (!closing) {
                Map<String, Object> told = new LinkedHashMap<>(receipt.get().fields());
                desk.entry(id).ifPresent(entry -> told.put("ledger_index", entry));
                x.json(200, told);
            } else if (x.request().getMethod().equals("POST")) {
                byte[] envelope = desk.close(id, x.principal()).orElseThrow();
                x.fields().put(Exchange.NO_STORE);
                x.send(200, "application/json", envelope);
            } else {
                x.problem(405, "Method Not Allowed", "closing is a POST");
            }
        });
    }

    private static boolean theirs(Exchange x, Receipt receipt) {
        Principal who = x.principal();
        return who.kind() == Principal.Kind.RECEIPT
                ? who.tokenId().filter(receipt.id()::equals).isPresent()
                : who.name().equals(receipt.user()) || who.may(Permission.IDENTITY);
    }

    private interface Work {
        void run() throws IOException, SQLException;
    }

    private static void handled(Exchange x, Work work) {
        try {
            work.run();
        } catch (SQLException e) {
            LOG.error("a receipt could not be stored", e);
            x.problem(503, "The gate's database cannot be written now", "try again; see the server's log");
        } catch (IOException e) {
            x.callback().failed(e);
        }
    }
}
