package dev.waag.index;

import dev.waag.core.Sha256;
import dev.waag.fetch.FetchException;
import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchRequest;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Response;
import dev.waag.python.PageFormatException;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleRoot;
import dev.waag.store.Blobs;
import dev.waag.store.Database;
import dev.waag.store.Hosted;
import dev.waag.store.Projects;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The list of all projects (PEP 503, PEP 691): what the upstream lists and what is known here, with our own projects in place of what is claimed.
 * With some hundred thousand names it is a file, made anew an hour after its making when somebody asks.
 */
public final class RootList {
    private static final Logger LOG = LoggerFactory.getLogger(RootList.class);
    private static final Duration AGE = Duration.ofHours(1);
    private static final Duration AGE_INCOMPLETE = Duration.ofSeconds(30);
    private static final long MAX = 512L << 20;
    /** Lists with our own projects in them that are remembered. */
    private static final int MERGED = 8;

    /** The list in one form, as a file. */
    public record Listing(Path path, Sha256 digest) {}

    private final Fetcher fetcher;
    private final FetchLimits limits;
    private final Names names;
    private final Database database;
    private final Blobs blobs;
    private final InstantSource clock;
    private final ReentrantLock making = new ReentrantLock();
    private Instant validUntil = Instant.EPOCH;
    /** Whether every upstream had its part in the list that is there. */
    private boolean whole;

    private final Deque<Merged> merged = new ArrayDeque<>();
    private Optional<Sha256> json = Optional.empty();
    private Optional<Sha256> html = Optional.empty();

    RootList(Fetcher fetcher, FetchLimits limits, Names names, Database database, Blobs blobs, InstantSource clock) {
        this.fetcher = fetcher;
        this.limits = limits;
        this.names = names;
        this.database = database;
        this.blobs = blobs;
        this.clock = clock;
    }

    /** The list with what is published here and in that channel. */
    public Listing get(boolean asJson, String channel) throws IOException {
        making.lock();
        try {
            Optional<Listing> ready = listing(asJson);
            if (ready.isEmpty() || !clock.instant().isBefore(validUntil)) {
                make();
                ready = listing(asJson);
            }
            Listing upstream = ready.orElseThrow(RootList::tooSmall);
            List<ProjectName> here = database.read(c -> Hosted.projects(c, channel)).stream()
                    .filter(names::claimed)
                    .toList();
            return here.isEmpty() ? upstream : with(here, upstream, asJson);
        } catch (SQLException e) {
            throw new IOException("the database cannot be read", e);
        } finally {
            making.unlock();
        }
    }

    private static IOException tooSmall() {
        return new IOException("the list of projects was evicted at once: the file cache is too small");
    }

    /** @param of the list that it was made of, and what was added */
    private record Merged(Sha256 of, List<ProjectName> added, Sha256 digest) {}

    private Listing with(List<ProjectName> here, Listing upstream, boolean asJson) throws IOException {
        for (Merged known : merged) {
            Optional<Path> path =
                    known.of().equals(upstream.digest()) && known.added().equals(here)
                            ? blobs.find(known.digest())
                            : Optional.empty();
            if (path.isPresent()) {
                return new Listing(path.get(), known.digest());
            }
        }
        Set<ProjectName> all = new TreeSet<>(here);
        Listing names = listing(true).orElseThrow(RootList::tooSmall);
        try (InputStream in = Files.newInputStream(names.path())) {
            SimpleRoot.readJson(in, name -> ProjectName.parse(name).ifPresent(all::add));
        } catch (PageFormatException e) {
            throw new IOException("the list of projects in the file cache is damaged", e);
        }
        Sha256 digest = write(out -> {
            if (asJson) {
                SimpleRoot.writeJson(out, all.iterator());
            } else {
                SimpleRoot.writeHtml(out, all.iterator());
            }
        });
        merged.addFirst(new Merged(upstream.digest(), here, digest));
        while (merged.size() > MERGED) {
            merged.removeLast();
        }
        return new Listing(blobs.find(digest).orElseThrow(RootList::tooSmall), digest);
    }

    private Optional<Listing> listing(boolean asJson) {
        Optional<Sha256> digest = asJson ? json : html;
        return digest.flatMap(d -> blobs.find(d).map(path -> new Listing(path, d)));
    }

    private void make() throws IOException {
        Set<ProjectName> all = new TreeSet<>();
        boolean complete = true;
        for (Upstream upstream : names.upstreams()) {
            complete &= ask(upstream, all);
            try {
                all.addAll(database.read(c -> Projects.names(c, upstream.id())));
            } catch (SQLException e) {
                throw new IOException("the database cannot be read", e);
            }
        }
        if (!complete && whole && listing(true).isPresent() && listing(false).isPresent()) {
            validUntil = clock.instant().plus(AGE_INCOMPLETE); // the list as it was says more than what is left of it
            return;
        }
        all.removeIf(names::claimed);
        json = Optional.of(write(out -> SimpleRoot.writeJson(out, all.iterator())));
        html = Optional.of(write(out -> SimpleRoot.writeHtml(out, all.iterator())));
        whole = complete;
        validUntil = clock.instant().plus(complete ? AGE : AGE_INCOMPLETE);
    }

    private boolean ask(Upstream upstream, Set<ProjectName> into) {
        FetchRequest request = Requests.page(
                upstream.root(), Map.of("Accept", UpstreamPages.ACCEPT), Math.max(MAX, limits.pageBytes()));
        try (Response response = fetcher.get(request)) {
            if (response.status() != 200) {
                LOG.warn("the upstream {} answered {} for its list of projects", upstream, response.status());
                return false;
            }
            boolean isJson = response.header("Content-Type").orElse("").contains("json");
            if (isJson) {
                SimpleRoot.readJson(
                        response.body(), name -> ProjectName.parse(name).ifPresent(into::add));
            } else {
                Set<ProjectName> listed = new HashSet<>();
                SimpleRoot.readHtml(
                        response.body(), name -> ProjectName.parse(name).ifPresent(listed::add));
                into.addAll(listed);
                return !listed.isEmpty(); // a network's login page is HTML too
            }
            return true;
        } catch (FetchException e) {
            LOG.warn("the list of projects of {} could not be had: {}", upstream, e.getMessage());
        } catch (PageFormatException | UncheckedIOException e) {
            LOG.warn("the list of projects of {} cannot be read: {}", upstream, e.getMessage());
        }
        return false;
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private Sha256 write(Writing writing) throws IOException {
        Path file = blobs.temporary();
        MessageDigest digest = Sha256.digest();
        try (OutputStream out =
                new BufferedOutputStream(new DigestOutputStream(Files.newOutputStream(file), digest), 1 << 16)) {
            writing.to(out);
        }
        Sha256 sha = Sha256.ofDigest(digest.digest());
        blobs.adoptPlain(file, sha);
        return sha;
    }
}
