package dev.waag.fetch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * The TLS side of a client.
 *
 * @param context with all that is trusted
 * @param problems with what should have been trusted, for messages
 */
record Tls(SSLContext context, List<String> problems) {
    private static final char[] NO_PASSWORD = new char[0];

    Tls {
        problems = List.copyOf(problems);
    }

    /** Trusts nobody, and costs nothing: for clients that never speak TLS. Without one, the JDK would read its certificates. */
    static SSLContext none() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    static Tls load(FetchSettings settings) {
        try {
            TrustStore store = TrustStore.load(settings.authorities());
            List<String> problems = new ArrayList<>(store.problems());
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store.keys());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(settings.clientCertificate(), problems), trust.getTrustManagers(), null);
            return new Tls(context, problems);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static KeyManager[] keyManagers(Optional<Path> pem, List<String> problems) throws GeneralSecurityException {
        if (pem.isEmpty()) {
            return new KeyManager[0];
        }
        try {
            byte[] file = Files.readAllBytes(pem.get());
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<Certificate> chain = new ArrayList<>();
            for (byte[] der : Pem.blocks(file, "CERTIFICATE")) {
                chain.add(factory.generateCertificate(new ByteArrayInputStream(der)));
            }
            List<byte[]> key = Pem.blocks(file, "PRIVATE KEY");
            if (key.isEmpty() || chain.isEmpty()) {
                problems.add("the client certificate " + pem.get()
                        + " needs a CERTIFICATE and a PRIVATE KEY (PKCS #8, not encrypted)");
                return new KeyManager[0];
            }
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry("client", privateKey(key.getFirst()), NO_PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, NO_PASSWORD);
            return managers.getKeyManagers();
        } catch (IOException | GeneralSecurityException e) {
            problems.add("the client certificate " + pem.get() + " cannot be used: " + e.getMessage());
            return new KeyManager[0];
        }
    }

    private static PrivateKey privateKey(byte[] pkcs8) throws GeneralSecurityException {
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                // The key is of another kind.
            }
        }
        throw new InvalidKeySpecException("neither an RSA nor an elliptic curve key");
    }
}
