package dev.waag.identity;

import dev.waag.python.ProjectName;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks, as it was proven: never from a form field.
 *
 * @param name the user's name, {@code github:acme/widget} and the like for a CI job, or {@code anonymous}; it is the ledger's {@code actor}
 * @param kind how it was proven
 * @param roles of the user; a CI job has none
 * @param permissions what this credential permits: what the roles permit, narrowed to the token's actions
 * @param projects names and patterns that the credential is limited to; empty: none
 * @param tokenId which token or session it was; empty for nobody
 * @param claims what an issuer said, for CI jobs and people that came through one
 */
public record Principal(
        String name,
        Kind kind,
        Set<Role> roles,
        Set<Permission> permissions,
        Set<String> projects,
        Optional<String> tokenId,
        Map<String, String> claims) {
    /** How somebody proves who they are. */
    public enum Kind {
        /** With an identity of an issuer for people. */
        PERSON,
        /** With a user's token. */
        TOKEN,
        /** With a token that was given to a CI job for its identity. */
        CI,
        /** With the token of a receipt, which only reads. */
        RECEIPT,
        /** Not at all. */
        ANONYMOUS
    }

    /** Nobody in particular. */
    public static final Principal ANONYMOUS =
            new Principal("anonymous", Kind.ANONYMOUS, Set.of(), Set.of(), Set.of(), Optional.empty(), Map.of());

    public Principal {
        roles = Set.copyOf(roles);
        permissions = Set.copyOf(permissions);
        projects = Set.copyOf(projects);
        claims = Map.copyOf(claims);
    }

    /** What these roles permit together. */
    static Set<Permission> permitted(Collection<Role> roles) {
        Set<Permission> all = EnumSet.noneOf(Permission.class);
        roles.forEach(r -> all.addAll(r.permissions()));
        return all;
    }

    public boolean anonymous() {
        return kind == Kind.ANONYMOUS;
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /** Whether this may be done to that project. A token's limits hold for what it changes; it reads everything. */
    public boolean may(Permission permission, ProjectName project) {
        return may(permission) && concerns(project);
    }

    /** Whether the credential is limited to other projects. */
    public boolean concerns(ProjectName project) {
        return projects.isEmpty() || projects.stream().anyMatch(p -> Patterns.matches(p, project.value()));
    }

    /** Who it was, to be remembered beside what was done. */
    public Doer doer() {
        return new Doer(name, kind, tokenId.orElse(""));
    }
}
