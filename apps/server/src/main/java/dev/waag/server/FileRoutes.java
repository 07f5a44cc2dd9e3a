package dev.waag.server;

import dev.waag.core.Sha256;
import dev.waag.index.Download;
import dev.waag.index.DownloadLog;
import dev.waag.index.FileAnswer;
import dev.waag.index.FileDesk;
import dev.waag.index.IndexGate;
import dev.waag.index.ProjectView.Body;
import dev.waag.python.ProjectName;
import dev.waag.store.Blobs;
import dev.waag.store.SealedFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /files/{project}/{tag}/{filename}} and the same with {@code .metadata}. */
final class FileRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(FileRoutes.class);
    private static final String PREFIX = "/files/";
    private static final String METADATA = ".metadata";
    private static final HttpField RANGES = new PreEncodedHttpField(HttpHeader.ACCEPT_RANGES, "bytes");
    private static final String BINARY = "application/octet-stream";
    private static final int CHUNK = 64 << 10;
    private static final long SMALL = 1 << 20;
    /** As much as one buffer can be handed to the socket at once. */
    private static final long SLICE = 1L << 30;

    private final FileDesk files;
    private final DownloadLog deliveries;
    private final Blobs blobs;
    private final MappedFiles mapped;

    FileRoutes(IndexGate gate, Blobs blobs) {
        this.files = gate.files();
        this.deliveries = gate.deliveries();
        this.blobs = blobs;
        this.mapped = new MappedFiles(blobs::use);
    }

    private record Address(ProjectName project, String tag, String filename) {}

    private static Optional<Address> address(Exchange x) {
        String rest = x.below(PREFIX);
        int first = rest.indexOf('/');
        int second = rest.indexOf('/', first + 1);
        if (first < 0 || second <= first + 1 || second + 1 == rest.length() || rest.indexOf('/', second + 1) >= 0) {
            return Optional.empty();
        }
        String name = rest.substring(0, first);
        return ProjectName.parse(name)
                .filter(p -> p.value().equals(name))
                .map(p -> new Address(p, rest.substring(first + 1, second), rest.substring(second + 1)));
    }

    /** Gives a small file that is mapped already, or metadata from memory: the others may have to be read from the disk. */
    boolean fast(Exchange x) {
        Address a = address(x).orElse(null);
        if (a == null) {
            return false;
        }
        if (a.filename().endsWith(METADATA)) {
            Body body = readyMetadata(a);
            if (body != null) {
                metadata(x, body, againMetadata(x, a, body));
            }
            return body != null;
        }
        FileAnswer.Allowed file =
                files.allowed(a.project(), a.tag(), a.filename()).orElse(null);
        if (file == null) {
            return false;
        }
        MemorySegment content = mapped.known(file.digest()).orElse(null);
        if (content == null || content.byteSize() > SMALL) {
            return false;
        }
        files.given(file);
        give(x, file, content.byteSize(), new Mapped(x, content, again(x, a, file, content.byteSize())));
        return true;
    }

    private ResponseCache.Source again(Exchange x, Address a, FileAnswer.Allowed file, long size) {
        String actor = x.actor();
        Sha256 digest = file.digest();
        Runnable given = x.callback().again(size);
        return () -> {
            FileAnswer.Allowed now =
                    files.allowed(a.project(), a.tag(), a.filename()).orElse(null);
            if (now == null || !now.digest().equals(digest)) {
                return null;
            }
            MemorySegment content = mapped.known(digest).orElse(null);
            if (content == null) {
                return null;
            }
            files.given(now);
            return new ResponseCache.Body(content.asByteBuffer(), () -> {
                deliveries.delivered(now.project(), now.record(), Optional.empty(), actor, Optional.empty());
                given.run();
            });
        };
    }

    private @Nullable Body readyMetadata(Address a) {
        return files.readyMetadata(a.project(), a.tag(), wheel(a)).orElse(null);
    }

    private ResponseCache.Source againMetadata(Exchange x, Address a, Body body) {
        String etag = body.etag();
        Runnable given = x.callback().again(body.bytes().remaining());
        return () -> {
            Body now = readyMetadata(a);
            return now != null && now.etag().equals(etag)
                    ? new ResponseCache.Body(now.bytes().duplicate(), given)
                    : null;
        };
    }

    /** The wheel whose metadata are asked for. */
    private static String wheel(Address a) {
        return a.filename().substring(0, a.filename().length() - METADATA.length());
    }

    void handle(Exchange x) {
        Optional<Address> address = address(x);
        if (address.isEmpty()) {
            x.problem(404, "Not Found", "files are at /files/PROJECT/DIGEST/FILENAME, as the project's page says");
            return;
        }
        Address a = address.get();
        if (a.filename().endsWith(METADATA)) {
            answer(x, a, files.metadata(a.project(), a.tag(), wheel(a), x.base()));
        } else {
            answer(x, a, files.file(a.project(), a.tag(), a.filename(), x.base()));
        }
    }

    private void answer(Exchange x, Address a, FileAnswer answer) {
        switch (answer) {
            case FileAnswer.Ready ready -> ready(x, a, ready);
            case FileAnswer.Coming coming -> coming(x, a, coming);
            case FileAnswer.Companion metadata ->
                metadata(
                        x,
                        new Body(
                                ByteBuffer.wrap(metadata.body()),
                                '"' + Sha256.of(metadata.body()).hex() + '"'),
                        () -> null);
            case FileAnswer.Refused refused ->
                x.problem(403, refused.refusal().phrase(), refused.refusal().problem());
            case FileAnswer.Absent absent ->
                x.problem(
                        404,
                        "Not Found",
                        "there is no file " + a.filename() + " at this address; the project's page has the right ones");
            case FileAnswer.Unavailable u ->
                x.problem(502, "Waag cannot get " + a.filename() + " now: " + u.reason(), u.reason());
        }
    }

    private static void metadata(Exchange x, Body body, ResponseCache.Source again) {
        x.immutable();
        x.fields().put(Exchange.NO_SNIFF);
        x.fields().put(HttpHeader.ETAG, body.etag());
        if (SimpleRoutes.matches(x.header(HttpHeader.IF_NONE_MATCH), body.etag())) {
            x.notModified();
        } else {
            x.send("text/plain; charset=utf-8", body.bytes().duplicate(), again);
        }
    }

    private void ready(Exchange x, Address a, FileAnswer.Ready ready) {
        FileAnswer.Allowed file = ready.file();
        try {
            if (SealedFile.is(ready.path())) {
                sealed(x, ready);
            } else {
                MemorySegment content = mapped.get(file.digest(), ready.path());
                give(x, file, content.byteSize(), new Mapped(x, content, () -> null));
            }
        } catch (NoSuchFileException e) {
            LOG.warn("{} is gone from the cache and is fetched again", ready.path());
            files.forget(file);
            answer(x, a, files.file(a.project(), a.tag(), a.filename(), x.base()));
            return;
        } catch (IOException e) {
            LOG.error("{} cannot be read", ready.path(), e);
            x.problem(502, "Waag cannot read this file from its cache", "its disk answered: " + e.getMessage());
        }
    }

    /** Each segment is verified before any byte of it goes out; the first one before the answer begins. */
    private void sealed(Exchange x, FileAnswer.Ready file) throws IOException {
        try (SealedFile content = blobs.open(file.path())) {
            give(x, file.file(), content.size(), new Sealed(x, content));
        }
    }

    /** Sends a part of a file with that status, and then does what is to be done where all of it was sent. */
    private interface Sender {
        void send(int status, long from, long length, Runnable delivered) throws IOException;
    }

    private record Mapped(Exchange x, MemorySegment content, ResponseCache.Source again) implements Sender {
        @Override
        public void send(int status, long from, long length, Runnable delivered) {
            head(x, status, length);
            if (status == 200) {
                x.keep(again);
            }
            FileRoutes.send(x, content.asSlice(from, length), delivered);
        }
    }

    private record Sealed(Exchange x, SealedFile content) implements Sender {
        @Override
        public void send(int status, long from, long length, Runnable delivered) throws IOException {
            ByteBuffer part = content.read(from, length); // a failure here is answered, a later one cuts the connection
            head(x, status, length);
            if (x.head()) {
                x.response().write(true, null, x.callback());
                return;
            }
            long at = from;
            try {
                while (true) {
                    at += part.remaining();
                    boolean last = at == from + length;
                    Content.Sink.write(x.response(), last, part);
                    if (last) {
                        break;
                    }
                    part = content.read(at, from + length - at);
                }
            } catch (IOException e) {
                LOG.error("{} is broken off", x.path(), e);
                x.callback().failed(e);
                return;
            }
            delivered.run();
            x.callback().succeeded();
        }
    }

    private void give(Exchange x, FileAnswer.Allowed file, long size, Sender sender) {
        try {
            answered(x, file, size, sender);
        } catch (IOException e) {
            LOG.error("{} cannot be read", file.digest(), e);
            x.response().reset();
            x.problem(502, "Waag cannot read this file from its cache", "it is damaged there; see the server's log");
        }
    }

    private void answered(Exchange x, FileAnswer.Allowed file, long size, Sender sender) throws IOException {
        String etag = '"' + file.digest().hex() + '"';
        x.fields().put(HttpHeader.ETAG, etag);
        x.immutable();
        x.fields().put(RANGES);
        if (SimpleRoutes.matches(x.header(HttpHeader.IF_NONE_MATCH), etag)) {
            x.notModified();
            return;
        }
        ByteRange range = ByteRange.of(x, etag, size);
        switch (range.kind()) {
            case WHOLE ->
                sender.send(
                        200,
                        0,
                        size,
                        () -> deliveries.delivered(
                                file.project(), file.record(), Optional.empty(), x.actor(), x.receipt()));
            case PART -> {
                x.fields().put(HttpHeader.CONTENT_RANGE, range.contentRange(size));
                sender.send(
                        206,
                        range.from(),
                        range.length(),
                        () -> deliveries.delivered(
                                file.project(), file.record(), Optional.of(range.text()), x.actor(), x.receipt()));
            }
            case UNSATISFIABLE -> {
                x.fields().put(HttpHeader.CONTENT_RANGE, "bytes */" + size);
                x.fields().remove(HttpHeader.ETAG);
                x.problem(416, "Range Not Satisfiable", "the file has " + size + " bytes");
            }
        }
    }

    private static void send(Exchange x, MemorySegment content, Runnable delivered) {
        if (x.head()) {
            x.response().write(true, null, x.callback());
        } else {
            slice(x, content, 0, delivered);
        }
    }

    private static void head(Exchange x, int status, long length) {
        x.response().setStatus(status);
        x.fields().put(HttpHeader.CONTENT_TYPE, BINARY);
        x.fields().put(Exchange.NO_SNIFF);
        x.fields().put(HttpHeader.CONTENT_LENGTH, length);
    }

    private static void slice(Exchange x, MemorySegment content, long at, Runnable delivered) {
        long length = Math.min(SLICE, content.byteSize() - at);
        boolean last = at + length == content.byteSize();
        ByteBuffer buffer = content.asSlice(at, length).asByteBuffer();
        x.response()
                .write(
                        last,
                        buffer,
                        Callback.from(
                                () -> {
                                    if (last) {
                                        delivered.run();
                                        x.callback().succeeded();
                                    } else {
                                        slice(x, content, at + length, delivered);
                                    }
                                },
                                x.callback()::failed));
    }

    /** Streams a file that is still on its way. A part of it is given only once the whole was found to be right. */
    private void coming(Exchange x, Address a, FileAnswer.Coming file) {
        if (x.header(HttpHeader.RANGE) != null
                || x.head() && file.record().effective().size().isEmpty()) {
            FileAnswer whole;
            try {
                whole = files.awaitWhole(file, a.tag(), x.base());
            } finally {
                file.download().leave();
            }
            answer(x, a, whole);
            return;
        }
        try {
            stream(x, file);
        } catch (Download.DownloadException e) {
            if (x.response().isCommitted()) {
                LOG.warn("{}: broken off: {}", a.filename(), e.getMessage());
                x.callback().failed(e);
            } else {
                x.response().reset();
                FileAnswer now = files.refusal(a.project(), a.tag(), a.filename(), x.base())
                        .orElseGet(() -> new FileAnswer.Unavailable(String.valueOf(e.getMessage())));
                answer(x, a, now);
            }
        } catch (IOException e) {
            x.callback().failed(e); // the client has left
        } finally {
            file.download().leave();
        }
    }

    private void stream(Exchange x, FileAnswer.Coming file) throws Download.DownloadException, IOException {
        Download download = file.download();
        OptionalLong length = download.awaitLength();
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
        // nothing is said before the first bytes may be given, so that a refusal comes in their place; a HEAD has none
        // to wait for
        long at = x.head() ? 0 : Math.max(0, download.read(0, buffer));
        x.response().setStatus(200);
        String sha = file.record().effective().hashes().getOrDefault("sha256", "");
        if (!sha.isEmpty()) {
            x.fields().put(HttpHeader.ETAG, '"' + sha + '"');
        }
        x.immutable();
        x.fields().put(RANGES);
        x.fields().put(Exchange.NO_SNIFF);
        x.fields().put(HttpHeader.CONTENT_TYPE, BINARY);
        length.ifPresent(n -> x.fields().put(HttpHeader.CONTENT_LENGTH, n));
        if (x.head()) {
            x.response().write(true, null, x.callback());
            return;
        }
        while (true) {
            Content.Sink.write(x.response(), false, buffer.flip());
            int n = download.read(at, buffer.clear());
            if (n < 0) {
                break;
            }
            at += n;
        }
        Content.Sink.write(x.response(), true, null);
        deliveries.delivered(file.project(), file.record(), Optional.empty(), x.actor(), x.receipt());
        x.callback().succeeded();
    }
}
