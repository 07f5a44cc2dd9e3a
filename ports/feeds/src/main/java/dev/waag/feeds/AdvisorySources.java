package dev.waag.feeds;

import dev.waag.advisory.AdvisoryIndex;
import dev.waag.advisory.SourceInfo;
import dev.waag.core.Secrets;
import dev.waag.core.Sha256;
import dev.waag.core.UserException;
import dev.waag.fetch.Fetcher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Brings the advisories of the settings into one index, and keeps it: where nothing changed since, opening it looks at the sources' sizes
 * and times, or at when their URLs were last asked, and maps the index.
 *
 * <p>For any number of threads and processes: one at a time fetches and builds, others wait and use what it made.
 */
public final class AdvisorySources {
    /** Part of every id: other words, rules or forms in the index make others. */
    private static final String FORM = "waag advisories 2";

    /** The file lock is the process's, this one the thread's. */
    private static final ReentrantLock ONE_THREAD = new ReentrantLock();

    private final FeedSettings settings;
    private final FeedLimits limits;
    private final InstantSource clock;
    private final List<Source> advisories = new ArrayList<>();
    private final Optional<Source> kev;
    private final Optional<Source> epss;
    private final IndexCache indexes;

    /** @param fetcher asked for when something has to be fetched, and not before */
    public AdvisorySources(FeedSettings settings, Supplier<Fetcher> fetcher, InstantSource clock) {
        this(settings, FeedLimits.DEFAULT, fetcher, clock);
    }

    AdvisorySources(FeedSettings settings, FeedLimits limits, Supplier<Fetcher> fetcher, InstantSource clock) {
        this.settings = settings;
        this.limits = limits;
        this.clock = clock;
        this.indexes = new IndexCache(settings.cache());
        for (String source : settings.advisories()) {
            advisories.add(source(source, fetcher));
        }
        this.kev = catalogue(settings.kev(), fetcher);
        this.epss = catalogue(settings.epss(), fetcher);
    }

    private Source source(String text, Supplier<Fetcher> fetcher) {
        if (!FeedSettings.isUrl(text)) {
            return local(text);
        }
        URI url = Faults.url(text);
        return text.endsWith("/")
                ? new WebFolder(url, settings, limits, fetcher)
                : new WebFile(url, settings, limits.archiveBytes(), fetcher, WebFolder::checkArchive);
    }

    private Optional<Source> catalogue(Optional<String> text, Supplier<Fetcher> fetcher) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                FeedSettings.isUrl(text.get())
                        ? new WebFile(
                                Faults.url(text.get()), settings, limits.catalogueBytes(), fetcher, Catalogues::check)
                        : local(text.get()));
    }

    private Source local(String text) {
        try {
            return new LocalSource(Secrets.mask(text), Path.of(text), limits);
        } catch (InvalidPathException e) {
            throw Faults.wrongUrl(text);
        }
    }

    /**
     * The advisories as they are now.
     *
     * @throws UserException with exit 3 where a source cannot be read and never could, or holds nothing, or there is none at all
     */
    public Advisories open() {
        if (advisories.isEmpty()) {
            throw Faults.noSource();
        }
        Optional<Advisories> ready = ready(clock.instant());
        return ready.isPresent() ? ready.get() : renewed();
    }

    /** A set of before, by its id, where it was made of sources of the same names; asks nobody and looks at no source. */
    public Optional<Advisories> kept(String id) {
        List<String> names = settings.advisories().stream().map(Secrets::mask).toList();
        return find(id).filter(a ->
                a.index().sources().stream().map(SourceInfo::name).toList().equals(names));
    }

    /** Without asking anybody or waiting for anybody. */
    private Optional<Advisories> ready(Instant now) {
        List<Located> found = new ArrayList<>();
        for (Source source : all()) {
            Optional<Located> here = source.here(now);
            if (here.isEmpty()) {
                return Optional.empty();
            }
            found.add(here.get());
        }
        return find(id(found));
    }

    private Optional<Advisories> find(String id) {
        try {
            return indexes.find(id);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Advisories renewed() {
        ONE_THREAD.lock();
        try {
            AtomicFiles.folder(settings.cache());
            try (FileChannel channel = FileChannel.open(
                            settings.cache().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                return renewed(lock.isValid(), new ArrayList<>());
            }
        } catch (IOException e) {
            return renewed(false, new ArrayList<>(List.of(notKept(e))));
        } finally {
            ONE_THREAD.unlock();
        }
    }

    /** @param kept whether the cache can be written; if not, the index serves this process alone */
    private Advisories renewed(boolean kept, List<String> warnings) {
        Instant now = clock.instant();
        List<Located> found = new ArrayList<>();
        for (Source source : all()) {
            found.add(source.fetched(now, warnings));
        }
        String id = id(found);
        Optional<Advisories> there = find(id);
        Advisories advisories = there.isPresent() ? there.get() : built(id, found, now, kept);
        warnings.addAll(advisories.warnings());
        return new Advisories(advisories.index(), id, warnings);
    }

    private Advisories built(String id, List<Located> found, Instant now, boolean kept) {
        IndexBuild build = new IndexBuild(limits, now);
        for (int i = 0; i < advisories.size(); i++) {
            build.advisories(
                    found.get(i), FeedSettings.isUrl(settings.advisories().get(i)));
        }
        int next = advisories.size();
        if (kev.isPresent()) {
            build.exploited(found.get(next++));
        }
        if (epss.isPresent()) {
            build.epss(found.get(next));
        }
        List<String> problems = new ArrayList<>(build.problems());
        if (kept) {
            try {
                indexes.put(id, build);
                Optional<Advisories> there = indexes.find(id);
                if (there.isPresent()) {
                    return there.get();
                }
            } catch (IOException e) {
                problems.add(
                        "the index of advisories could not be kept in " + settings.cache() + ": " + Faults.reason(e));
            }
        }
        return new Advisories(inMemory(build), id, problems);
    }

    private String notKept(IOException e) {
        return "the index of advisories could not be kept in " + settings.cache() + " and is made anew each time: "
                + Faults.reason(e);
    }

    private static AdvisoryIndex inMemory(IndexBuild build) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            build.writer().writeTo(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("an array takes whatever is written", e);
        }
        return AdvisoryIndex.open(ByteBuffer.wrap(bytes.toByteArray()));
    }

    private List<Source> all() {
        List<Source> all = new ArrayList<>(advisories);
        if (kev.isPresent()) {
            all.add(kev.get());
        }
        if (epss.isPresent()) {
            all.add(epss.get());
        }
        return all;
    }

    private String id(List<Located> found) {
        StringBuilder text = new StringBuilder(FORM);
        for (Located source : found) {
            text.append('\n').append(source.name()).append('\n').append(source.identity());
        }
        text.append('\n').append(kev.isPresent()).append('\n').append(epss.isPresent());
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8)).hex();
    }
}
