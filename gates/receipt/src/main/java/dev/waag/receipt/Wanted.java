package dev.waag.receipt;

import dev.waag.core.Sha256;
import dev.waag.python.ProjectName;
import java.util.Optional;
import java.util.Set;

/**
 * A distribution that a receipt is asked about.
 *
 * @param version as written; empty where it is not known
 * @param digests any of which it may have; empty: not known
 * @param contents of what is installed, by {@link Contents}; empty where it is not installed
 * @param bundled whether it is what comes with Python itself: the wheel is on this machine, and has these contents
 * @param outside why it cannot have come from an index at all; empty where it may have
 */
public record Wanted(
        ProjectName name,
        String version,
        Set<String> digests,
        Optional<Sha256> contents,
        boolean bundled,
        Optional<String> outside) {
    public Wanted {
        digests = Set.copyOf(digests);
    }
}
