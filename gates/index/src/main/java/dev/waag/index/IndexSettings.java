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
 * @param channels of what is published here, in the order of promotion; the last is what {@code /simple/} shows
 * @param refresh the age from which a page is revalidated before it is served
 * @param trustedRoot by which attestations are verified; asked for when the first is
 */
public record IndexSettings(
        URI upstream,
        List<Route> routes,
        List<Claim> claims,
        List<String> channels,
        Duration refresh,
        Supplier<TrustedRoot> trustedRoot) {
    /** Where nothing else is said. */
    public static final List<String> CHANNELS = List.of("staging", "stable");

    /** With the trusted root of Sigstore's public instance. */
    public IndexSettings(
            URI upstream, List<Route> routes, List<Claim> claims, List<String> channels, Duration refresh) {
        this(upstream, routes, claims, channels, refresh, TrustedRoot::shipped);
    }

    /** With the usual channels, and the trusted root of Sigstore's public instance. */
    public IndexSettings(URI upstream, List<Route> routes, List<Claim> claims, Duration refresh) {
        this(upstream, routes, claims, CHANNELS, refresh, TrustedRoot::shipped);
    }

    /** Projects, by names or patterns such as {@code torch*}, that another upstream answers for. */
    public record Route(List<String> projects, URI upstream) {}

    /** Names or patterns such as {@code acme-*} that belong to this organisation. */
    public record Claim(List<String> projects, String owner) {}

    public IndexSettings {
        routes = List.copyOf(routes);
        claims = List.copyOf(claims);
        channels = List.copyOf(channels);
    }
}
