package dev.waag.attest;

import dev.waag.core.Sha256;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/** Verifies signatures by the algorithm that goes with the key (sigstore client specification, "Algorithm registry"). */
final class SignatureCheck {
    private static final int MIN_RSA_BITS = 2048;

    private SignatureCheck() {}

    /** Reads a SubjectPublicKeyInfo; empty for a kind of key that is not known here. */
    static Optional<PublicKey> publicKey(byte[] spki) throws EvidenceException {
        String oid =
                Der.parse(spki).sequence(2).getFirst().sequence(1).getFirst().oid();
        String algorithm = switch (oid) {
            case "1.2.840.10045.2.1" -> "EC";
            case "1.2.840.113549.1.1.1" -> "RSA";
            case "1.3.101.112" -> "Ed25519";
            default -> "";
        };
        if (algorithm.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(spki)));
        } catch (GeneralSecurityException e) {
            throw new EvidenceException("a public key cannot be read: " + e.getMessage());
        }
    }

    /** A PKCS#1 RSA key (RFC 8017 appendix A.1.1) as the SubjectPublicKeyInfo that the JDK reads. */
    static byte[] fromPkcs1(byte[] key) {
        byte[] algorithm = Der.encode(
                Der.SEQUENCE,
                Bytes.concat(
                        Der.encode(Der.OID, new BigInteger("2a864886f70d010101", 16).toByteArray()),
                        new byte[] {5, 0}));
        byte[] bits = Der.encode(3, Bytes.concat(new byte[] {0}, key));
        return Der.encode(Der.SEQUENCE, Bytes.concat(algorithm, bits));
    }

    /** Whether the key signed the message, under the one hash that goes with it. */
    static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
        return switch (key) {
            case ECPublicKey ec ->
                switch (ec.getParams().getCurve().getField().getFieldSize()) {
                    case 256 -> verifies("SHA256withECDSA", key, message, signature);
                    case 384 ->
                        verifies("SHA384withECDSA", key, message, signature)
                                || verifies("SHA256withECDSA", key, message, signature);
                    case 521 -> verifies("SHA512withECDSA", key, message, signature);
                    default -> false;
                };
            case EdECPublicKey ed -> verifies("Ed25519", ed, message, signature);
            case RSAPublicKey rsa ->
                rsa.getModulus().bitLength() >= MIN_RSA_BITS && verifies("SHA256withRSA", key, message, signature);
            default -> false;
        };
    }

    /** Whether the key signed a message of that SHA-256; an elliptic curve key only, because others sign more than a digest. */
    static boolean verifies(PublicKey key, Sha256 digest, byte[] signature) {
        return key instanceof ECPublicKey && verifies("NONEwithECDSA", key, digest.bytes(), signature);
    }

    static boolean verifies(String algorithm, PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature check = Signature.getInstance(algorithm);
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // a key or signature that this algorithm cannot even read
        }
    }
}
