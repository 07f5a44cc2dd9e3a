package dev.waag.check;

import dev.waag.lock.PinSource;
import dev.waag.lock.PinnedFile;
import dev.waag.python.ProjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One project in one version that is to be judged, from wherever it was read.
 *
 * @param version as written; empty where nothing is pinned
 * @param requirement what asks for it, as written; empty where nothing but the pin itself does
 * @param file as it is to be shown
 * @param line from 1, or 0 where the file has no lines
 * @param hashes allowed for it, each as {@code algorithm:hex}
 * @param files that the hashes are of, as far as the lock tells
 * @param source where it is taken from
 * @param direct whether the project itself asks for it
 * @param path the names from the direct requirement to it, both included; empty where no way is known
 * @param licence SPDX expression where the distribution itself tells it, else empty
 * @param origin what kind of file it was read from
 */
record Item(
        ProjectName name,
        String version,
        String requirement,
        String file,
        int line,
        List<String> hashes,
        List<PinnedFile> files,
        PinSource source,
        boolean direct,
        List<String> path,
        String licence,
        Origin origin) {

    /** What an item was read from decides which rules make sense for it. */
    enum Origin {
        /** A lock: it should pin versions and hashes. */
        LOCK,
        /** A manifest without a lock. */
        MANIFEST,
        /** What is installed already. */
        ENVIRONMENT,
        /** A distribution file. */
        FILE
    }

    /** An item is the place where it was read, so it is equal to itself alone: items are keys of maps, and have long lists. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return (name.hashCode() * 31 + version.hashCode()) * 31 + line;
    }

    boolean pinned() {
        return !version.isEmpty();
    }

    /** The same project in another version, of which the lock has no hashes yet. */
    Item at(String other) {
        return new Item(
                name, other, requirement, file, line, List.of(), List.of(), source, direct, path, licence, origin);
    }

    /** Its SHA-256 digests. */
    List<String> sha256() {
        List<String> digests = new ArrayList<>(hashes.size());
        for (String hash : hashes) {
            if (hash.startsWith("sha256:")) {
                digests.add(hash.substring(7));
            }
        }
        return digests;
    }

    Optional<String> firstSha256() {
        List<String> digests = sha256();
        return digests.isEmpty() ? Optional.empty() : Optional.of(digests.getFirst());
    }

    Item withLicence(String expression) {
        return expression.equals(licence)
                ? this
                : new Item(
                        name,
                        version,
                        requirement,
                        file,
                        line,
                        hashes,
                        files,
                        source,
                        direct,
                        path,
                        expression,
                        origin);
    }
}
