package dev.waag.index;

import dev.waag.core.Json;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Response;
import dev.waag.store.Database;
import dev.waag.store.Provenances;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * Provenance objects (PEP 740) as upstreams give them, byte for byte: whoever verifies one verifies what the upstream's publisher signed.
 * One that was had once is kept for good, so that what was seen first is what is given on.
 */
public final class Provenance {
    /** The media type of the integrity API. */
    public static final String CONTENT_TYPE = "application/vnd.pypi.integrity.v1+json";
    /** Larger than any real one by far: a bundle has some 10 KB, and a file has one or two. */
    static final int MAX = 10 << 20;

    private final Fetcher fetcher;
    private final Database database;
    private final Flights flights = new Flights();

    Provenance(Fetcher fetcher, Database database) {
        this.fetcher = fetcher;
        this.database = database;
    }

    /** The file's provenance; empty where its upstream names none, or has none where it says. */
    Optional<byte[]> find(FileKey key) throws IOException {
        if (key.file().provenance().isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<byte[]> kept = database.read(c -> Provenances.find(
                    c, key.upstream(), key.project(), key.file().filename(), ProjectView.tag(key.file())));
            return kept.isPresent() ? kept : flights.get(key, this::fetch);
        } catch (SQLException e) {
            throw new IOException("the database cannot be read", e);
        }
    }

    private Optional<byte[]> fetch(FileKey key) throws IOException {
        URI uri = URI.create(key.file().provenance().orElseThrow());
        try (Response response = fetcher.get(Requests.provenance(uri, MAX, key.upstream()))) {
            if (response.status() == 404 || response.status() == 410) {
                return Optional.empty();
            }
            if (response.status() != 200) {
                throw new IOException("the upstream " + uri.getHost() + " answered " + response.status());
            }
            byte[] body = response.readAll();
            if (!isObject(body)) {
                throw new IOException("what the upstream " + uri.getHost() + " gives as provenance is no JSON object");
            }
            save(key, body);
            return Optional.of(body);
        }
    }

    private static boolean isObject(byte[] body) {
        try {
            return Json.MAPPER.readTree(body).isObject();
        } catch (JacksonException e) {
            return false;
        }
    }

    private void save(FileKey key, byte[] body) throws IOException {
        try {
            database.write(c -> Provenances.save(
                    c, key.upstream(), key.project(), key.file().filename(), ProjectView.tag(key.file()), body));
        } catch (SQLException e) {
            throw new IOException("the database cannot be written", e);
        }
    }
}
