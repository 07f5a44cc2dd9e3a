package dev.waag.lock;

import dev.waag.python.ProjectName;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * One project that a lock lets in.
 *
 * @param version as written; empty where the lock leaves it open, as with a range in a requirements file or the folder of a project that
 *     computes its version
 * @param requirement what stands in a requirements file, as written; {@code ""} in other kinds
 * @param place of the project's name
 * @param hashes all that are allowed, each as {@code algorithm:hex}, none twice
 * @param files that the hashes are of, as far as the lock tells
 * @param marker where it is installed; {@code ""} for everywhere
 * @param extras of it that are asked for
 * @param groups that it belongs to, as the lock names them
 * @param dependencies that the lock tells
 * @param direct whether the project itself asks for it; see {@link LockFile#directKnown()}
 */
public record Pin(
        ProjectName name,
        Optional<String> version,
        String requirement,
        Place place,
        List<String> hashes,
        List<PinnedFile> files,
        String marker,
        SortedSet<String> extras,
        SortedSet<String> groups,
        List<PinDependency> dependencies,
        PinSource source,
        boolean direct) {

    Pin withDirect(boolean isDirect) {
        return isDirect == direct
                ? this
                : new Pin(
                        name,
                        version,
                        requirement,
                        place,
                        hashes,
                        files,
                        marker,
                        extras,
                        groups,
                        dependencies,
                        source,
                        isDirect);
    }
}
