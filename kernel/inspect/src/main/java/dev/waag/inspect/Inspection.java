package dev.waag.inspect;

import dev.waag.core.Sha256;
import dev.waag.python.CoreMetadata;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was found in one distribution.
 *
 * @param filename as it was given
 * @param kind {@code wheel}, {@code sdist} or {@code other}
 * @param project normalized name, by the file name; empty where that names none
 * @param version by the file name
 * @param sha256 of the file
 * @param size of the file, in bytes
 * @param complete whether the archive could be read to its end
 * @param entries members of the archive, folders included
 * @param unpacked bytes of all members together
 * @param findings what matters most first
 * @param capabilities what its code is able to do, by the words of {@code waag inspect}
 * @param score how much its install-time, start-up and import-time code looks like malware: 0 not at all, 1 entirely
 * @param metadata METADATA of a wheel, PKG-INFO of an sdist
 * @param metadataBytes the same, byte for byte
 * @param profile what a later release is compared with
 * @param sources SHA-256, first 16 digits, of each source by its path (an sdist's top folder taken off); not for keeping
 * @param uncompared algorithms of RECORD's digests that were not compared, for which the file has to be read once more ({@link Inspector.Request#alsoBy})
 */
public record Inspection(
        String filename,
        String kind,
        String project,
        String version,
        Sha256 sha256,
        long size,
        boolean complete,
        int entries,
        long unpacked,
        List<Finding> findings,
        Set<String> capabilities,
        double score,
        Optional<CoreMetadata> metadata,
        Optional<byte[]> metadataBytes,
        Profile profile,
        Map<String, String> sources,
        Set<String> uncompared) {
    public Inspection {
        findings = List.copyOf(findings);
        capabilities = Collections.unmodifiableSet(new TreeSet<>(capabilities));
        sources = Collections.unmodifiableMap(new TreeMap<>(sources));
        uncompared = Collections.unmodifiableSet(new TreeSet<>(uncompared));
    }

    /** Whether readers could take the archive in two ways, or it could not be read: rule {@code archive-unsafe}. */
    public boolean unsafe() {
        return !unsafeFindings().isEmpty();
    }

    public List<Finding> unsafeFindings() {
        return of(Finding.UNSAFE);
    }

    /** Findings of one rule. */
    public List<Finding> of(String rule) {
        return findings.stream().filter(f -> f.rule().equals(rule)).toList();
    }

    /** The same with more findings, in order. */
    public Inspection with(List<Finding> more) {
        List<Finding> all = new java.util.ArrayList<>(findings);
        all.addAll(more);
        return new Inspection(
                filename,
                kind,
                project,
                version,
                sha256,
                size,
                complete,
                entries,
                unpacked,
                Severities.ordered(all),
                capabilities,
                score,
                metadata,
                metadataBytes,
                profile,
                sources,
                uncompared);
    }
}
