package dev.waag.index;

import dev.waag.fetch.FetchException;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Response;
import dev.waag.python.SimpleFile;
import dev.waag.python.SimplePage;
import dev.waag.store.FileRecord;
import java.net.URI;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from the files' own headers what an HTML page does not say, nor one in JSON before version 1.1 of the API (PEP 700). Where a page
 * has no upload times at all, every new file is asked for its Last-Modified, and where that is missing too the time at which it was first
 * seen counts. Sizes are asked for on pages with few files; on longer ones they become known as files are used.
 */
final class FileHeads {
    private static final Logger LOG = LoggerFactory.getLogger(FileHeads.class);
    private static final int TOGETHER = 16;
    private static final int FEW = 48;
    private static final long PATIENCE_SECONDS = 20;

    private record Head(OptionalLong size, Optional<Instant> modified) {}

    private final Fetcher fetcher;

    FileHeads(Fetcher fetcher) {
        this.fetcher = fetcher;
    }

    PageAnswer.Page complete(String upstream, PageAnswer.Page answer, List<FileRecord> known, Instant now) {
        SimplePage page = answer.page();
        if (!answer.html() && !silent(page)) {
            return answer;
        }
        Map<String, FileRecord> before = HashMap.newHashMap(known.size());
        known.forEach(f -> before.put(f.filename(), f));
        boolean hasTimes = page.files().stream().anyMatch(f -> f.uploadTime().isPresent());
        List<SimpleFile> unknown = page.files().stream()
                .filter(f -> !before.containsKey(f.filename()))
                .filter(f -> !hasTimes || f.size().isEmpty())
                .toList();
        Map<String, Head> heads = !hasTimes || unknown.size() <= FEW ? ask(upstream, unknown) : Map.of();
        if (hasTimes && heads.isEmpty()) {
            return answer;
        }
        List<SimpleFile> files = new ArrayList<>(page.files().size());
        for (SimpleFile f : page.files()) {
            FileRecord old = before.get(f.filename());
            Head head = heads.getOrDefault(f.filename(), new Head(OptionalLong.empty(), Optional.empty()));
            Optional<Instant> time = hasTimes
                    ? f.uploadTime()
                    : old != null ? old.seen().uploadTime() : head.modified().or(() -> Optional.of(now));
            files.add(new SimpleFile(
                    f.filename(),
                    f.url(),
                    f.hashes(),
                    f.size().isPresent() ? f.size() : head.size(),
                    time,
                    f.requiresPython(),
                    f.yanked(),
                    f.hasMetadata(),
                    f.metadataSha256(),
                    f.provenance()));
        }
        return new PageAnswer.Page(
                new SimplePage(page.name(), page.status(), files),
                answer.html(),
                answer.etag(),
                answer.lastModified(),
                answer.maxAge());
    }

    /** Whether no file has what version 1.1 brought, of which the size is a must there. */
    private static boolean silent(SimplePage page) {
        return page.files().stream()
                .allMatch(f -> f.uploadTime().isEmpty() && f.size().isEmpty());
    }

    private Map<String, Head> ask(String upstream, List<SimpleFile> files) {
        Semaphore places = new Semaphore(TOGETHER);
        Map<String, CompletableFuture<Head>> asked = HashMap.newHashMap(files.size());
        for (SimpleFile f : files) {
            CompletableFuture<Head> head = new CompletableFuture<>();
            asked.put(f.filename(), head);
            Thread.ofVirtual().start(() -> {
                places.acquireUninterruptibly();
                try {
                    head.complete(head(upstream, f));
                } finally {
                    places.release();
                }
            });
        }
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        Map<String, Head> heads = HashMap.newHashMap(files.size());
        asked.forEach((name, head) -> {
            try {
                heads.put(name, head.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS));
            } catch (TimeoutException | ExecutionException e) {
                LOG.debug("the headers of {} were not to be had in time", name);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return heads;
    }

    private Head head(String upstream, SimpleFile f) {
        try (Response r = fetcher.get(Requests.head(URI.create(f.url()), upstream))) {
            return r.status() == 200
                    ? new Head(r.contentLength(), r.header("Last-Modified").flatMap(FileHeads::date))
                    : new Head(OptionalLong.empty(), Optional.empty());
        } catch (FetchException e) {
            LOG.debug("the headers of {} were not to be had: {}", f.filename(), e.getMessage());
        }
        return new Head(OptionalLong.empty(), Optional.empty());
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
