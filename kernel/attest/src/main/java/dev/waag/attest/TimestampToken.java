package dev.waag.attest;

import dev.waag.core.Sha256;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A timestamp (RFC 3161 section 2.4.2): somebody else's word for when a signature existed. A CMS SignedData (RFC 5652 section 5)
 * over a TSTInfo, by one signer.
 */
final class TimestampToken {
    private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
    private static final String TST_INFO = "1.2.840.113549.1.9.16.1.4";
    private static final String CONTENT_TYPE = "1.2.840.113549.1.9.3";
    private static final String MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    private static final String SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
    private static final Map<String, String> HASHES = Map.of(
            "2.16.840.1.101.3.4.2.1", "SHA-256",
            "2.16.840.1.101.3.4.2.2", "SHA-384",
            "2.16.840.1.101.3.4.2.3", "SHA-512");
    private static final Map<String, String> SIGNATURES = Map.of(
            "1.2.840.10045.4.3.2", "SHA256withECDSA",
            "1.2.840.10045.4.3.3", "SHA384withECDSA",
            "1.2.840.10045.4.3.4", "SHA512withECDSA",
            "1.2.840.113549.1.1.11", "SHA256withRSA",
            "1.2.840.113549.1.1.12", "SHA384withRSA",
            "1.2.840.113549.1.1.13", "SHA512withRSA");
    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final int MAX_CERTIFICATES = 16;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");

    private final byte[] info;
    private final List<X509Certificate> embedded;
    private final Der signer;

    private TimestampToken(byte[] info, List<X509Certificate> embedded, Der signer) {
        this.info = info;
        this.embedded = embedded;
        this.signer = signer;
    }

    /** Reads a TimeStampResp; one that was not granted is refused. */
    static TimestampToken parse(byte[] response) throws EvidenceException {
        List<Der> members = Der.parse(response).sequence(2);
        BigInteger status = members.getFirst().sequence(1).getFirst().integer();
        if (status.signum() < 0 || status.compareTo(BigInteger.ONE) > 0) {
            throw new EvidenceException("the timestamp was not granted");
        }
        List<Der> contentInfo = members.get(1).sequence(2);
        if (!contentInfo.getFirst().oid().equals(SIGNED_DATA)) {
            throw new EvidenceException("the timestamp is not signed data");
        }
        List<Der> signedData = explicit(contentInfo.get(1), 0xa0).sequence(4);
        List<Der> content = signedData.get(2).sequence(2);
        if (!content.getFirst().oid().equals(TST_INFO)) {
            throw new EvidenceException("the timestamp's content is not a timestamp");
        }
        byte[] info = explicit(content.get(1), 0xa0).require(Der.OCTET_STRING).content();
        List<X509Certificate> embedded = new ArrayList<>();
        for (Der member : signedData.subList(3, signedData.size() - 1)) {
            if (member.tag() == 0xa0) {
                for (Der certificate : member.children()) {
                    if (embedded.size() == MAX_CERTIFICATES) {
                        throw new EvidenceException("the timestamp brings too many certificates");
                    }
                    embedded.add(Certificates.parse(certificate.encoded(), "a certificate of the timestamp"));
                }
            }
        }
        List<Der> signers = signedData.getLast().require(Der.SET).children();
        if (signers.size() != 1) {
            throw new EvidenceException("the timestamp does not have exactly one signer");
        }
        return new TimestampToken(info, List.copyOf(embedded), signers.getFirst());
    }

    private static Der explicit(Der wrapper, int tag) throws EvidenceException {
        List<Der> inner = wrapper.require(tag).children();
        if (inner.size() != 1) {
            throw new EvidenceException("the timestamp is malformed");
        }
        return inner.getFirst();
    }

    /** The time that a trusted authority gave to this signature. */
    Instant verify(byte[] signature, TrustedRoot root) throws EvidenceException, RejectedException {
        List<Der> tst = Der.parse(info).sequence(5);
        List<Der> imprint = tst.get(2).sequence(2);
        MessageDigest hash = hash(imprint.getFirst());
        RejectedException.unless(
                Arrays.equals(imprint.get(1).require(Der.OCTET_STRING).content(), hash.digest(signature)),
                "the timestamp is of another signature");
        Instant at = time(tst.get(4));
        List<String> faults = new ArrayList<>();
        for (TrustedRoot.Authority authority : root.timestampers()) {
            Optional<X509Certificate> leaf = leaf(authority);
            if (leaf.isEmpty()) {
                continue;
            }
            Optional<String> fault = authority.period().contains(at)
                    ? Certificates.chainFault(leaf.get(), authority.chain(), at, Certificates.TIME_STAMPING)
                    : Optional.of("the timestamp authority was not trusted at " + at);
            if (fault.isEmpty()) {
                signature(leaf.get());
                return at;
            }
            faults.add(fault.get());
        }
        throw new RejectedException(
                faults.isEmpty() ? "the timestamp is of an unknown authority" : "the timestamp: " + faults.getFirst());
    }

