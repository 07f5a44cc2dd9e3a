package dev.waag.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A file on a page of the {@link SimulatedIndex}: at first what is true of it and old enough for every policy, until a test says otherwise. */
public final class Listing {
    final Distribution distribution;
    final Map<String, String> hashes = new LinkedHashMap<>();
    OptionalLong size;
    Optional<Instant> uploaded = Optional.of(TestClock.START.minus(Duration.ofDays(400)));
    String requiresPython = "";
    Optional<String> yanked = Optional.empty();
    Optional<String> provenance = Optional.empty();
    Optional<byte[]> attested = Optional.empty();
    Optional<byte[]> metadata = Optional.empty();
    Optional<String> metadataSha256 = Optional.empty();
    Optional<Instant> modified = Optional.empty();

    private Listing(Distribution distribution) {
        this.distribution = distribution;
        this.size = OptionalLong.of(distribution.bytes().length);
        hashes.put("sha256", distribution.sha256());
    }

    public static Listing of(Distribution distribution) {
        return new Listing(distribution);
    }

    public Distribution distribution() {
        return distribution;
    }

    public Listing size(long bytes) {
        size = OptionalLong.of(bytes);
        return this;
    }

    public Listing noSize() {
        size = OptionalLong.empty();
        return this;
    }

    public Listing hash(String algorithm, String digest) {
        hashes.put(algorithm, digest);
        return this;
    }

    public Listing noHashes() {
        hashes.clear();
        return this;
    }

    public Listing uploaded(Instant time) {
        uploaded = Optional.of(time);
        return this;
    }

    public Listing noTime() {
        uploaded = Optional.empty();
        return this;
    }

    public Listing requiresPython(String specifier) {
        requiresPython = specifier;
        return this;
    }

    public Listing yanked(String reason) {
        yanked = Optional.of(reason);
        return this;
    }

    public Listing provenance(String url) {
        provenance = Optional.of(url);
        return this;
    }

    /** Announces a provenance object (PEP 740) and serves these bytes for it. */
    public Listing provenance(byte[] body) {
        attested = Optional.of(body);
        return this;
    }

    public Listing noProvenance() {
        attested = Optional.empty();
        provenance = Optional.empty();
        return this;
    }

    /** Announces core metadata (PEP 658) and serves these bytes for it. */
    public Listing metadata(byte[] body) {
        metadata = Optional.of(body);
        return this;
    }

    /** The digest with which the metadata is announced. */
    public Listing metadataSha256(String digest) {
        metadataSha256 = Optional.of(digest);
        return this;
    }

    /** The file's Last-Modified. */
    public Listing modified(Instant time) {
        modified = Optional.of(time);
        return this;
    }
}
