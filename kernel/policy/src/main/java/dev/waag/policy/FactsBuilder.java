package dev.waag.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Gathers the facts of one file; what is not said is unknown, or the same as for nearly every file. For one thread. */
public final class FactsBuilder {
    private final String project;
    private final String version;
    private final String filename;
    private final String kind;
    private OptionalLong size = OptionalLong.empty();
    private Optional<Instant> uploadTime = Optional.empty();
    private Optional<String> yanked = Optional.empty();
    private String status = "";
    private String statusReason = "";
    private Map<String, String> hashes = Map.of();
    private String requiresPython = "";
    private String provenance = "";
    private boolean claimed;
    private boolean hosted;
    private Optional<Lookalike> lookalike = Optional.empty();
    private Optional<String> upstreamChange = Optional.empty();
    private List<KnownAdvisory> advisories = List.of();
    private Optional<String> licence = Optional.empty();
    private Origin origin = Origin.UNATTESTED;
    private List<String> onlyFixFor = List.of();
    private Optional<Inspected> inspected = Optional.empty();

    FactsBuilder(String project, String version, String filename, String kind) {
        this.project = project;
        this.version = version;
        this.filename = filename;
        this.kind = kind;
    }

    public FactsBuilder size(OptionalLong bytes) {
        size = bytes;
        return this;
    }

    public FactsBuilder uploadTime(Optional<Instant> at) {
        uploadTime = at;
        return this;
    }

    /** Its publisher withdrew the file, with these words, which may be none. */
    public FactsBuilder yanked(Optional<String> reason) {
        yanked = reason;
        return this;
    }

    public FactsBuilder status(String word, String reason) {
        status = word;
        statusReason = reason;
        return this;
    }

    public FactsBuilder hashes(Map<String, String> digests) {
        hashes = digests;
        return this;
    }

    public FactsBuilder requiresPython(String specifier) {
        requiresPython = specifier;
        return this;
    }

    public FactsBuilder provenance(String url) {
        provenance = url;
        return this;
    }

    public FactsBuilder claimed(boolean internal) {
        claimed = internal;
        return this;
    }

    /** The file was published here. */
    public FactsBuilder hosted(boolean here) {
        hosted = here;
        return this;
    }

    public FactsBuilder lookalike(Optional<Lookalike> resembles) {
        lookalike = resembles;
        return this;
    }

    public FactsBuilder upstreamChange(Optional<String> sentence) {
        upstreamChange = sentence;
        return this;
    }

    public FactsBuilder advisories(List<KnownAdvisory> affecting) {
        advisories = affecting;
        return this;
    }

    public FactsBuilder licence(Optional<String> expression) {
        licence = expression;
        return this;
    }

    /** What its attestations prove. */
    public FactsBuilder origin(Origin proved) {
        origin = proved;
        return this;
    }

    public FactsBuilder onlyFixFor(List<String> ids) {
        onlyFixFor = ids;
        return this;
    }

    public FactsBuilder inspected(Optional<Inspected> found) {
        inspected = found;
        return this;
    }

    public Facts build() {
        return new Facts(
                project,
                version,
                filename,
                kind,
                size,
                uploadTime,
                yanked.isPresent(),
                yanked.orElse(""),
                status,
                statusReason,
                hashes,
                requiresPython,
                provenance,
                claimed,
                hosted,
                lookalike,
                upstreamChange,
                advisories,
                licence,
                origin,
                onlyFixFor,
                inspected);
    }
}
