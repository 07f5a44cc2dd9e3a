package dev.waag.attest;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads certificates and builds their chains at an instant (RFC 5280 section 6). */
final class Certificates {
    static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

    private static final int MAX_BYTES = 1 << 16;

    private Certificates() {}

    static X509Certificate parse(byte[] der, String what) throws EvidenceException {
        if (der.length > MAX_BYTES) {
            throw new EvidenceException(what + " is larger than " + MAX_BYTES + " bytes");
        }
        Der.parse(der); // the factory would pass over what follows, and take PEM
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new EvidenceException(what + " cannot be read: " + e.getMessage());
        }
    }

    /** Whether the certificate is one's own issuer. */
    static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /**
     * Why a leaf does not lead to the last certificate of a trusted chain, at an instant; empty where it does. All certificates on
     * the way, the anchor too, must be valid then.
     *
     * @param chain the trusted certificates, each followed by its issuer; may begin with the leaf itself
     */
    static Optional<String> chainFault(X509Certificate leaf, List<X509Certificate> chain, Instant at, String usage) {
        List<X509Certificate> path = new ArrayList<>();
        path.add(leaf);
        List<X509Certificate> issuers = chain.getFirst().equals(leaf) ? chain.subList(1, chain.size()) : chain;
        if (issuers.isEmpty()) {
            return Optional.of("its certificate has no issuer in the trusted root");
        }
        path.addAll(issuers.subList(0, issuers.size() - 1));
        X509Certificate anchor = issuers.getLast();
        Date date = Date.from(at);
        try {
            anchor.checkValidity(date);
            leaf.checkValidity(date);
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
            parameters.setRevocationEnabled(false); // the certificates live ten minutes, and nothing is asked online
            parameters.setDate(date);
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
            return usageFault(leaf, usage);
        } catch (GeneralSecurityException e) {
            return Optional.of("its certificate does not lead to the trusted root at " + at + ": "
                    + String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> usageFault(X509Certificate leaf, String usage) throws CertificateParsingException {
        List<String> usages = leaf.getExtendedKeyUsage();
        if (usages == null || !usages.contains(usage)) {
            return Optional.of("its certificate is for another use");
        }
        boolean[] keyUsage = leaf.getKeyUsage();
        if (leaf.getBasicConstraints() >= 0 || keyUsage != null && !keyUsage[0]) {
            return Optional.of("its certificate is not one that signs content");
        }
        return Optional.empty();
    }
}
