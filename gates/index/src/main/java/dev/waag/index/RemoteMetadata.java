package dev.waag.index;

import dev.waag.core.Sha256;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Range;
import dev.waag.fetch.Response;
import dev.waag.python.DistributionName;
import dev.waag.python.PageFormatException;
import dev.waag.python.WheelName;
import dev.waag.python.WheelTail;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The core metadata of a wheel as an upstream has it: its {@code .metadata} where one is announced, else METADATA read from the wheel's end by ranges. */
final class RemoteMetadata {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteMetadata.class);
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");

    private final Fetcher fetcher;

    RemoteMetadata(Fetcher fetcher) {
        this.fetcher = fetcher;
    }

    /** What can be had without the whole wheel; empty where that must be fetched. */
    Optional<byte[]> learn(FileKey key) throws IOException {
        if (key.file().hasMetadata()) {
            Optional<byte[]> announced = announced(key);
            if (announced.isPresent()) {
                return announced;
            }
        }
        return fromTail(key);
    }

    /** The upstream's own; empty where it is not there after all or has another digest than was announced, for then the wheel itself must tell. */
    private Optional<byte[]> announced(FileKey key) throws IOException {
        URI uri = URI.create(key.file().url() + ".metadata");
        try (Response response = fetcher.get(Requests.file(uri, WheelMetadata.MAX, key.upstream()))) {
            if (response.status() != 200) {
                LOG.warn("the upstream announces metadata for {} and answers {}", key, response.status());
                return Optional.empty();
            }
            byte[] body = response.readAll();
            Optional<String> wanted = key.file().metadataSha256();
            if (wanted.isPresent() && !wanted.get().equals(Sha256.of(body).hex())) {
                LOG.warn("the upstream's metadata for {} has another digest than its page announces: not used", key);
                return Optional.empty();
            }
            return Optional.of(body);
        }
    }

    private Optional<byte[]> fromTail(FileKey key) throws IOException {
        if (!(DistributionName.parse(key.file().filename(), key.project()) instanceof WheelName wheel)) {
            return Optional.empty();
        }
        URI uri = URI.create(key.file().url());
        Optional<Part> tail = part(key.upstream(), uri, tail(key.file().size()));
        if (tail.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(WheelTail.metadata(
                    wheel,
                    tail.get().total(),
                    tail.get().bytes(),
                    (offset, length) -> part(key.upstream(), uri, Range.between(offset, offset + length - 1))
                            .map(Part::bytes)
                            .filter(b -> b.length == length)
                            .orElseThrow(() -> new IOException("the upstream stopped serving ranges of " + key)),
                    WheelMetadata.MAX));
        } catch (PageFormatException e) {
            LOG.warn("the metadata of {} cannot be read from the wheel's end: {}", key, e.getMessage());
            return Optional.empty();
        }
    }

    /** By position where the size is known, for some servers do not serve the last N bytes. */
    private static Range tail(OptionalLong size) {
        return size.isPresent() && size.getAsLong() > 0
                ? Range.between(Math.max(0, size.getAsLong() - WheelMetadata.TAIL), size.getAsLong() - 1)
                : Range.last(WheelMetadata.TAIL);
    }

    private record Part(byte[] bytes, long total) {}

    private Optional<Part> part(String upstream, URI uri, Range range) throws IOException {
        try (Response response = fetcher.get(Requests.part(uri, range, WheelMetadata.MAX, upstream))) {
            Matcher m = CONTENT_RANGE.matcher(response.header("Content-Range").orElse(""));
            if (response.status() != 206 || !m.matches()) {
                if (response.status() >= 400
                        && response.status() != 416
                        && response.status() != 405
                        && response.status() != 501) {
                    throw new IOException("the upstream " + uri.getHost() + " answered " + response.status());
                }
                return Optional.empty();
            }
            return Optional.of(new Part(response.readAll(), Long.parseLong(m.group(3))));
        }
    }
}
