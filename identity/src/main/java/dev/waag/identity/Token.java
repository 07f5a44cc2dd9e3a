package dev.waag.identity;

import dev.waag.core.Sha256;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A token as it is kept.
 *
 * @param user whose it is; for a CI job its name, such as {@code github:acme/widget}
 * @param kind {@link Principal.Kind#TOKEN}, {@link Principal.Kind#CI} or {@link Principal.Kind#RECEIPT}
 * @param hash of the token's text
 * @param projects names and patterns it is limited to; empty: none
 * @param actions permissions it is limited to; empty: those of the user's roles
 * @param expires the first moment at which it is not accepted; empty: never
 * @param by who made it
 * @param claims what the issuer said, for a CI job
 * @param ended why it is not accepted any more; empty while it is
 */
public record Token(
        String id,
        String user,
        Principal.Kind kind,
        Sha256 hash,
        Set<String> projects,
        Set<Permission> actions,
        Instant created,
        Optional<Instant> expires,
        String by,
        Map<String, String> claims,
        Optional<String> ended) {
    public Token {
        projects = Set.copyOf(projects);
        actions = Set.copyOf(actions);
        claims = Map.copyOf(claims);
    }

    Token end(String why) {
        return new Token(id, user, kind, hash, projects, actions, created, expires, by, claims, Optional.of(why));
    }

    /** Why it is not accepted at that moment; empty while it is. */
    public Optional<String> over(Instant now) {
        return ended.or(() -> expires.filter(e -> !now.isBefore(e)).map(e -> "it expired at " + e));
    }
}