    /** The certificate that the signer names, of those trusted first and of those brought along. */
    private Optional<X509Certificate> leaf(TrustedRoot.Authority authority) throws EvidenceException {
        List<Der> id = signer.sequence(5).get(1).sequence(2);
        BigInteger serial = id.get(1).integer();
        byte[] issuer = id.getFirst().encoded();
        List<X509Certificate> candidates = new ArrayList<>(authority.chain());
        candidates.addAll(embedded);
        return candidates.stream()
                .filter(c -> c.getSerialNumber().equals(serial)
                        && Arrays.equals(c.getIssuerX500Principal().getEncoded(), issuer)
                        && c.getBasicConstraints() < 0)
                .findFirst();
    }

    /** RFC 5652 section 5.4: the signature is over the signed attributes, one of which is the digest of the content. */
    private void signature(X509Certificate leaf) throws EvidenceException, RejectedException {
        List<Der> info5 = signer.sequence(6);
        MessageDigest hash = hash(info5.get(2));
        Der signed = info5.get(3).require(0xa0);
        Map<String, Der> attributes = new HashMap<>();
        for (Der attribute : signed.children()) {
            List<Der> pair = attribute.sequence(2);
            List<Der> values = pair.get(1).require(Der.SET).children();
            if (values.size() != 1 || attributes.put(pair.getFirst().oid(), values.getFirst()) != null) {
                throw new EvidenceException("the timestamp's attributes are malformed");
            }
        }
        Der type = attributes.get(CONTENT_TYPE);
        Der digest = attributes.get(MESSAGE_DIGEST);
        RejectedException.unless(
                type != null
                        && type.oid().equals(TST_INFO)
                        && digest != null
                        && Arrays.equals(digest.require(Der.OCTET_STRING).content(), hash.digest(info)),
                "the timestamp's signature is of another content");
        Der certificate = attributes.get(SIGNING_CERTIFICATE_V2);
        if (certificate != null) {
            signingCertificate(certificate, leaf);
        }
        byte[] message = Der.encode(Der.SET, signed.content());
        String oid = info5.get(4).sequence(1).getFirst().oid();
        String algorithm =
                oid.equals(RSA) ? hash.getAlgorithm().replace("-", "") + "withRSA" : SIGNATURES.getOrDefault(oid, "");
        RejectedException.unless(
                !algorithm.isEmpty()
                        && SignatureCheck.verifies(
                                algorithm,
                                leaf.getPublicKey(),
                                message,
                                info5.get(5).require(Der.OCTET_STRING).content()),
                "the timestamp's signature is wrong");
    }

    /** RFC 5816 section 2.2.1: the attribute ties the signature to one certificate; SHA-256 unless it says otherwise. */
    private static void signingCertificate(Der attribute, X509Certificate leaf)
            throws EvidenceException, RejectedException {
        List<Der> first =
                attribute.sequence(1).getFirst().sequence(1).getFirst().sequence(1);
        boolean named = first.getFirst().tag() == Der.SEQUENCE;
        byte[] encoded;
        try {
            encoded = leaf.getEncoded();
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new EvidenceException("the timestamp's certificate cannot be written again");
        }
        byte[] digest = named
                ? hash(first.getFirst()).digest(encoded)
                : Sha256.of(encoded).bytes();
        if (named && first.size() < 2) {
            throw new EvidenceException("the timestamp's attributes are malformed");
        }
        RejectedException.unless(
                Arrays.equals(first.get(named ? 1 : 0).require(Der.OCTET_STRING).content(), digest),
                "the timestamp names another certificate");
    }

    private static MessageDigest hash(Der algorithm) throws EvidenceException {
        String name = HASHES.get(algorithm.sequence(1).getFirst().oid());
        if (name == null) {
            throw new EvidenceException("the timestamp uses a hash that is not known");
        }
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has the SHA-2 family", e);
        }
    }

    /** A GeneralizedTime in UTC, with fractions of a second or without (RFC 3161 section 2.4.2). */
    private static Instant time(Der value) throws EvidenceException {
        byte[] bytes = value.require(Der.GENERALIZED_TIME).content();
        String text = new String(bytes, java.nio.charset.StandardCharsets.US_ASCII);
        if (!text.matches("[0-9]{14}(\\.[0-9]{1,9})?Z")) {
            throw new EvidenceException("the timestamp's time is malformed");
        }
        try {
            LocalDateTime seconds = LocalDateTime.parse(text.substring(0, 14), TIME);
            String fraction = text.substring(14, text.length() - 1).replace(".", "");
            long nanos = fraction.isEmpty() ? 0 : Long.parseLong((fraction + "000000000").substring(0, 9));
            return seconds.toInstant(ZoneOffset.UTC).plusNanos(nanos);
        } catch (DateTimeException e) {
            throw new EvidenceException("the timestamp's time is malformed");
        }
    }
}
