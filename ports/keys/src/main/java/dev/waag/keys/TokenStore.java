package dev.waag.keys;

import dev.waag.sign.KeyAlgorithm;
import dev.waag.sign.NoteException;
import dev.waag.sign.SelfSigned;
import dev.waag.sign.Signer;
import dev.waag.sign.VerifyKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Private keys in a PKCS#11 token: made there, never to leave it. An ECDSA key lies beside a certificate of its own, by which the platform's
 * provider finds it; the provider knows no Ed25519, so that those keys are asked of the token's library itself.
 */
final class TokenStore implements KeyStores.Store {
    static final String WORD = "pkcs11";
    private static final Duration CERTIFICATE = Duration.ofDays(36_500);
    private static final String ATTRIBUTES = """
            attributes(generate, CKO_PRIVATE_KEY, *) = {
              CKA_SENSITIVE = true
              CKA_EXTRACTABLE = false
              CKA_SIGN = true
            }
            """;

    private final KeySettings.Pkcs11 settings;
    private final InstantSource clock;
    private @Nullable KeyStore opened;
    private @Nullable TokenEdwards edwards;

    TokenStore(KeySettings.Pkcs11 settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    private synchronized KeyStore store() throws IOException {
        KeyStore known = opened;
        if (known == null) {
            try {
                Provider provider = Security.getProvider("SunPKCS11")
                        .configure("--name = waag" + settings.slot() + "\nlibrary = " + settings.library()
                                + "\nslotListIndex = " + settings.slot() + "\n" + ATTRIBUTES);
                known = KeyStore.getInstance("PKCS11", provider);
                known.load(null, pin());
                opened = known;
            } catch (GeneralSecurityException | RuntimeException e) {
                throw new IOException("the token in slot " + settings.slot() + " cannot be used: " + reason(e), e);
            }
        }
        return known;
    }

    /** Logs in by {@link #store}, which counts for the process. */
    private synchronized TokenEdwards edwards() throws IOException {
        store();
        TokenEdwards known = edwards;
        if (known == null) {
            known = new TokenEdwards(settings);
            edwards = known;
        }
        return known;
    }

    private char[] pin() throws IOException {
        try (var lines = Files.lines(settings.pinFile())) {
            return lines.findFirst().orElse("").toCharArray();
        }
    }

    @Override
    public KeyStores.Made generate(String name, KeyAlgorithm algorithm) throws IOException {
        byte[] random = new byte[4];
        new SecureRandom().nextBytes(random);
        String alias = "waag-" + name + "-" + HexFormat.of().formatHex(random);
        if (algorithm == KeyAlgorithm.ED25519) {
            VerifyKey made = edwards().generate(alias);
            return new KeyStores.Made(WORD + ":" + alias, open(WORD + ":" + alias, made));
        }
        try {
            KeyStore store = store();
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", store.getProvider());
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            Signer fresh = signer(store, VerifyKey.of(pair.getPublic()), pair.getPrivate());
            Instant now = clock.instant();
            Certificate certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(SelfSigned.certificate(alias, fresh, now, now.plus(CERTIFICATE))));
            store.setKeyEntry(alias, pair.getPrivate(), null, new Certificate[] {certificate});
            String place = WORD + ":" + alias;
            return new KeyStores.Made(place, open(place, fresh.publicKey()));
        } catch (GeneralSecurityException | NoteException | RuntimeException e) {
            throw new IOException("the token makes no key: " + reason(e), e);
        }
    }

    @Override
    public Signer open(String place, VerifyKey key) throws IOException {
        String alias = alias(place);
        if (key.algorithm() == KeyAlgorithm.ED25519) {
            TokenEdwards token = edwards();
            if (!token.holds(alias)) {
                throw new IOException("the token holds no key '" + alias + "'");
            }
            return signer(key, message -> token.sign(alias, message));
        }
        try {
            KeyStore store = store();
            if (store.getKey(alias, null) instanceof PrivateKey privateKey) {
                return signer(store, key, privateKey);
            }
            throw new IOException("the token holds no key '" + alias + "'");
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IOException("the token does not open '" + alias + "': " + reason(e), e);
        }
    }

    private static Signer signer(KeyStore store, VerifyKey publicKey, PrivateKey privateKey) {
        return signer(publicKey, message -> {
            Signature signature = Signature.getInstance("SHA256withECDSA", store.getProvider());
            signature.initSign(privateKey);
            signature.update(message);
            return signature.sign();
        });
    }

    /** How a token signs. */
    private interface Signing {
        byte[] sign(byte[] message) throws GeneralSecurityException, IOException;
    }

    private static Signer signer(VerifyKey publicKey, Signing token) {
        return new Signer() {
            @Override
            public VerifyKey publicKey() {
                return publicKey;
            }

            @Override
            public byte[] sign(byte[] message) {
                try {
                    byte[] made = token.sign(message);
                    if (!publicKey.verify(message, made)) {
                        throw new GeneralSecurityException("what it signed does not verify");
                    }
                    return made;
                } catch (GeneralSecurityException | IOException e) {
                    throw KeyStores.failed("the token does not sign", WORD, new IOException(reason(e), e));
                }
            }
        };
    }

    @Override
    public void destroy(String place) throws IOException {
        try {
            KeyStore store = store();
            if (store.containsAlias(alias(place))) {
                store.deleteEntry(alias(place));
            } else {
                edwards().destroy(alias(place));
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IOException("the token does not delete '" + alias(place) + "': " + reason(e), e);
        }
    }

    private static String alias(String place) {
        return place.substring(place.indexOf(':') + 1);
    }

    /** The innermost message is the token's own. */
    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
