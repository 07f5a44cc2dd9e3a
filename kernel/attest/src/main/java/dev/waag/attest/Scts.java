package dev.waag.attest;

import dev.waag.core.Sha256;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Verifies that a certificate is in a certificate transparency log, by the signed timestamp inside it (RFC 6962 sections 3.2 and 3.3). */
final class Scts {
    static final String EXTENSION = "1.3.6.1.4.1.11129.2.4.2";

    private static final int MAX_SCTS = 16;
    private static final byte SHA256 = 4;

    private Scts() {}

    private record Sct(byte[] logId, long timestamp, byte[] extensions, byte hash, byte[] signature) {}

    /** At least one known log signed; a known log's wrong signature is refused. */
    static void check(X509Certificate leaf, X509Certificate issuer, TrustedRoot root)
            throws EvidenceException, RejectedException {
        byte[] extension = leaf.getExtensionValue(EXTENSION);
        if (extension == null) {
            throw new RejectedException("the certificate was not entered in a certificate transparency log");
        }
        byte[] list = Der.parse(Der.parse(extension).require(Der.OCTET_STRING).content())
                .require(Der.OCTET_STRING)
                .content();
        byte[] precertificate = precertificate(leaf);
        byte[] issuerKey = Sha256.of(issuer.getPublicKey().getEncoded()).bytes();
        boolean known = false;
        for (Sct sct : parse(list)) {
            Optional<TrustedRoot.Log> log = root.ctlog(sct.logId());
            if (log.isEmpty()) {
                continue;
            }
            RejectedException.unless(
                    log.get().period().contains(Instant.ofEpochMilli(sct.timestamp())),
                    "the certificate transparency log's key was not valid then");
            byte[] message = Bytes.concat(
                    new byte[] {0, 0}, // version 1, certificate_timestamp
                    Bytes.number(sct.timestamp(), 8),
                    new byte[] {0, 1}, // precert_entry
                    issuerKey,
                    Bytes.number(precertificate.length, 3),
                    precertificate,
                    Bytes.number(sct.extensions().length, 2),
                    sct.extensions());
            RejectedException.unless(
                    sct.hash() == SHA256 && SignatureCheck.verifies(log.get().key(), message, sct.signature()),
                    "the certificate transparency log did not sign the certificate");
            known = true;
        }
        RejectedException.unless(known, "no known certificate transparency log has the certificate");
    }

    private static List<Sct> parse(byte[] list) throws EvidenceException {
        List<Sct> scts = new ArrayList<>();
        try {
            ByteBuffer all = ByteBuffer.wrap(list);
            if (Short.toUnsignedInt(all.getShort()) != all.remaining()) {
                throw new EvidenceException("the certificate's list of timestamps is cut off");
            }
            while (all.hasRemaining() && scts.size() < MAX_SCTS) {
                ByteBuffer one = ByteBuffer.wrap(take(all, Short.toUnsignedInt(all.getShort())));
                if (one.get() != 0) {
                    continue; // a later version: nothing is known of it
                }
                byte[] logId = take(one, 32);
                long timestamp = one.getLong();
                byte[] extensions = take(one, Short.toUnsignedInt(one.getShort()));
                byte hash = one.get();
                one.get(); // the signature algorithm goes with the log's key
                byte[] signature = take(one, Short.toUnsignedInt(one.getShort()));
                scts.add(new Sct(logId, timestamp, extensions, hash, signature));
            }
        } catch (BufferUnderflowException e) {
            throw new EvidenceException("the certificate's list of timestamps is cut off");
        }
        return scts;
    }

    private static byte[] take(ByteBuffer from, int length) {
        if (length > from.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }

    /** The signed part of the certificate as it was before the timestamps went in: without their extension. */
    private static byte[] precertificate(X509Certificate leaf) throws EvidenceException {
        byte[] tbs;
        try {
            tbs = leaf.getTBSCertificate();
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new EvidenceException("the certificate cannot be written again");
        }
        List<byte[]> members = new ArrayList<>();
        for (Der member : Der.parse(tbs).sequence(1)) {
            members.add(member.tag() == 0xa3 ? withoutTimestamps(member) : member.encoded());
        }
        return Der.encode(Der.SEQUENCE, Bytes.concat(members.toArray(byte[][]::new)));
    }

    private static byte[] withoutTimestamps(Der extensions) throws EvidenceException {
        List<byte[]> kept = new ArrayList<>();
        List<Der> wrapped = extensions.children();
        if (wrapped.size() != 1) {
            throw new EvidenceException("the certificate's extensions are malformed");
        }
        for (Der extension : wrapped.getFirst().sequence(1)) {
            if (!extension.sequence(2).getFirst().oid().equals(EXTENSION)) {
                kept.add(extension.encoded());
            }
        }
        return Der.encode(0xa3, Der.encode(Der.SEQUENCE, Bytes.concat(kept.toArray(byte[][]::new))));
    }
}
