package dev.waag.index;

import dev.waag.python.ProjectName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who answers for a name: we ourselves for a claimed one, else exactly one upstream. A claimed name has no upstream, so that nothing about
 * it can be asked, merged or mistaken: dependency confusion is impossible by construction.
 */
final class Names {
    private record Routed(List<NamePattern> patterns, Upstream upstream) {}

    private record Claimed(NamePattern pattern, String owner) {}

    private final List<Claimed> claims;
    private final List<Routed> routes;
    private final Upstream fallback;

    Names(IndexSettings settings) {
        this.claims = settings.claims().stream()
                .flatMap(c -> c.projects().stream().map(p -> new Claimed(new NamePattern(p), c.owner())))
                .toList();
        this.routes = settings.routes().stream()
                .map(r -> new Routed(r.projects().stream().map(NamePattern::new).toList(), new Upstream(r.upstream())))
                .toList();
        this.fallback = new Upstream(settings.upstream());
    }

    boolean claimed(ProjectName name) {
        return claims.stream().anyMatch(c -> c.pattern().matches(name));
    }

    /** The label of the first claim of the name; empty where there is none. */
    String owner(ProjectName name) {
        return claims.stream()
                .filter(c -> c.pattern().matches(name))
                .findFirst()
                .map(Claimed::owner)
                .orElse("");
    }

    /** The upstream that answers for the name; empty for a claimed one. */
    Optional<Upstream> upstream(ProjectName name) {
        if (claimed(name)) {
            return Optional.empty();
        }
        for (Routed route : routes) {
            if (route.patterns().stream().anyMatch(p -> p.matches(name))) {
                return Optional.of(route.upstream());
            }
        }
        return Optional.of(fallback);
    }

    Upstream fallback() {
        return fallback;
    }

    /** Every upstream there is, each once. */
    List<Upstream> upstreams() {
        return Stream.concat(Stream.of(fallback), routes.stream().map(Routed::upstream))
                .distinct()
                .toList();
    }
}
