package dev.waag.index;

import dev.waag.attest.TrustedRoot;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * How the intake gate is set up.
 *
 * @param upstream the index that answers for every project without a route of its own
 * @param routes further upstreams by project patterns, the first match counts
 * @param claims names that are internal and never asked of any upstream
 * @param refresh the age from which a page is revalidated before it is served
 * @param trustedRoot by which attestations are verified; asked for when the first is
 */
public record IndexSettings(
        URI upstream, List<Route> routes, List<Claim> claims, Duration refresh, Supplier<TrustedRoot> trustedRoot) {
    /** With the trusted root of Sigstore's public instance. */
    public IndexSettings(URI upstream, List<Route> routes, List<Claim> claims, Duration refresh) {
        this(upstream, routes, claims, refresh, TrustedRoot::shipped);
    }

    /** Projects, by names or patterns such as {@code torch*}, that another upstream answers for. */
    public record Route(List<String> projects, URI upstream) {}

    /** Names or patterns such as {@code acme-*} that belong to this organisation. */
    public record Claim(List<String> projects, String owner) {}

    public IndexSettings {
        routes = List.copyOf(routes);
        claims = List.copyOf(claims);
    }
}
