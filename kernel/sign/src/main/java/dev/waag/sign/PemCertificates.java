package dev.waag.sign;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads a certificate chain. */
final class PemCertificates {
    private static final String WHAT = "The TLS certificate";

    private PemCertificates() {}

    /** At least one certificate. */
    static List<X509Certificate> read(String text) {
        if (text.isBlank()) {
            throw Pem.broken(WHAT, "the file is empty");
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (Pem.Block block : Pem.blocks(text, WHAT)) {
            if (block.label().equals("CERTIFICATE")) {
                chain.add(certificate(block));
            }
        }
        if (chain.isEmpty()) {
            throw Pem.broken(WHAT, "the file holds no block -----BEGIN CERTIFICATE-----");
        }
        return chain;
    }

    private static X509Certificate certificate(Pem.Block block) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.bytes()));
        } catch (CertificateException e) {
            throw Pem.broken(WHAT, "a block -----BEGIN CERTIFICATE----- holds no certificate: " + e.getMessage());
        }
    }
}
