package dev.waag.sign;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;

/** Whether a private key belongs to a certificate: what it signs, the certificate's key verifies. */
final class KeyMatch {
    private static final byte[] SAMPLE = "does this key fit?".getBytes(StandardCharsets.US_ASCII);

    private KeyMatch() {}

    static void require(PrivateKey key, List<X509Certificate> chain) {
        if (fits(key, chain.getFirst().getPublicKey())) {
            return;
        }
        int place = 1;
        for (X509Certificate other : chain.subList(1, chain.size())) {
            place++;
            if (fits(key, other.getPublicKey())) {
                throw mismatch("it fits certificate " + place
                        + " of the file: the server's own comes first, then its issuers");
            }
        }
        throw mismatch("the first certificate of the file is for "
                + chain.getFirst().getSubjectX500Principal().getName() + " and has another public key");
    }

    static UserException mismatch(String cause) {
        return new UserException(
                Exit.USAGE,
                "The TLS key does not fit the certificate",
                cause,
                "give the key that the certificate was issued for");
    }

    private static boolean fits(PrivateKey key, PublicKey certified) {
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature = signature(certified.getAlgorithm());
            signature.initSign(key);
            signature.update(SAMPLE);
            byte[] made = signature.sign();
            signature.initVerify(certified);
            signature.update(SAMPLE);
            return signature.verify(made);
        } catch (GeneralSecurityException e) {
            return false; // such as two curves: one cannot even read the other's signature
        }
    }

    private static Signature signature(String algorithm) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (algorithm) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> algorithm;
                });
        if (algorithm.equals("RSASSA-PSS")) {
            signature.setParameter(new PSSParameterSpec(
                    "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC));
        }
        return signature;
    }
}
