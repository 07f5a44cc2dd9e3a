package dev.waag.advisory;

import dev.waag.core.Sha256;
import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * All advisories, in the bytes that {@link AdvisoryIndexWriter} wrote; nothing is read before it is asked for, so that opening costs a
 * checksum over the tables whatever the number of advisories. For any number of threads.
 *
 * <p>A question that meets bytes which are not those that were written fails with {@link BrokenIndexException}.
 */
public final class AdvisoryIndex {
    static final int PROJECTS = 0;
    static final int RECORDS = 1;
    /** The largest record that is given out. */
    private static final int MAX_RECORD = 64 << 20;

    private final IndexFile file;
    private final List<SourceInfo> sources;
    private final Optional<SourceInfo> exploited;
    private final Optional<SourceInfo> epss;

    private AdvisoryIndex(ByteBuffer bytes) {
        file = new IndexFile(bytes);
        ByteReader in = file.description();
        sources = List.copyOf(sources(in));
        exploited = first(sources(in));
        epss = first(sources(in));
    }

    /**
     * Opens an index from a buffer's position to its limit, which must not change afterwards.
     *
     * @throws BrokenIndexException where they are not a whole index
     */
    public static AdvisoryIndex open(ByteBuffer bytes) {
        return new AdvisoryIndex(bytes);
    }

    /** Where the advisories came from. */
    public List<SourceInfo> sources() {
        return sources;
    }

    /** Where the list of known exploited vulnerabilities came from. */
    public Optional<SourceInfo> exploitedSource() {
        return exploited;
    }

    /** Where the probabilities of exploitation came from. */
    public Optional<SourceInfo> epssSource() {
        return epss;
    }

    /** The vulnerabilities of a version, by id; a text that is no version by PEP 440 is affected where a record lists it as it is. */
    public List<Vulnerability> affecting(ProjectName project, String version) {
        Optional<Block> block = block(project);
        if (block.isEmpty()) {
            return List.of();
        }
        int position = block.get().position(Version.parse(version));
        return new Merge(sources, block.get(), project, version, position).vulnerabilities();
    }

    /** As {@link #affecting(ProjectName, String)}. */
    public List<Vulnerability> affecting(ProjectName project, Version version) {
        return affecting(project, version.toString());
    }

    /** Whether no record affects a version. */
    public boolean isUnaffected(ProjectName project, String version) {
        Optional<Block> block = block(project);
        return block.isEmpty() || isUnaffected(block.get(), block.get().position(Version.parse(version)), version);
    }

    /** The lowest of the candidates above a version that no record affects. */
    public Optional<Version> firstUnaffected(ProjectName project, Version above, Collection<Version> candidates) {
        List<Version> sorted = new ArrayList<>(candidates);
        sorted.sort(null);
        Optional<Block> block = block(project);
        for (Version candidate : sorted) {
            if (candidate.compareTo(above) > 0
                    && (block.isEmpty()
                            || isUnaffected(
                                    block.get(), block.get().position(Optional.of(candidate)), candidate.toString()))) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** A record's JSON as its source has it, withdrawn or not; of several sources' the one that was changed last. */
    public Optional<byte[]> record(String id) {
        Optional<ByteReader> block = file.find(RECORDS, id);
        return block.isEmpty() ? Optional.empty() : Optional.of(inflate(block.get()));
    }

    /** The ids of a project's records that were not withdrawn, each once, in the order of {@link Vulnerability#aliases()}. */
    public List<String> recordsOf(ProjectName project) {
        TreeSet<String> ids = new TreeSet<>(AdvisoryIds.ORDER);
        Optional<Block> block = block(project);
        if (block.isPresent()) {
            for (List<Entry> family : block.get().families()) {
                for (Entry entry : family) {
                    if (!entry.isWithdrawn()) {
                        ids.add(entry.detail().id());
                    }
                }
            }
        }
        return new ArrayList<>(ids);
    }

    /**
     * A text of 16 digits that is the same while everything is that {@link #affecting} tells of the project, but for {@link Epss}, which changes
     * every day and decides nothing; empty where there is no record.
     */
    public String fingerprint(ProjectName project) {
        Optional<ByteReader> found = file.find(PROJECTS, project.value());
        return found.isEmpty()
                ? ""
                : Sha256.of(Block.withoutEpss(found.get())).hex().substring(0, 16);
    }

    private Optional<Block> block(ProjectName project) {
        Optional<ByteReader> found = file.find(PROJECTS, project.value());
        return found.isEmpty() ? Optional.empty() : Optional.of(new Block(found.get()));
    }

    private static boolean isUnaffected(Block block, int position, String version) {
        for (List<Entry> family : block.families()) {
            for (Entry entry : family) {
                if (entry.affects(position, version)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static List<SourceInfo> sources(ByteReader in) {
        int count = in.count(14);
        List<SourceInfo> found = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String name = in.text();
            int records = in.number();
            Optional<Instant> asOf = Entry.time(in);
            found.add(new SourceInfo(name, records, asOf));
        }
        return found;
    }

    private static Optional<SourceInfo> first(List<SourceInfo> sources) {
        return sources.isEmpty() ? Optional.empty() : Optional.of(sources.getFirst());
    }

    private static byte[] inflate(ByteReader in) {
        int length = in.number();
        byte[] deflated = in.rest();
        // Deflate packs 1,032 to 1 at best.
        if (length > MAX_RECORD || length / 1_100 > deflated.length) {
            throw new BrokenIndexException("a record in it has no proper length");
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(deflated);
            byte[] json = new byte[length];
            int done = inflater.inflate(json);
            if (done != length || !inflater.finished() && inflater.inflate(new byte[1]) != 0) {
                throw new BrokenIndexException("a record in it is cut short");
            }
            return json;
        } catch (DataFormatException e) {
            throw new BrokenIndexException("a record in it cannot be unpacked");
        } finally {
            inflater.end();
        }
    }
}
