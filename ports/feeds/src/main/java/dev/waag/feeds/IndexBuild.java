package dev.waag.feeds;

import dev.waag.advisory.AdvisoryFormatException;
import dev.waag.advisory.AdvisoryIndexWriter;
import dev.waag.advisory.EpssScores;
import dev.waag.advisory.ExploitedCatalogue;
import dev.waag.advisory.OsvReader;
import dev.waag.advisory.OsvRecord;
import dev.waag.advisory.SourceInfo;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Reads sources into an index. What cannot be read of a source is named and left out; a source of which nothing is left is an error. */
final class IndexBuild {
    private static final int PROBLEMS_SHOWN = 20;

    private final FeedLimits limits;
    private final Instant now;
    private final AdvisoryIndexWriter writer = new AdvisoryIndexWriter();
    private final List<String> problems = new ArrayList<>();

    IndexBuild(FeedLimits limits, Instant now) {
        this.limits = limits;
        this.now = now;
    }

    AdvisoryIndexWriter writer() {
        return writer;
    }

    /** What was left out, a line each. */
    List<String> problems() {
        return problems;
    }

    /**
     * Adds a source. Its state of knowledge is the newest time at which one of its records was changed, or what the server or file system
     * states where that is later and says when it was exported; times to come are typing errors.
     */
    void advisories(Located source, boolean statedCounts) {
        Gathered gathered = new Gathered(source.name(), writer.source(source.name()));
        new Records(limits).read(source, gathered);
        if (gathered.records == 0) {
            throw Faults.noRecords(source.name(), gathered.whyNone());
        }
        Optional<Instant> asOf = gathered.newest;
        if (statedCounts || asOf.isEmpty()) {
            asOf = later(asOf, source.stated().filter(s -> !s.isAfter(now)));
        }
        writer.asOf(gathered.number, asOf.orElse(now));
        gathered.report();
    }

    private static Optional<Instant> later(Optional<Instant> a, Optional<Instant> b) {
        return a.isEmpty() || b.isPresent() && b.get().isAfter(a.get()) ? b : a;
    }

    private final class Gathered implements Records.Sink {
        private final String name;
        private final int number;
        private final List<String> refused = new ArrayList<>();
        private int records;
        private int others;
        private int refusals;
        private Optional<Instant> newest = Optional.empty();

        Gathered(String name, int number) {
            this.name = name;
            this.number = number;
        }

        @Override
        public void record(String place, byte[] json) {
            try {
                Optional<OsvRecord> record = OsvReader.read(json);
                if (record.isEmpty()) {
                    others++;
                    return;
                }
                writer.add(number, record.get(), json);
                records++;
                newest = later(newest, record.get().modified().filter(m -> !m.isAfter(now)));
            } catch (AdvisoryFormatException e) {
                problem(place, String.valueOf(e.getMessage()));
            }
        }

        @Override
        public void problem(String place, String reason) {
            refusals++;
            if (refused.size() < PROBLEMS_SHOWN) {
                refused.add(place + ": " + reason);
            }
        }

        String whyNone() {
            if (!refused.isEmpty()) {
                return refusals + " of its files are no OSV records, the first: " + refused.getFirst();
            }
            return others == 0
                    ? "no file in it ends in .json"
                    : "all " + others + " records in it are about other ecosystems";
        }

        void report() {
            for (String one : refused) {
                problems.add(name + " has a record that cannot be read, " + one);
            }
            if (refusals > refused.size()) {
                problems.add(name + " has " + (refusals - refused.size()) + " more records that cannot be read");
            }
        }
    }

    void exploited(Located source) {
        try (InputStream in = open(source)) {
            ExploitedCatalogue catalogue = ExploitedCatalogue.read(in.readAllBytes());
            writer.exploited(
                    new SourceInfo(
                            source.name(),
                            catalogue.ids().size(),
                            catalogue.released().or(source::stated)),
                    catalogue.ids());
        } catch (AdvisoryFormatException e) {
            throw Faults.catalogue(source.name(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw Faults.unreadable(source.name(), e);
        }
    }

    /** After all advisories: only probabilities of their ids are kept. */
    void epss(Located source) {
        try (InputStream in = open(source)) {
            EpssScores scores = EpssScores.read(in, writer::names);
            writer.epss(
                    new SourceInfo(source.name(), scores.rows(), scores.scored().or(source::stated)), scores.byId());
        } catch (AdvisoryFormatException e) {
            throw Faults.catalogue(source.name(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw Faults.unreadable(source.name(), e);
        }
    }

    /** Unpacks what begins as gzip does (RFC 1952, section 2.3.1). */
    private InputStream open(Located source) throws IOException {
        if (!(source.content() instanceof Located.InFile(Path file))) {
            throw Faults.catalogue(source.name(), "it is a folder");
        }
        BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(2);
        boolean packed = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return new Bounded(packed ? new GZIPInputStream(in, 1 << 16) : in, source.name(), limits.catalogueBytes());
    }
}
