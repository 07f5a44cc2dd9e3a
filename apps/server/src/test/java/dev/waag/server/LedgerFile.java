package dev.waag.server;

import dev.waag.core.Json;
import dev.waag.ledger.Checkpoint;
import dev.waag.ledger.EntryBundle;
import dev.waag.ledger.LogAudit;
import dev.waag.sign.NoteVerifier;
import dev.waag.store.TileFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The log of a data folder on which no server runs. */
final class LedgerFile {
    private LedgerFile() {}

    /** All entries, of a log that is whole. */
    static List<JsonNode> entries(Path data) throws Exception {
        Path log = data.resolve("ledger");
        String signed = Files.readString(log.resolve("checkpoint"));
        TileFiles tiles = new TileFiles(log);
        NoteVerifier key =
                NoteVerifier.parse(Files.readString(log.resolve("vkey")).strip());
        if (!(LogAudit.audit(tiles, signed, key, Optional.empty(), n -> {}) instanceof LogAudit.Clean clean)) {
            throw new AssertionError("the log is not whole");
        }
        Checkpoint head = clean.checkpoint();
        List<JsonNode> entries = new ArrayList<>();
        for (long n = 0; n < head.size(); n++) {
            entries.add(Json.MAPPER.readTree(EntryBundle.entry(tiles, n, head.size())));
        }
        return entries;
    }
}
