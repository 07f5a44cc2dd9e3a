package dev.waag.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** An answer, whatever its status. Its body comes while it is read; close it when done, read or not. */
public final class Response implements AutoCloseable {
    private final int status;
    private final HttpHeaders headers;
    private final URI uri;
    private final OptionalLong contentLength;
    private final InputStream body;

    Response(int status, HttpHeaders headers, URI uri, OptionalLong contentLength, InputStream body) {
        this.status = status;
        this.headers = headers;
        this.uri = uri;
        this.contentLength = contentLength;
        this.body = body;
    }

    public int status() {
        return status;
    }

    /** The first value of a header; names in any case. */
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** All headers; names in any case. */
    public Map<String, List<String>> headers() {
        return headers.map();
    }

    /** Who answered in the end, after redirects; without userinfo. */
    public URI uri() {
        return uri;
    }

    /** The announced length of the body as it is read; empty where none is announced, or where it is unpacked. To HEAD, what GET would have. */
    public OptionalLong contentLength() {
        return contentLength;
    }

    /** The part that a 206 holds, which is the one that was asked for. */
    public Optional<ContentRange> contentRange() {
        return status == 206 ? headers.firstValue("content-range").flatMap(ContentRange::parse) : Optional.empty();
    }

    /**
     * The body, for one thread to read. A read fails with {@link FetchException.Truncated} where it ends before its announced length or
     * before the end of its packing, {@link FetchException.TooLarge} past {@link FetchRequest#maxBytes()}, {@link FetchException.TimedOut}
     * past the limits of time and speed. Its {@code transferTo} and large reads copy each byte once.
     */
    public InputStream body() {
        return body;
    }

    /** All of the body. For pages: it is in memory then. */
    public byte[] readAll() throws IOException {
        return body.readAllBytes();
    }

    /** Lets go of the connection, which is closed where much of the body is still to come. */
    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new IllegalStateException("our streams close without a word", e);
        }
    }
}
