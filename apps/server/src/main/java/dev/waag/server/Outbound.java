package dev.waag.server;

import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchSettings;
import dev.waag.fetch.Fetcher;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Makes what asks other servers, each with the proxies and authorities that the environment names. */
record Outbound(Map<String, String> environment, Opened opened) {
    /** Asks those servers, until the server ends. */
    Fetcher to(List<URI> servers, FetchLimits limits) {
        return opened.add(of(servers, limits));
    }

    /** The same, to be closed by the caller. */
    Fetcher of(List<URI> servers, FetchLimits limits) {
        return new Fetcher(
                FetchSettings.fromEnvironment(environment, List.of(), limits).withUpstreams(servers));
    }
}
