package dev.waag.feeds;

import dev.waag.core.Sha256;
import dev.waag.fetch.FetchRequest;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The copy of what a URL answered, in a folder of its own: {@code DIGEST.body} and, once it is kept, {@code state}, which names it. What was
 * fetched and not kept is removed with the next that is.
 */
final class WebCopy {
    private static final String STATE = "state";

    private final Path folder;
    private final URI url;
    private final long maxBytes;

    WebCopy(Path cache, URI url, long maxBytes) {
        this.folder = cache.resolve("web")
                .resolve(Sha256.of(url.toString().getBytes(StandardCharsets.UTF_8))
                        .hex());
        this.url = url;
        this.maxBytes = maxBytes;
    }

    /**
     * What is known of a copy.
     *
     * @param checked when the server last said that it is so
     */
    record State(String etag, String lastModified, Instant checked, Sha256 digest) {
        /** The server's {@code Last-Modified}. */
        Optional<Instant> stated() {
            try {
                return lastModified.isEmpty()
                        ? Optional.empty()
                        : Optional.of(ZonedDateTime.parse(lastModified, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
    }

    /** An answer that is neither what was asked for nor that it is unchanged. */
    static final class OtherAnswer extends IOException {
        private final int status;

        OtherAnswer(URI url, int status) {
            super(url.getHost() + " answered " + status);
            this.status = status;
        }

        boolean isAbsent() {
            return status == 404 || status == 410;
        }
    }

    Path folder() {
        return folder;
    }

    Path body(State state) {
        return folder.resolve(state.digest().hex() + ".body");
    }

    /** The copy that is kept. */
    Optional<State> kept() {
        try {
            List<String> lines = Files.readAllLines(folder.resolve(STATE), StandardCharsets.UTF_8);
            if (lines.size() != 4) {
                return Optional.empty();
            }
            State state = new State(lines.get(0), lines.get(1), Instant.parse(lines.get(2)), new Sha256(lines.get(3)));
            return Files.exists(body(state)) ? Optional.of(state) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty(); // as good as none: it is fetched again
        }
    }

    /** Asks for what is new, and lays it down without keeping it yet. */
    State fetch(Fetcher fetcher, Instant now) throws IOException {
        Optional<State> kept = kept();
        Map<String, String> headers = new HashMap<>();
        kept.ifPresent(k -> {
            if (!k.etag().isEmpty()) {
                headers.put("If-None-Match", k.etag());
            }
            if (!k.lastModified().isEmpty()) {
                headers.put("If-Modified-Since", k.lastModified());
            }
        });
        FetchRequest request = new FetchRequest(url, headers, Optional.empty(), false, maxBytes, true, false);
        try (Response response = fetcher.get(request)) {
            if (response.status() == 304 && kept.isPresent()) {
                State k = kept.get();
                return new State(k.etag(), k.lastModified(), now, k.digest());
            }
            if (response.status() != 200) {
                throw new OtherAnswer(url, response.status());
            }
            Sha256 digest = lay(response);
            return new State(line(response, "ETag"), line(response, "Last-Modified"), now, digest);
        }
    }

    private static String line(Response response, String header) {
        String value = response.header(header).orElse("");
        return value.length() > 1_000 || value.indexOf('\n') >= 0 ? "" : value;
    }

    private Sha256 lay(Response response) throws IOException {
        AtomicFiles.folder(folder);
        Path fresh = Files.createTempFile(folder, "body", ".new");
        try {
            MessageDigest digest = Sha256.digest();
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(fresh), digest)) {
                response.body().transferTo(out);
            }
            Sha256 sha256 = Sha256.ofDigest(digest.digest());
            AtomicFiles.rename(fresh, folder.resolve(sha256.hex() + ".body"));
            return sha256;
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** From now on this is the copy. */
    void keep(State state) throws IOException {
        String text =
                state.etag() + "\n" + state.lastModified() + "\n" + state.checked() + "\n" + state.digest() + "\n";
        AtomicFiles.write(folder.resolve(STATE), text.getBytes(StandardCharsets.UTF_8));
        try (DirectoryStream<Path> bodies = Files.newDirectoryStream(folder, "*.{body,new}")) {
            for (Path body : bodies) {
                if (!body.equals(body(state))) {
                    Files.deleteIfExists(body);
                }
            }
        }
    }
}
