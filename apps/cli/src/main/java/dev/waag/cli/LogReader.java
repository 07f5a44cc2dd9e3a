package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.UserException;
import dev.waag.fetch.FetchException;
import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchRequest;
import dev.waag.fetch.FetchSettings;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Response;
import dev.waag.ledger.Checkpoint;
import dev.waag.ledger.EntryBundle;
import dev.waag.ledger.TilePath;
import dev.waag.ledger.TileReader;
import dev.waag.sign.NoteException;
import dev.waag.sign.NoteVerifier;
import dev.waag.sign.SignedNote;
import dev.waag.store.TileFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A log to be read: its signed checkpoint, its key and its tiles. */
final class LogReader {
    private static final int MAX_TILE = 256 * (2 + EntryBundle.MAX_ENTRY);
    private static final int FULL = 256;

    private interface Source {
        byte[] read(String path) throws IOException;
    }

    private final Source source;
    private final TileReader tiles;
    private final NoteVerifier key;
    private final String where;

    private LogReader(Source source, TileReader tiles, @Nullable String key, String where) {
        this.source = source;
        this.tiles = tiles;
        this.where = where;
        String text = key == null ? text("vkey").strip() : key.strip();
        try {
            this.key = NoteVerifier.parse(text);
        } catch (NoteException e) {
            throw new UserException(
                    Exit.USAGE,
                    "the verifier key is wrong: " + e.getMessage(),
                    "it was cut short, or is another kind of key",
                    "it looks like NAME+HASH+KEY and is at /ledger/vkey of the gate");
        }
    }

    static LogReader folder(Path data, @Nullable String key) {
        Path folder = Files.isRegularFile(data.resolve("checkpoint")) ? data : data.resolve("ledger");
        if (!Files.isRegularFile(folder.resolve("checkpoint"))) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "there is no log in " + data,
                    "it is no data folder, and no copy of one's ledger folder",
                    "name the folder that `waag serve --data` was given");
        }
        return new LogReader(
                path -> Files.readAllBytes(folder.resolve(path)), new TileFiles(folder), key, folder.toString());
    }

    static LogReader remote(URI gate, @Nullable String key) {
        String text = gate.toString();
        String base = (text.endsWith("/") ? text : text + "/") + (text.contains("/ledger") ? "" : "ledger/");
        Fetcher fetcher = new Fetcher(FetchSettings.fromEnvironment(System.getenv(), List.of(), FetchLimits.DEFAULT)
                .withUpstreams(List.of(gate)));
        Source source = path -> get(fetcher, URI.create(base + path));
        return new LogReader(source, new Remote(source), key, base);
    }

    private static byte[] get(Fetcher fetcher, URI uri) throws IOException {
        try (Response r = fetcher.get(FetchRequest.of(uri, MAX_TILE))) {
            if (r.status() == 404) {
                throw new NoSuchFileException(uri.toString());
            }
            if (r.status() != 200) {
                throw new IOException(uri + " answered " + r.status());
            }
            return r.readAll();
        }
    }

    /** A partial tile may be gone once the full one is there. */
    private record Remote(Source source) implements TileReader {
        @Override
        public byte[] tile(int level, long index, int width) throws IOException {
            return either(TilePath.tile(level, index, width), TilePath.tile(level, index, FULL));
        }

        @Override
        public byte[] entries(long index, int width) throws IOException {
            return either(TilePath.entries(index, width), TilePath.entries(index, FULL));
        }

        private byte[] either(String path, String full) throws IOException {
            try {
                return source.read(path);
            } catch (NoSuchFileException e) {
                return source.read(full);
            }
        }
    }

    String checkpoint() {
        return text("checkpoint");
    }

    private String text(String path) {
        try {
            return new String(source.read(path), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    UserException unreachable(IOException e) {
        String what =
                e instanceof FetchException || e.getMessage() == null ? String.valueOf(e.getMessage()) : e.getMessage();
        return new UserException(
                Exit.INCOMPLETE,
                "the log at " + where + " cannot be read: " + what,
                "the gate is not running there, or the folder is not a log",
                "check --url or --data");
    }

    NoteVerifier key() {
        return key;
    }

    TileReader tiles() {
        return tiles;
    }

    String where() {
        return where;
    }

    /** The checkpoint as its key signed it; exit 1 where it did not. */
    Checkpoint verifiedCheckpoint(String note) {
        if (SignedNote.open(note, List.of(key)) instanceof SignedNote.Verified verified) {
            try {
                return Checkpoint.parse(verified.text());
            } catch (NoteException e) {
                throw new UserException(
                        Exit.FINDINGS, "the checkpoint is signed and is no checkpoint: " + e.getMessage(), "", "");
            }
        }
        throw new UserException(
                Exit.FINDINGS,
                "the checkpoint is not signed by " + key.name(),
                "the log was changed, or the key is another log's",
                "compare the key with the one that you were given");
    }

    /** An entry as JSON, for people. */
    String decision(long number) {
        Checkpoint checkpoint = verifiedCheckpoint(checkpoint());
        if (number >= checkpoint.size()) {
            throw new UserException(
                    Exit.USAGE,
                    "the log has no entry " + number,
                    "it has " + checkpoint.size(),
                    "the id is in the refusal");
        }
        try {
            byte[] entry = EntryBundle.entry(tiles, number, checkpoint.size());
            return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(Json.MAPPER.readTree(entry));
        } catch (IOException e) {
            throw unreachable(e);
        }
    }
}
