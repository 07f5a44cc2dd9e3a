package dev.waag.server;

import dev.waag.store.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The log as C2SP tlog-tiles has it: {@code /ledger/checkpoint}, {@code /ledger/tile/…}, and {@code /ledger/vkey}; and
 * {@code /ledger/witnessed}, the newest checkpoint that witnesses cosigned. */
final class LedgerRoutes {
    private static final String PREFIX = "/ledger/";
    private static final Pattern TILE =
            Pattern.compile("tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/(x[0-9]{3}/)*[0-9]{3}(\\.p/[1-9][0-9]{0,2})?");

    private final Ledger ledger;

    LedgerRoutes(Ledger ledger) {
        this.ledger = ledger;
    }

    void handle(Exchange x) {
        String rest = x.below(PREFIX);
        if (rest.equals("checkpoint") || rest.equals("vkey") || rest.equals("witnessed")) {
            x.fields().put(Exchange.NO_CACHE);
            file(x, ledger.folder().resolve(rest), "text/plain; charset=utf-8");
        } else if (TILE.matcher(rest).matches()) {
            x.immutable();
            file(x, ledger.folder().resolve(rest), "application/octet-stream");
        } else {
            x.problem(
                    404,
                    "Not Found",
                    "the log is at /ledger/checkpoint, /ledger/vkey and /ledger/tile/ (C2SP tlog-tiles)");
        }
    }

    private static void file(Exchange x, Path path, String contentType) {
        try {
            x.send(200, contentType, Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            x.problem(404, "Not Found", "the log has no such tile (yet), or only the full one is left");
        } catch (IOException e) {
            x.problem(503, "The ledger cannot be read now", "its disk answered: " + e.getMessage());
        }
    }
}
