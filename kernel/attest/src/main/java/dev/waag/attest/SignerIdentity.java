package dev.waag.attest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who signed, as a certificate authority checked it (Fulcio, "OIDs").
 *
 * @param identity the certificate's one subject alternative name: a workflow's URI, or an e-mail address
 * @param issuer the OIDC issuer that vouched for it
 * @param claims what else the issuer said, by name: {@code source-repository}, {@code build-config}, …; absent ones are left out
 */
public record SignerIdentity(String identity, String issuer, Map<String, String> claims) {
    public static final String SOURCE_REPOSITORY = "source-repository";
    public static final String SOURCE_DIGEST = "source-digest";
    public static final String SOURCE_REF = "source-ref";
    public static final String BUILD_CONFIG = "build-config";
    public static final String RUN = "run";

    private static final String ARC = "1.3.6.1.4.1.57264.1.";
    private static final String ISSUER = ARC + "1";
    private static final String ISSUER_V2 = ARC + "8";
    private static final String OTHER_NAME = ARC + "7";

    /** The claims of version 2, each a DER UTF8String. */
    private static final Map<String, String> CLAIMS = Map.ofEntries(
            Map.entry(ARC + "9", "build-signer"),
            Map.entry(ARC + "10", "build-signer-digest"),
            Map.entry(ARC + "11", "runner-environment"),
            Map.entry(ARC + "12", SOURCE_REPOSITORY),
            Map.entry(ARC + "13", SOURCE_DIGEST),
            Map.entry(ARC + "14", SOURCE_REF),
            Map.entry(ARC + "15", "source-repository-id"),
            Map.entry(ARC + "16", "source-owner"),
            Map.entry(ARC + "17", "source-owner-id"),
            Map.entry(ARC + "18", BUILD_CONFIG),
            Map.entry(ARC + "19", "build-config-digest"),
            Map.entry(ARC + "20", "build-trigger"),
            Map.entry(ARC + "21", RUN),
            Map.entry(ARC + "22", "visibility"));

    public SignerIdentity {
        claims = Map.copyOf(claims);
        if (identity.isEmpty() || issuer.isEmpty()) {
            throw new IllegalArgumentException("an empty identity or issuer is nobody");
        }
    }

    public Optional<String> claim(String name) {
        return Optional.ofNullable(claims.get(name));
    }

    static SignerIdentity of(X509Certificate certificate) throws EvidenceException {
        String identity = name(certificate);
        Optional<String> raw =
                Optional.ofNullable(certificate.getExtensionValue(ISSUER)).isPresent()
                        ? Optional.of(utf8(octets(certificate.getExtensionValue(ISSUER))))
                        : Optional.empty();
        Optional<String> second = value(certificate, ISSUER_V2);
        if (raw.isPresent() && second.isPresent() && !raw.equals(second)) {
            throw new EvidenceException("the certificate names two issuers");
        }
        String issuer = second.or(() -> raw).orElse("");
        if (identity.isEmpty() || issuer.isEmpty()) {
            throw new EvidenceException("the certificate's identity or issuer is empty");
        }
        Map<String, String> claims = new TreeMap<>();
        for (Map.Entry<String, String> claim : CLAIMS.entrySet()) {
            value(certificate, claim.getKey()).ifPresent(v -> claims.put(claim.getValue(), v));
        }
        return new SignerIdentity(identity, issuer, claims);
    }

    private static String name(X509Certificate certificate) throws EvidenceException {
        Collection<List<?>> names;
        try {
            names = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            throw new EvidenceException("the certificate's names cannot be read");
        }
        if (names == null || names.size() != 1) {
            throw new EvidenceException("the certificate does not have exactly one name");
        }
        List<?> name = names.iterator().next();
        return switch ((Integer) name.getFirst()) {
            case 1, 6 -> String.valueOf(name.get(1));
            case 0 -> otherName(name.get(1));
            default -> throw new EvidenceException("the certificate's name is of an unknown kind");
        };
    }

    /** Fulcio's user names: an otherName that is a UTF8String. */
    private static String otherName(Object value) throws EvidenceException {
        if (!(value instanceof byte[] der)) {
            throw new EvidenceException("the certificate's name is of an unknown kind");
        }
        List<Der> pair = Der.parse(der).children();
        if (pair.size() != 2 || !pair.getFirst().oid().equals(OTHER_NAME)) {
            throw new EvidenceException("the certificate's name is of an unknown kind");
        }
        Der text = pair.get(1);
        while (text.tag() == 0xa0) {
            text = text.children().getFirst();
        }
        return utf8(text.require(Der.UTF8_STRING).content());
    }

    private static Optional<String> value(X509Certificate certificate, String oid) throws EvidenceException {
        byte[] extension = certificate.getExtensionValue(oid);
        return extension == null
                ? Optional.empty()
                : Optional.of(utf8(
                        Der.parse(octets(extension)).require(Der.UTF8_STRING).content()));
    }

    private static byte[] octets(byte[] extension) throws EvidenceException {
        return Der.parse(extension).require(Der.OCTET_STRING).content();
    }

    private static String utf8(byte[] bytes) throws EvidenceException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new EvidenceException("the certificate has a claim that is not text");
        }
    }
}
