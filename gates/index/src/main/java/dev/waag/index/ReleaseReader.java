package dev.waag.index;

import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.Fetcher;
import dev.waag.python.DistributionName;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import dev.waag.python.SimplePage;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Asks an index about single releases, for commands that have no store: the same answers, read in the same way, as the gate's. */
public final class ReleaseReader {
    private final Upstream upstream;
    private final UpstreamPages pages;
    private final FileHeads heads;
    private final RemoteMetadata metadata;

    /** @param index the URL that project pages lie below */
    public ReleaseReader(Fetcher fetcher, FetchLimits limits, URI index) {
        this.upstream = new Upstream(index);
        this.pages = new UpstreamPages(fetcher, limits);
        this.heads = new FileHeads(fetcher);
        this.metadata = new RemoteMetadata(fetcher);
    }

    /**
     * A project's page, and one release of it.
     *
     * @param page all files, as the index tells them
     * @param files those of the release, with what their own headers tell where the page is HTML
     */
    public record Found(SimplePage page, List<SimpleFile> files) {}

    /**
     * The page of a project and its files of one version, in whatever spelling; empty where the index has no such project.
     *
     * @throws IOException where the index cannot be asked or its answer cannot be read
     */
    public Optional<Found> release(ProjectName name, String version, Instant now) throws IOException {
        PageAnswer answer = pages.ask(upstream, name, "", "");
        return switch (answer) {
            case PageAnswer.Page page -> Optional.of(release(page, name, version, now));
            case PageAnswer.Absent a -> Optional.empty();
            case PageAnswer.Failed f -> throw new IOException(f.reason());
            case PageAnswer.Unchanged u -> throw new IOException("the index answered 304 to a first request");
        };
    }

    private Found release(PageAnswer.Page answer, ProjectName name, String version, Instant now) {
        Release wanted = new Release(version, List.of());
        List<SimpleFile> files = answer.page().files().stream()
                .filter(f ->
                        wanted.is(DistributionName.parse(f.filename(), name).version()))
                .toList();
        SimplePage part = new SimplePage(answer.page().name(), answer.page().status(), files);
        PageAnswer.Page whole = heads.complete(
                upstream.id(),
                new PageAnswer.Page(part, answer.html(), answer.etag(), answer.lastModified(), answer.maxAge()),
                List.of(),
                now);
        return new Found(answer.page(), whole.page().files());
    }

    /** The core metadata of one of the files, if it is a wheel of which it can be had without the whole. */
    public Optional<byte[]> metadata(ProjectName name, SimpleFile wheel) throws IOException {
        return DistributionName.parse(wheel.filename(), name).kind().equals("wheel")
                ? metadata.learn(new FileKey(upstream.id(), name, wheel))
                : Optional.empty();
    }
}
