package dev.waag.server;

import dev.waag.keys.KeyService;
import dev.waag.sign.KeyEntry;
import dev.waag.sign.KeyRing;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /trust/root.json}, and every version of it at {@code /trust/N.root.json} (TUF, section 5.3.3). */
final class TrustRoutes {
    static final String PREFIX = "/trust/";
    private static final Logger LOG = LoggerFactory.getLogger(TrustRoutes.class);
    private static final Pattern VERSION = Pattern.compile("([1-9][0-9]{0,9})\\.root\\.json");

    private final KeyService keys;

    TrustRoutes(KeyService keys) {
        this.keys = keys;
    }

    void handle(Exchange x) {
        String rest = x.below(PREFIX);
        Matcher version = VERSION.matcher(rest);
        if (rest.equals("root.json")) {
            x.fields().put(Exchange.NO_CACHE);
            x.send(200, "application/json", keys.root().bytes());
        } else if (rest.equals("keys.pem")) {
            x.fields().put(Exchange.NO_CACHE);
            x.send(200, "application/x-pem-file", pems().getBytes(StandardCharsets.UTF_8));
        } else if (version.matches()) {
            numbered(x, Long.parseLong(version.group(1)));
        } else {
            x.problem(404, "Not Found", "there are /trust/root.json, /trust/N.root.json and /trust/keys.pem");
        }
    }

    private void numbered(Exchange x, long version) {
        try {
            Optional<byte[]> root = keys.root(version);
            if (root.isPresent()) {
                x.immutable();
                x.send(200, "application/json", root.get());
            } else {
                x.problem(
                        404,
                        "Not Found",
                        "the newest root is version " + keys.root().version());
            }
        } catch (SQLException e) {
            LOG.error("a trust root cannot be read", e);
            x.problem(503, "The database cannot be read now", "see the server's log");
        }
    }

    /** The keys that sign, for verifiers that take PEM. */
    private String pems() {
        StringBuilder all = new StringBuilder();
        keys.root().ring().entries().stream()
                .filter(e -> e.state() == KeyEntry.State.ACTIVE && !e.purpose().equals(KeyRing.ROOT))
                .forEach(e -> all.append(e.key().pem()));
        return all.toString();
    }
}
