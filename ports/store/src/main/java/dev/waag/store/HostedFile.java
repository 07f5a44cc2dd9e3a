package dev.waag.store;

import dev.waag.core.Sha256;
import dev.waag.python.ProjectName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A file that was published here.
 *
 * @param version the release, normalized (PEP 440)
 * @param uniqueName equal for file names that mean the same distribution
 * @param size in bytes
 * @param requiresPython the specifier of its metadata, or empty
 * @param metadataSha256 of its core metadata; empty for an sdist
 * @param attested whether attestations came with it
 * @param yanked present for a yanked file, with the reason or {@code ""} (PEP 592)
 * @param publisher who uploaded it
 * @param claims what is known of the publisher: for a CI job, the claims of its identity token
 * @param entry the number of the upload's entry in the ledger
 */
public record HostedFile(
        ProjectName project,
        String filename,
        String uniqueName,
        String version,
        Sha256 sha256,
        String md5,
        String blake2b,
        long size,
        String requiresPython,
        Optional<Sha256> metadataSha256,
        boolean attested,
        Optional<String> yanked,
        String publisher,
        Map<String, Object> claims,
        Instant uploadedAt,
        Optional<Instant> deletedAt,
        long entry) {
    public HostedFile {
        claims = Map.copyOf(claims);
    }

    public boolean deleted() {
        return deletedAt.isPresent();
    }

    /** The same with the number of its entry. */
    public HostedFile at(long number) {
        return new HostedFile(
                project,
                filename,
                uniqueName,
                version,
                sha256,
                md5,
                blake2b,
                size,
                requiresPython,
                metadataSha256,
                attested,
                yanked,
                publisher,
                claims,
                uploadedAt,
                deletedAt,
                number);
    }
}
