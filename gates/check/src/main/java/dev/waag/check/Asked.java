package dev.waag.check;

import dev.waag.core.Exit;
import dev.waag.core.Secrets;
import dev.waag.core.UserException;
import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchSettings;
import dev.waag.fetch.Fetcher;
import dev.waag.index.ReleaseReader;
import dev.waag.index.ReleaseReader.Found;
import dev.waag.lock.PinSource;
import dev.waag.policy.KnownAdvisory;
import dev.waag.python.CoreMetadata;
import dev.waag.python.SimpleFile;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Everything that a check asks of others, several at a time; nothing is opened before something is asked. */
final class Asked implements AutoCloseable {
    private static final int TOGETHER = 16;

    private final CheckRequest request;
    private @Nullable Fetcher fetcher;

    Asked(CheckRequest request) {
        this.request = request;
    }

    /** @param more URLs that the operator named besides the index */
    Fetcher fetcher(List<URI> more) {
        if (fetcher == null) {
            List<URI> named = new ArrayList<>(more);
            request.index().ifPresent(named::add);
            fetcher = new Fetcher(FetchSettings.fromEnvironment(request.environment(), List.of(), FetchLimits.DEFAULT)
                    .withUpstreams(named));
        }
        return fetcher;
    }

    /** The releases of the pinned items as the index has them; empty where it has no such project. */
    Map<Item, Optional<Found>> releases(List<Item> items, Instant now, Progress progress) {
        ReleaseReader reader = new ReleaseReader(
                fetcher(List.of()), FetchLimits.DEFAULT, request.index().orElseThrow());
        return each(fromIndex(items), "asking the index", progress, i -> reader.release(i.name(), i.version(), now));
    }

    /** The licences that the metadata of those releases tells, as SPDX expressions; an item without a wheel, or without a known licence, is missing. */
    Map<Item, String> licences(Map<Item, Optional<Found>> releases, Progress progress) {
        if (releases.isEmpty()) {
            return Map.of();
        }
        ReleaseReader reader = new ReleaseReader(
                fetcher(List.of()), FetchLimits.DEFAULT, request.index().orElseThrow());
        Map<Item, String> known = new LinkedHashMap<>();
        each(new ArrayList<>(releases.keySet()), "reading licences", progress, i -> licence(reader, i, releases))
                .forEach((item, licence) -> licence.ifPresent(l -> known.put(item, l)));
        return known;
    }

    private static Optional<String> licence(ReleaseReader reader, Item item, Map<Item, Optional<Found>> releases)
            throws IOException {
        Optional<Found> found = releases.getOrDefault(item, Optional.empty());
        for (SimpleFile file : found.map(Found::files).orElse(List.of())) {
            Optional<byte[]> metadata = reader.metadata(item.name(), file);
            if (metadata.isPresent()) {
                return Optional.of(InstalledEnvironment.licence(CoreMetadata.parse(metadata.get())))
                        .filter(l -> !l.isEmpty());
            }
        }
        return Optional.empty();
    }

    /** What the index itself knows of vulnerabilities. */
    Map<Item, List<KnownAdvisory>> ofTheIndex(List<Item> items, Progress progress) {
        IndexAdvisories source =
                new IndexAdvisories(fetcher(List.of()), request.index().orElseThrow());
        Map<Item, Optional<List<KnownAdvisory>>> told = each(
                fromIndex(items),
                "asking the index about vulnerabilities",
                progress,
                i -> source.affecting(i.name(), i.version()));
        if (told.values().stream().allMatch(Optional::isEmpty)) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "there are no advisories, so nothing can be said about vulnerabilities",
                    "none were named, and the index tells none",
                    "name a source: --advisories FILE.zip, a folder of OSV records, or WAAG_ADVISORIES_SOURCES");
        }
        Map<Item, List<KnownAdvisory>> known = new LinkedHashMap<>();
        told.forEach((item, list) -> known.put(item, list.orElse(List.of())));
        return known;
    }

    /** What the index itself knows of the vulnerabilities of one release; empty where it tells none. */
    Optional<List<KnownAdvisory>> ofTheIndex(Item item) {
        IndexAdvisories source =
                new IndexAdvisories(fetcher(List.of()), request.index().orElseThrow());
        return each(List.of(item), "", Progress.NONE, i -> source.affecting(i.name(), i.version()))
                .getOrDefault(item, Optional.empty());
    }

    /** The metadata of each item's release, read from one of its wheels; empty where there is none that can be read. */
    Map<Item, Optional<CoreMetadata>> metadata(Map<Item, List<SimpleFile>> files, Progress progress) {
        ReleaseMetadata metadata =
                new ReleaseMetadata(fetcher(List.of()), request.index().orElseThrow());
        return each(
                List.copyOf(files.keySet()),
                "asking the index what releases require",
                progress,
                i -> metadata.of(i.name(), files.getOrDefault(i, List.of())));
    }

    private static List<Item> fromIndex(List<Item> items) {
        return items.stream()
                .filter(i -> i.pinned() && i.source().kind() == PinSource.Kind.INDEX)
                .toList();
    }

    private interface Question<T> {
        T ask(Item item) throws IOException;
    }

    private <T> Map<Item, T> each(List<Item> items, String what, Progress progress, Question<T> question) {
        Map<Item, Future<T>> futures = new LinkedHashMap<>();
        Semaphore places = new Semaphore(TOGETHER);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Item item : items) {
                futures.put(item, threads.submit(() -> {
                    places.acquire();
                    try {
                        return question.ask(item);
                    } finally {
                        places.release();
                    }
                }));
            }
            Map<Item, T> answers = new LinkedHashMap<>();
            for (Map.Entry<Item, Future<T>> f : futures.entrySet()) {
                progress.at(what, answers.size(), items.size());
                answers.put(f.getKey(), f.getValue().get());
            }
            return answers;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof UserException u) {
                throw u;
            }
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the index " + Secrets.mask(String.valueOf(request.index().orElseThrow())) + " cannot be asked: "
                            + cause.getMessage(),
                    "it is down, or out of reach from here",
                    "try again, name another with --index, or check what can be told without it: --offline");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserException(Exit.INCOMPLETE, "interrupted", "", "");
        }
    }

    @Override
    public void close() {
        if (fetcher != null) {
            fetcher.close();
        }
    }
}
