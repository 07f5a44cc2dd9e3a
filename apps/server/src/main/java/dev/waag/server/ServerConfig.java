package dev.waag.server;

import dev.waag.alert.AlertSettings;
import dev.waag.identity.OidcIssuer;
import dev.waag.identity.PersonRule;
import dev.waag.index.IndexSettings;
import dev.waag.keys.KeySettings;
import dev.waag.release.ReleaseSettings;
import dev.waag.sign.NoteVerifier;
import dev.waag.sign.WitnessKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a server is set up, complete and valid.
 *
 * @param data the data folder
 * @param host the address to listen on; {@code port} 0 picks a free one
 * @param publicUrl what URLs in answers begin with; empty: the request's own Host
 * @param hosts further names by which clients may call the server
 * @param upstream the default index; empty: the one that pip is set to use
 * @param policy the policy file; empty: the default pack
 * @param trustedRoot by which attestations are verified; empty: that of Sigstore's public instance, as shipped
 * @param advisories what is known of vulnerabilities
 * @param release how what is published here is released
 * @param issuers who vouches for CI jobs and people
 * @param people which people of an issuer have which roles
 * @param authenticatedRead whether reading needs a token too
 * @param cacheBytes how much the file cache may hold
 * @param alerts who is told of what people must act on
 * @param keys where private keys are kept
 * @param ledger who cosigns the ledger's checkpoints, and whose we cosign
 * @param encrypt whether cached files are encrypted
 * @param storageKey where a new storage key is made: {@code file} or {@code vault}
 * @param withoutEffect keys that are set and that this version does not act on
 * @param misspelt environment variables that look like settings and are none, each with what may be meant
 */
public record ServerConfig(
        Path data,
        String host,
        int port,
        Optional<URI> publicUrl,
        List<String> hosts,
        Optional<Tls> tls,
        Optional<URI> upstream,
        Duration refresh,
        List<IndexSettings.Route> routes,
        List<IndexSettings.Claim> claims,
        List<OidcIssuer> issuers,
        List<PersonRule> people,
        boolean authenticatedRead,
        Optional<Path> policy,
        Optional<Path> trustedRoot,
        Advisories advisories,
        ReleaseSettings release,
        long cacheBytes,
        AlertSettings alerts,
        Keys keys,
        Witnessing ledger,
        boolean encrypt,
        String storageKey,
        List<String> withoutEffect,
        List<String> misspelt) {
    /**
     * Where private keys are kept.
     *
     * @param passphraseFile whose first line encrypts them; empty: a random one in the data folder
     */
    public record Keys(Optional<Path> passphraseFile, KeySettings stores) {}

    /** Another Waag, or another witness (C2SP tlog-witness): the prefix of its {@code add-checkpoint}, and its key. */
    public record Witness(URI url, WitnessKey key) {}

    /**
     * @param witnesses who cosigns our checkpoints
     * @param witnessFor the keys of logs whose checkpoints we cosign
     */
    public record Witnessing(List<Witness> witnesses, List<NoteVerifier> witnessFor) {
        public Witnessing {
            witnesses = List.copyOf(witnesses);
            witnessFor = List.copyOf(witnessFor);
        }
    }

    /** PEM files: the certificate with its chain, and its private key. */
    public record Tls(Path certificate, Path key) {}

    /**
     * Where advisories come from.
     *
     * @param sources paths and URLs of OSV records; empty: none are wanted
     * @param kev path or URL of the catalogue of known exploited vulnerabilities; {@code epss} of the probabilities
     * @param refresh how often they are brought up to date
     * @param maxAge the age from which they are too old
     */
    public record Advisories(
            List<String> sources, Optional<String> kev, Optional<String> epss, Duration refresh, Duration maxAge) {
        public Advisories {
            sources = List.copyOf(sources);
        }
    }

    public ServerConfig {
        hosts = List.copyOf(hosts);
        routes = List.copyOf(routes);
        claims = List.copyOf(claims);
        issuers = List.copyOf(issuers);
        people = List.copyOf(people);
        withoutEffect = List.copyOf(withoutEffect);
        misspelt = List.copyOf(misspelt);
    }
}
