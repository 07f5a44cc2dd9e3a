package dev.waag.sign;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;

/** What a TLS server shows: a certificate chain and its private key, read from PEM (RFC 7468). */
public final class PemKeys {
    /** The alias of the one entry in the key store. */
    public static final String ALIAS = "tls";

    private PemKeys() {}

    /**
     * Reads a certificate chain, the server's own certificate first, and its private key into a key store.
     *
     * <p>The key may be in PKCS#8, in PKCS#1 (RSA) or in SEC 1 (elliptic curve). Both texts may be the same: each is
     * searched for its own kind of block, and others are skipped.
     *
     * @param certificatePem the text of the certificate file
     * @param keyPem the text of the key file
     * @param password what the entry is locked with in memory; take a random one
     * @throws dev.waag.core.UserException with {@code Exit.USAGE} for text that holds no certificate or key, an encrypted key, or a
     *     key that does not belong to the first certificate
     */
    public static KeyStore keyStore(String certificatePem, String keyPem, char[] password) {
        List<X509Certificate> chain = PemCertificates.read(certificatePem);
        PrivateKey key = PemPrivateKey.read(keyPem, chain.getFirst().getPublicKey());
        KeyMatch.require(key, chain);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry(ALIAS, key, password, chain.toArray(Certificate[]::new));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this platform cannot keep a key in memory", e);
        }
    }
}
