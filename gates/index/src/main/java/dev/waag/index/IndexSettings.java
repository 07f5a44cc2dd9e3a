package dev.waag.index;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * How the intake gate is set up.
 *
 * @param upstream the index that answers for every project without a route of its own
 * @param routes further upstreams by project patterns, the first match counts
 * @param claims names that are internal and never asked of any upstream
 * @param channels of what is published here, in the order of promotion; the last is what {@code /simple/} shows
 * @param refresh the age from which a page is revalidated before it is served
 */
public record IndexSettings(
        URI upstream, List<Route> routes, List<Claim> claims, List<String> channels, Duration refresh) {
    /** Where nothing else is said. */
    public static final List<String> CHANNELS = List.of("staging", "stable");

    /** Projects, by names or patterns such as {@code torch*}, that another upstream answers for. */
    public record Route(List<String> projects, URI upstream) {}

    /** Names or patterns such as {@code acme-*} that belong to this organisation. */
    public record Claim(List<String> projects, String owner) {}

    public IndexSettings {
        routes = List.copyOf(routes);
        claims = List.copyOf(claims);
        channels = List.copyOf(channels);
    }

    public IndexSettings(URI upstream, List<Route> routes, List<Claim> claims, Duration refresh) {
        this(upstream, routes, claims, CHANNELS, refresh);
    }
}
