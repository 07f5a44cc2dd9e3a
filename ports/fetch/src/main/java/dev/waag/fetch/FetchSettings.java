package dev.waag.fetch;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * How this machine reaches others. Made without touching files or the network: those are read when first needed.
 *
 * @param proxies from the environment
 * @param authorities files and folders of PEM certificates to trust, besides the JVM's own and the system's
 * @param clientCertificate a PEM file with a certificate chain and its private key (PKCS #8), shown to servers that ask for one
 * @param netrc a file of credentials; need not exist
 * @param credentials of origins, from the configuration
 * @param upstreams all URLs that the operator wrote: their userinfo are credentials, and {@link AllowList} judges by them
 * @param limits of every fetch
 */
public record FetchSettings(
        Proxies proxies,
        List<Authority> authorities,
        Optional<Path> clientCertificate,
        Optional<Path> netrc,
        List<UpstreamCredentials> credentials,
        List<URI> upstreams,
        FetchLimits limits) {
    /** Variables that name certificates to trust, of OpenSSL, Python's requests, curl and pip. */
    private static final List<String> AUTHORITY_VARIABLES =
            List.of("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "PIP_CERT");

    /**
     * A file or folder of certificates.
     *
     * @param source the variable or setting that names it, for messages
     */
    public record Authority(String source, Path path) {}

    public FetchSettings {
        authorities = List.copyOf(authorities);
        credentials = List.copyOf(credentials);
        upstreams = List.copyOf(upstreams);
    }

    /**
     * From the usual variables: {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY}, {@code NO_PROXY} in either case;
     * {@code SSL_CERT_FILE}, {@code SSL_CERT_DIR}, {@code REQUESTS_CA_BUNDLE}, {@code CURL_CA_BUNDLE}, {@code PIP_CERT};
     * {@code PIP_CLIENT_CERT}; {@code NETRC}, else {@code .netrc} in {@code HOME}.
     */
    public static FetchSettings fromEnvironment(
            Map<String, String> environment, List<UpstreamCredentials> credentials, FetchLimits limits) {
        List<Authority> authorities = new ArrayList<>();
        for (String variable : AUTHORITY_VARIABLES) {
            for (String path : environment.getOrDefault(variable, "").split(variable.endsWith("_DIR") ? ":" : "\0")) {
                if (!path.isBlank()) {
                    authorities.add(new Authority(variable, Path.of(path.strip())));
                }
            }
        }
        Optional<Path> netrc =
                file(environment, "NETRC").or(() -> file(environment, "HOME").map(home -> home.resolve(".netrc")));
        return new FetchSettings(
                Proxies.fromEnvironment(environment),
                authorities,
                file(environment, "PIP_CLIENT_CERT"),
                netrc,
                credentials,
                List.of(),
                limits);
    }

    /** The same with these upstreams. */
    public FetchSettings withUpstreams(List<URI> upstreams) {
        return new FetchSettings(proxies, authorities, clientCertificate, netrc, credentials, upstreams, limits);
    }

    /** The same, trusting these certificates too. */
    public FetchSettings withAuthority(String source, Path path) {
        List<Authority> more = Stream.concat(authorities.stream(), Stream.of(new Authority(source, path)))
                .toList();
        return new FetchSettings(proxies, more, clientCertificate, netrc, credentials, upstreams, limits);
    }

    /** The same, with this proxy ({@code [http://][user:password@]host:port}) where the environment names none. */
    public FetchSettings withProxyIfNone(String proxy) {
        return new FetchSettings(
                proxies.orElse(proxy), authorities, clientCertificate, netrc, credentials, upstreams, limits);
    }

    /** The same, with this client certificate where the environment names none. */
    public FetchSettings withClientCertificateIfNone(Path pem) {
        return new FetchSettings(
                proxies,
                authorities,
                clientCertificate.or(() -> Optional.of(pem)),
                netrc,
                credentials,
                upstreams,
                limits);
    }

    /** The same with other limits. */
    public FetchSettings withLimits(FetchLimits limits) {
        return new FetchSettings(proxies, authorities, clientCertificate, netrc, credentials, upstreams, limits);
    }

    /** Whose certificates are trusted by these settings, for clients of other protocols. Reads them, which takes a while. */
    public SSLContext trust() {
        return Tls.load(this).context();
    }

    /** All URLs that the operator wrote. */
    List<URI> configured() {
        return Stream.concat(upstreams.stream(), credentials.stream().map(UpstreamCredentials::origin))
                .filter(u -> Objects.nonNull(u.getHost()))
                .toList();
    }

    private static Optional<Path> file(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(v -> !v.isBlank())
                .map(Path::of);
    }

    @Override
    public String toString() {
        return "FetchSettings[" + proxies + ", authorities=" + authorities + ", " + credentials + ", " + limits + "]";
    }
}
