package dev.waag.identity;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A CI job that may publish projects with its own identity.
 *
 * @param projects normalized names
 * @param issuer its URL
 * @param claims what the identity must say; {@code repository} and {@code workflow} as {@link PublisherMatch} has it
 * @param environment in which the job must run
 * @param pending whether the project was still to begin when this was added, and it was not used since
 * @param user who added it
 * @param owner the id of the repository's owner, as its first identity had it: an owner of the same name with another id is another
 * @param lastUsed when an identity was exchanged by it last
 */
public record Publisher(
        String id,
        Set<String> projects,
        String issuer,
        Map<String, String> claims,
        Optional<String> environment,
        boolean pending,
        String user,
        Instant created,
        Optional<String> owner,
        Optional<Instant> lastUsed) {
    public Publisher {
        projects = Set.copyOf(projects);
        claims = Map.copyOf(claims);
    }

    /** The same after an identity was exchanged by it. */
    Publisher used(Optional<String> ownerNow, Instant at) {
        return new Publisher(
                id,
                projects,
                issuer,
                claims,
                environment,
                false,
                user,
                created,
                owner.or(() -> ownerNow),
                Optional.of(at));
    }
}
