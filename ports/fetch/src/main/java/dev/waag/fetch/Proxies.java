package dev.waag.fetch;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which proxy stands before an origin, by {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}. A name in lower
 * case wins over the same in upper case, and an empty value turns it off, as in curl and Python.
 */
record Proxies(Optional<String> https, Optional<String> http, NoProxy exceptions) {
    static final Proxies NONE = new Proxies(Optional.empty(), Optional.empty(), NoProxy.parse(""));

    static Proxies fromEnvironment(Map<String, String> environment) {
        Optional<String> all = value(environment, "all_proxy");
        return new Proxies(
                value(environment, "https_proxy").or(() -> all),
                value(environment, "http_proxy").or(() -> all),
                NoProxy.parse(value(environment, "no_proxy").orElse("")));
    }

    /** The same, with this proxy where none is set. */
    Proxies orElse(String proxy) {
        return new Proxies(https.or(() -> Optional.of(proxy)), http.or(() -> Optional.of(proxy)), exceptions);
    }

    /**
     * The proxy for an origin; empty where it is asked directly.
     *
     * @throws FetchException.Unreachable where the variable names a proxy that we cannot speak to
     */
    Optional<ProxyServer> before(Origin origin) throws FetchException {
        Optional<String> text = origin.secure() ? https : http;
        if (text.isEmpty() || exceptions.matches(origin.host(), origin.port())) {
            return Optional.empty();
        }
        ProxyServer proxy = ProxyServer.parse(text.get())
                .orElseThrow(() -> new FetchException.Unreachable(
                        origin.host(), "the proxy that is set for it is not an address", remedy(origin), null));
        if (!proxy.scheme().equals("http")) {
            throw new FetchException.Unreachable(
                    origin.host(),
                    "the proxy that is set for it, " + proxy + ", is not of a kind that can be used",
                    remedy(origin) + " to the http:// address of an HTTP proxy",
                    null);
        }
        return Optional.of(proxy);
    }

    private static String remedy(Origin origin) {
        return "set " + origin.scheme().toUpperCase(Locale.ROOT) + "_PROXY (or ALL_PROXY)";
    }

    private static Optional<String> value(Map<String, String> environment, String lower) {
        String upper = lower.toUpperCase(Locale.ROOT);
        String value = environment.getOrDefault(lower, environment.getOrDefault(upper, ""));
        return Optional.of(value.strip()).filter(v -> !v.isEmpty());
    }

    /** Says which variables are set, and not to what: they may hold passwords. */
    @Override
    public String toString() {
        return "Proxies[https=" + https.isPresent() + ", http=" + http.isPresent() + "]";
    }
}
