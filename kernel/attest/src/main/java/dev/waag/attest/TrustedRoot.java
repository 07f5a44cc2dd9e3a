package dev.waag.attest;

import dev.waag.core.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Whom Sigstore verification trusts (sigstore protobuf-specs, {@code TrustedRoot}): certificate authorities, logs and timestamp
 * authorities, each for a period. A root with a member that cannot be judged is refused whole; keys of an unknown kind are
 * left out, so that what they signed is refused.
 */
public final class TrustedRoot {
    private static final String WHAT = "the trusted root";
    private static final String TYPE = "application/vnd.dev.sigstore.trustedroot";
    private static final int MOST = 100;

    /** When the root that is shipped was taken from its publisher; scripts/renew-trusted-root writes this line. */
    private static final LocalDate SHIPPED_AS_OF = LocalDate.of(2025, 10, 21);

    private final List<Log> tlogs;
    private final List<Log> ctlogs;
    private final List<Authority> authorities;
    private final List<Authority> timestampers;
    private final Sha256 sha256;

    private TrustedRoot(
            List<Log> tlogs,
            List<Log> ctlogs,
            List<Authority> authorities,
            List<Authority> timestampers,
            Sha256 sha256) {
        this.tlogs = List.copyOf(tlogs);
        this.ctlogs = List.copyOf(ctlogs);
        this.authorities = List.copyOf(authorities);
        this.timestampers = List.copyOf(timestampers);
        this.sha256 = sha256;
    }

    /** A log and the key that it signs with. */
    record Log(String baseUrl, byte[] id, PublicKey key, Period period) {
        boolean hasId(byte[] other) {
            return Arrays.equals(id, other);
        }
    }

    /** An authority: its chain, the issuing certificate first and the anchor last. */
    record Authority(String uri, List<X509Certificate> chain, Period period) {}

    /** The public-good instance's root, as shipped with Waag. */
    public static TrustedRoot shipped() {
        try (InputStream in = TrustedRoot.class.getResourceAsStream("trusted_root.json")) {
            if (in == null) {
                throw new IllegalStateException("the trusted root is not in the jar");
            }
            return parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (EvidenceException e) {
            throw new IllegalStateException("the shipped trusted root cannot be read", e);
        }
    }

    /** When the shipped root was taken from its publisher. */
    public static Instant shippedAsOf() {
        return SHIPPED_AS_OF.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    public static TrustedRoot parse(byte[] json) throws EvidenceException {
        JsonNode root = EvidenceJson.object(json, WHAT);
        String type = EvidenceJson.string(root, "mediaType", WHAT);
        if (!type.equals(TYPE + "+json;version=0.1")
                && !type.equals(TYPE + "+json;version=0.2")
                && !type.equals(TYPE + ".v0.2+json")) {
            throw new EvidenceException("the trusted root is of an unknown version: " + type);
        }
        TrustedRoot read = new TrustedRoot(
                logs(root, "tlogs"),
                logs(root, "ctlogs"),
                authorities(root, "certificateAuthorities"),
                authorities(root, "timestampAuthorities"),
                Sha256.of(json));
        if (read.tlogs.isEmpty()) {
            throw new EvidenceException("the trusted root names no transparency log that can be used");
        }
        return read;
    }

    private static List<Log> logs(JsonNode root, String member) throws EvidenceException {
        List<Log> logs = new ArrayList<>();
        for (JsonNode log : EvidenceJson.list(root, member, MOST, WHAT)) {
            String what = "a log of the trusted root";
            String url = EvidenceJson.string(log, "baseUrl", what);
            JsonNode key = EvidenceJson.object(log.path("publicKey"), what + "'s key");
            Period period = Period.parse(key.path("validFor"), "the log " + url + " of the trusted root");
            byte[] id = EvidenceJson.base64(EvidenceJson.object(log.path("logId"), what + "'s id"), "keyId", what);
            byte[] raw = EvidenceJson.base64(key, "rawBytes", what);
            boolean pkcs1 = EvidenceJson.optionalString(key, "keyDetails", what)
                    .orElse("")
                    .startsWith("PKCS1_");
            SignatureCheck.publicKey(pkcs1 ? SignatureCheck.fromPkcs1(raw) : raw)
                    .ifPresent(k -> logs.add(new Log(url, id, k, period)));
        }
        return logs;
    }

    private static List<Authority> authorities(JsonNode root, String member) throws EvidenceException {
        List<Authority> authorities = new ArrayList<>();
        for (JsonNode authority : EvidenceJson.list(root, member, MOST, WHAT)) {
            String what = "an authority of the trusted root";
            String uri = EvidenceJson.optionalString(authority, "uri", what).orElse("");
            List<X509Certificate> chain = new ArrayList<>();
            for (JsonNode c : EvidenceJson.list(authority.path("certChain"), "certificates", MOST, what)) {
                chain.add(Certificates.parse(EvidenceJson.base64(c, "rawBytes", what), "a trusted certificate"));
            }
            if (chain.isEmpty()) {
                throw new EvidenceException(what + " has no certificate");
            }
            Period period = Period.parse(authority.path("validFor"), "the authority " + uri + " of the trusted root");
            authorities.add(new Authority(uri, List.copyOf(chain), period));
        }
        return authorities;
    }

    /** The digest of the JSON that it was read from, by which results say what they rest on. */
    public Sha256 sha256() {
        return sha256;
    }

    Optional<Log> tlog(byte[] id) {
        return tlogs.stream().filter(log -> log.hasId(id)).findFirst();
    }

    Optional<Log> ctlog(byte[] id) {
        return ctlogs.stream().filter(log -> log.hasId(id)).findFirst();
    }

    List<Authority> authorities() {
        return authorities;
    }

    List<Authority> timestampers() {
        return timestampers;
    }
}
