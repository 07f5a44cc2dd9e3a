package dev.waag.server;

import dev.waag.core.Blake2b;
import dev.waag.core.Sha256;
import dev.waag.release.Upload;
import dev.waag.store.Scratch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/**
 * The body of an upload (RFC 7578), read as a stream: the fields are kept, the file goes to the disk while its digests are computed. It is read
 * to its end also where it cannot be taken, for clients print an answer only after they have sent everything.
 */
final class UploadBody implements MultiPart.Parser.Listener {
    private static final int CHUNK = 64 << 10;
    /** Of all fields together: a long description has some hundred KiB, an attestation some ten. */
    private static final int FIELD_BYTES = 16 << 20;

    private static final int FIELDS = 10_000;

    private final Scratch file;
    private final long limit;
    private final Map<String, List<String>> fields = new LinkedHashMap<>();
    private final MessageDigest sha256 = Sha256.digest();
    private final MessageDigest md5 = md5();
    private final Blake2b blake2b = new Blake2b();
    private Optional<String> trouble = Optional.empty();
    private Optional<String> filename = Optional.empty();
    private @Nullable IOException broken;
    private boolean complete;
    private long size;
    private int fieldBytes;
    private int count;
    private String disposition = "";
    private boolean inFile;
    private ByteArrayOutputStream field = new ByteArrayOutputStream();

    private UploadBody(Scratch file, long limit) {
        this.file = file;
        this.limit = limit;
    }

    /** What came of a body. */
    sealed interface Result {}

    record Right(Upload upload) implements Result {}

    /** @param status as HTTP tells it */
    record Wrong(int status, String what) implements Result {}

    /**
     * Reads a body.
     *
     * @param contentType of the request
     * @param file where the uploaded file goes
     * @param limit of its size, in bytes
     */
    static Result read(@Nullable String contentType, InputStream in, Scratch file, long limit) throws IOException {
        Optional<String> boundary = boundary(contentType);
        if (boundary.isEmpty()) {
            in.skip(FIELD_BYTES);
            return new Wrong(400, "the body is no multipart/form-data");
        }
        UploadBody body = new UploadBody(file, limit);
        return body.read(in, boundary.get());
    }

    private static Optional<String> boundary(@Nullable String contentType) {
        if (contentType == null || !contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            return Optional.empty();
        }
        return Optional.ofNullable(MultiPart.extractBoundary(contentType)).filter(b -> !b.isEmpty());
    }

    private Result read(InputStream in, String boundary) throws IOException {
        MultiPart.Parser parser = new MultiPart.Parser(boundary, this);
        parser.setMaxParts(FIELDS);
        parser.setPartHeadersMaxLength(16 << 10);
        while (true) {
            byte[] bytes = new byte[CHUNK]; // the parser may hold on to a part of it
            int n = in.read(bytes);
            boolean last = n < 0;
            if (!complete && trouble.isEmpty()) {
                parser.parse(Content.Chunk.from(last ? BufferUtil.EMPTY_BUFFER : ByteBuffer.wrap(bytes, 0, n), last));
            }
            if (broken != null) {
                throw broken;
            }
            if (last) {
                break;
            }
        }
        if (trouble.isPresent()) {
            return new Wrong(trouble.get().startsWith("the file is larger") ? 413 : 400, trouble.get());
        }
        if (!complete) {
            return new Wrong(400, "the upload was cut short");
        }
        return new Right(new Upload(
                fields,
                filename.orElse(""),
                file,
                size,
                Sha256.ofDigest(sha256.digest()),
                HexFormat.of().formatHex(md5.digest()),
                blake2b.hex()));
    }

    @Override
    public void onPartBegin() {
        disposition = "";
        inFile = false;
        field = new ByteArrayOutputStream();
    }

    @Override
    public void onPartHeader(String name, String value) {
        if (name.equalsIgnoreCase("Content-Disposition")) {
            disposition = value;
        }
    }

    @Override
    public void onPartHeaders() {
        Optional<String> named = parameter(disposition, "filename");
        inFile = parameter(disposition, "name").equals(Optional.of("content")) && named.isPresent();
        if (inFile) {
            if (filename.isPresent()) {
                wrong("the form has several files");
                return;
            }
            filename = named;
        }
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
        ByteBuffer buffer = chunk.getByteBuffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        if (inFile) {
            content(bytes);
            return;
        }
        fieldBytes += bytes.length;
        if (fieldBytes > FIELD_BYTES) {
            wrong("the form's fields have more than " + (FIELD_BYTES >> 20) + " MiB");
            return;
        }
        field.writeBytes(bytes);
    }

    private void content(byte[] bytes) {
        size += bytes.length;
        if (size > limit) {
            wrong("the file is larger than " + limit + " bytes, the limit here ([release] max-file-size)");
            return;
        }
        sha256.update(bytes);
        md5.update(bytes);
        blake2b.update(bytes, 0, bytes.length);
        try {
            if (trouble.isEmpty()) {
                file.append(ByteBuffer.wrap(bytes));
            }
        } catch (IOException e) {
            broken = e;
        }
    }

    @Override
    public void onPartEnd() {
        if (inFile || trouble.isPresent()) {
            return;
        }
        if (++count > FIELDS) {
            wrong("the form has more than " + FIELDS + " fields");
            return;
        }
        parameter(disposition, "name")
                .ifPresent(name -> fields.computeIfAbsent(name, n -> new ArrayList<>())
                        .add(field.toString(StandardCharsets.UTF_8)));
    }

    @Override
    public void onComplete() {
        complete = true;
    }

    @Override
    public void onFailure(Throwable failure) {
        wrong("the body is no multipart/form-data: " + failure.getMessage());
    }

    private void wrong(String what) {
        if (trouble.isEmpty()) {
            trouble = Optional.of(what);
        }
    }

    /** A parameter of a Content-Disposition (RFC 7578, section 4.2), in quotes or without. */
    private static Optional<String> parameter(String disposition, String name) {
        int at = 0;
        while (at < disposition.length()) {
            int semicolon = end(disposition, at);
            String part = disposition.substring(at, semicolon).strip();
            int equals = part.indexOf('=');
            if (equals > 0 && part.substring(0, equals).strip().equalsIgnoreCase(name)) {
                return Optional.of(unquoted(part.substring(equals + 1).strip()));
            }
            at = semicolon + 1;
        }
        return Optional.empty();
    }

    private static int end(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                return i;
            }
        }
        return text.length();
    }

    private static String unquoted(String text) {
        if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
            return text;
        }
        return text.substring(1, text.length() - 1).replaceAll("\\\\([\"\\\\])", "$1");
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
