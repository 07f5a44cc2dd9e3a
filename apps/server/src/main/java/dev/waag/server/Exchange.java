package dev.waag.server;

import dev.waag.core.Json;
import dev.waag.identity.Needs;
import dev.waag.identity.Permission;
import dev.waag.identity.Principal;
import dev.waag.python.ProjectName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer.
 *
 * @param path decoded, without the query
 * @param base the URL that absolute links in the answer begin with, without a slash at its end
 * @param principal who asks
 * @param restricted whether not everybody may read here, so that no shared cache may keep an answer
 */
record Exchange(
        Request request,
        Response response,
        Answers.Counting callback,
        String path,
        String base,
        Principal principal,
        boolean restricted) {
    static final HttpField NO_CACHE = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-cache");
    static final HttpField NO_STORE = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");
    private static final HttpField FOR_ALL =
            new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "public, max-age=31536000, immutable");
    private static final HttpField FOR_ONE =
            new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "private, max-age=31536000, immutable");
    static final HttpField NO_SNIFF = new HttpField("X-Content-Type-Options", "nosniff");

    /** Who asks, as the ledger names them: a user's name, or {@code anonymous}. */
    String actor() {
        return principal.name();
    }

    /** The receipt under which this is asked. */
    Optional<String> receipt() {
        return principal.kind() == Principal.Kind.RECEIPT ? principal.tokenId() : Optional.empty();
    }

    /** The address that the request came from. */
    String source() {
        return String.valueOf(Request.getRemoteAddr(request));
    }

    /** Whether who asks may do this; answers 403 where not. */
    boolean permits(Permission permission) {
        if (principal.may(permission)) {
            return true;
        }
        forbidden(permission);
        return false;
    }

    /** As {@link #permits(Permission)}, to that project. */
    boolean permits(Permission permission, ProjectName project) {
        if (!permits(permission)) {
            return false;
        }
        if (!principal.concerns(project)) {
            problem(
                    403,
                    "This token is not for the project " + project,
                    "it is limited to " + String.join(", ", principal.projects()));
            return false;
        }
        return true;
    }

    void forbidden(Permission permission) {
        problem(
                403,
                principal.name() + " may not " + permission.deed() + ": " + Needs.words(permission),
                Needs.words(permission));
    }

    boolean head() {
        return request.getMethod().equals("HEAD");
    }

    /** What the path has behind a prefix that ends with a slash; nothing where it is the prefix without that slash. */
    String below(String prefix) {
        return path.length() < prefix.length() ? "" : path.substring(prefix.length());
    }

    /** A header's value; several lines of it are one list (RFC 9110, section 5.3). */
    @Nullable
    String header(HttpHeader name) {
        String all = null;
        for (HttpField field : request.getHeaders()) {
            if (field.getHeader() == name) {
                all = all == null ? field.getValue() : all + ", " + field.getValue();
            }
        }
        return all;
    }

    /** The request's body; empty where it has more bytes than that. */
    Optional<byte[]> body(int limit) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] bytes = in.readNBytes(limit + 1);
            return bytes.length > limit ? Optional.empty() : Optional.of(bytes);
        }
    }

    HttpFields.Mutable fields() {
        return response.getHeaders();
    }

    /** Says that what is here never changes. */
    void immutable() {
        fields().put(restricted ? FOR_ONE : FOR_ALL);
    }

    /** Answers with a whole body. */
    void send(int status, String contentType, ByteBuffer body) {
        response.setStatus(status);
        fields().put(HttpHeader.CONTENT_TYPE, contentType);
        fields().put(HttpHeader.CONTENT_LENGTH, body.remaining());
        response.write(true, head() ? null : body, callback);
    }

    /** Answers 200 with a whole body, and keeps the answer for whoever asks the same. */
    void send(String contentType, ByteBuffer body, ResponseCache.Source again) {
        fields().put(HttpHeader.CONTENT_TYPE, contentType);
        fields().put(HttpHeader.CONTENT_LENGTH, body.remaining());
        keep(again);
        send(200, contentType, body);
    }

    /** Keeps this answer 200, whose fields are all set, where another may be told the same. */
    void keep(ResponseCache.Source again) {
        CachingConnection.keep(request, fields(), again);
    }

    void send(int status, String contentType, byte[] body) {
        send(status, contentType, ByteBuffer.wrap(body));
    }

    void text(int status, String message) {
        fields().put(NO_STORE);
        send(status, "text/plain; charset=utf-8", (message + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void json(int status, Object value) {
        fields().put(NO_STORE);
        send(status, "application/json", Json.MAPPER.writeValueAsBytes(value));
    }

    /** A failure as problem details (RFC 9457), its title in the reason phrase too, since that is all that pip shows. */
    void problem(int status, String title, String detail) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", title);
        body.put("status", status);
        body.put("detail", detail);
        problem(status, title, Json.MAPPER.writeValueAsBytes(body));
    }

    void problem(int status, String phrase, byte[] body) {
        reason(phrase);
        fields().put(NO_STORE);
        send(status, "application/problem+json", body);
    }

    /** A refused upload: problem details unless the client prefers plain JSON, which is where clients of the public index look. */
    void refusal(int status, String phrase, byte[] body) {
        reason(phrase);
        fields().put(NO_STORE);
        String accept = header(HttpHeader.ACCEPT);
        boolean json = accept != null && accept.contains("application/json");
        send(status, json ? "application/json" : "application/problem+json", body);
    }

    void redirect(int status, String location) {
        fields().put(HttpHeader.LOCATION, location);
        fields().put(NO_CACHE);
        response.setStatus(status);
        fields().put(HttpHeader.CONTENT_LENGTH, 0);
        response.write(true, null, callback);
    }

    /** Without a length: what Jetty would say, 0, is not that of the content that the client has (RFC 9110, section 8.6). */
    void notModified() {
        response.setStatus(304);
        sendInstead(Exchange::withoutLength);
        response.write(true, null, callback);
    }

    /** Puts our own words into the status line (RFC 9112, section 4), where Jetty would put the standard ones. */
    private void reason(String phrase) {
        StringBuilder ascii = new StringBuilder(phrase.length());
        phrase.chars().forEach(c -> ascii.append(c >= 0x20 && c < 0x7f ? (char) c : '?'));
        String line = ascii.substring(0, Math.min(200, ascii.length()));
        sendInstead(answer -> named(answer, line));
    }

    private void sendInstead(UnaryOperator<MetaData.Response> change) {
        request.addHttpStreamWrapper(stream -> new HttpStream.Wrapper(stream) {
            @Override
            public void send(
                    MetaData.Request sent,
                    MetaData.@Nullable Response answer,
                    boolean last,
                    @Nullable ByteBuffer content,
                    Callback done) {
                super.send(sent, answer == null ? null : change.apply(answer), last, content, done);
            }
        });
    }

    private static MetaData.Response withoutLength(MetaData.Response answer) {
        return new MetaData.Response(
                answer.getStatus(),
                answer.getReason(),
                answer.getHttpVersion(),
                HttpFields.build(answer.getHttpFields(), EnumSet.of(HttpHeader.CONTENT_LENGTH)),
                -1,
                answer.getTrailersSupplier());
    }

    private static MetaData.Response named(MetaData.Response answer, String phrase) {
        return new MetaData.Response(
                answer.getStatus(),
                phrase,
                answer.getHttpVersion(),
                answer.getHttpFields(),
                answer.getContentLength(),
                answer.getTrailersSupplier());
    }
}
