package dev.waag.process;

import dev.waag.core.Secrets;
import java.util.List;
import java.util.Optional;

/**
 * Where pip on this machine is set to look for packages, as pip itself reads its configuration files and environment. Values are as
 * they were written: URLs may hold credentials, which are there to be used and are never printed.
 *
 * @param indexUrl pip's {@code --index-url}, or the one built into pip
 * @param extraIndexUrls pip's {@code --extra-index-url}, in order
 * @param cert a file of PEM certificates to trust
 * @param proxy {@code [scheme://][user:password@]host:port}
 * @param clientCert a PEM file with a client certificate and its private key
 * @param trustedHosts {@code host} or {@code host:port} whose certificates pip does not check; we always do
 */
public record PipIndex(
        String indexUrl,
        List<String> extraIndexUrls,
        Optional<String> cert,
        Optional<String> proxy,
        Optional<String> clientCert,
        List<String> trustedHosts) {
    public PipIndex {
        extraIndexUrls = List.copyOf(extraIndexUrls);
        trustedHosts = List.copyOf(trustedHosts);
    }

    /** Without a client certificate and trusted hosts. */
    public PipIndex(String indexUrl, List<String> extraIndexUrls, Optional<String> cert, Optional<String> proxy) {
        this(indexUrl, extraIndexUrls, cert, proxy, Optional.empty(), List.of());
    }

    @Override
    public String toString() {
        return "PipIndex[" + Secrets.mask(indexUrl) + ", extra=" + Secrets.mask(extraIndexUrls.toString()) + ", cert="
                + cert + ", proxy=" + (proxy.isPresent() ? Secrets.MASK : "none") + ", trusted=" + trustedHosts + "]";
    }
}
