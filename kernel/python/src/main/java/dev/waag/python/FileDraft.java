package dev.waag.python;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** A file while its entry is being read, from JSON or HTML. */
final class FileDraft {
    String filename = "";
    String url = "";
    final Hashes hashes = new Hashes();
    OptionalLong size = OptionalLong.empty();
    Optional<Instant> uploadTime = Optional.empty();
    String requiresPython = "";
    Optional<String> yanked = Optional.empty();
    /** Of {@code core-metadata}; the older {@code dist-info-metadata} counts only where this is empty (PEP 714). */
    Optional<MetadataClaim> coreMetadata = Optional.empty();

    Optional<MetadataClaim> distInfoMetadata = Optional.empty();
    String provenance = "";

    MetadataClaim metadata() {
        return coreMetadata.or(() -> distInfoMetadata).orElse(MetadataClaim.NONE);
    }

    /** What an index says of a file's METADATA: whether it serves it, and its SHA-256. */
    record MetadataClaim(boolean served, Optional<String> sha256) {
        static final MetadataClaim NONE = new MetadataClaim(false, Optional.empty());
        static final MetadataClaim UNHASHED = new MetadataClaim(true, Optional.empty());

        static MetadataClaim of(Hashes hashes) {
            return new MetadataClaim(true, Optional.ofNullable(hashes.toMap().get("sha256")));
        }
    }
}
