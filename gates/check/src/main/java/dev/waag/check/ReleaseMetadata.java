package dev.waag.check;

import dev.waag.core.Sha256;
import dev.waag.fetch.FetchException;
import dev.waag.fetch.FetchRequest;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Range;
import dev.waag.fetch.Response;
import dev.waag.python.CoreMetadata;
import dev.waag.python.DistributionName;
import dev.waag.python.PageFormatException;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import dev.waag.python.WheelName;
import dev.waag.python.WheelTail;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The core metadata of a release without its files: what the index serves beside a wheel (PEP 658), else from the wheel's end by ranges. */
final class ReleaseMetadata {
    private static final int MAX = 8 << 20;

    private final Fetcher fetcher;
    private final URI index;

    ReleaseMetadata(Fetcher fetcher, URI index) {
        this.fetcher = fetcher;
        this.index = index;
    }

    /** Empty where the release has no wheel whose metadata can be read without fetching all of it. */
    Optional<CoreMetadata> of(ProjectName name, List<SimpleFile> files) throws IOException {
        for (boolean announced : new boolean[] {true, false}) {
            for (SimpleFile file : files) {
                if (file.hasMetadata() == announced
                        && DistributionName.parse(file.filename(), name) instanceof WheelName wheel) {
                    Optional<byte[]> read = announced ? announced(file) : fromTail(wheel, file);
                    if (read.isPresent()) {
                        return read.map(CoreMetadata::parse);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<byte[]> announced(SimpleFile file) throws IOException {
        Optional<byte[]> body = get(URI.create(file.url() + ".metadata"), Optional.empty(), 200);
        return body.filter(b -> file.metadataSha256()
                .map(wanted -> wanted.equals(Sha256.of(b).hex()))
                .orElse(true));
    }

    private Optional<byte[]> fromTail(WheelName wheel, SimpleFile file) throws IOException {
        long size = file.size().orElse(0);
        if (size == 0) {
            return Optional.empty();
        }
        URI uri = URI.create(file.url());
        long start = Math.max(0, size - WheelTail.USUAL_TAIL);
        Optional<byte[]> tail = part(uri, start, (int) (size - start));
        if (tail.isEmpty()) {
            return Optional.empty();
        }
        try {
            WheelTail.Reader reader = (offset, length) -> part(uri, offset, length)
                    .orElseThrow(() -> new IOException("the index stopped serving ranges of " + file.filename()));
            return Optional.of(WheelTail.metadata(wheel, size, tail.get(), reader, MAX));
        } catch (PageFormatException e) {
            return Optional.empty(); // said by whoever installs it; here it is only not known
        }
    }

    private Optional<byte[]> part(URI uri, long offset, int length) throws IOException {
        return get(uri, Optional.of(Range.between(offset, offset + length - 1)), 206)
                .filter(b -> b.length == length);
    }

    private Optional<byte[]> get(URI uri, Optional<Range> range, int wanted) throws IOException {
        FetchRequest request = new FetchRequest(uri, Map.of(), range, false, MAX, true, false, Optional.of(index));
        try (Response response = fetcher.get(request)) {
            return response.status() == wanted ? Optional.of(response.readAll()) : Optional.empty();
        } catch (FetchException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }
}
