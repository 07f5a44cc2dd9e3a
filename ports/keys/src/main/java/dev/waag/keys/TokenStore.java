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
 * Private keys in a PKCS#11 token: made there, never to leave it. ECDSA P-256 alone, for the platform's provider knows no Ed25519. Each key
 * lies beside a certificate of its own, by which the provider finds it.
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

    private char[] pin() throws IOException {
        try (var lines = Files.lines(settings.pinFile())) {
            return lines.findFirst().orElse("").toCharArray();
        }
    }

    @Override
    public KeyStores.Made generate(String name, KeyAlgorithm algorithm) throws IOException {
        if (algorithm != KeyAlgorithm.ECDSA_P256) {
            throw Failures.refused(
                    "a token keeps ECDSA P-256 keys",
                    "the platform's PKCS#11 provider knows no " + algorithm,
                    "add --algorithm ecdsa-p256");
        }
        byte[] random = new byte[4];
        new SecureRandom().nextBytes(random);
        String alias = "waag-" + name + "-" + HexFormat.of().formatHex(random);
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
        return new Signer() {
            @Override
            public VerifyKey publicKey() {
                return publicKey;
            }

            @Override
            public byte[] sign(byte[] message) {
                try {
                    Signature signature = Signature.getInstance("SHA256withECDSA", store.getProvider());
                    signature.initSign(privateKey);
                    signature.update(message);
                    byte[] made = signature.sign();
                    if (!publicKey.verify(message, made)) {
                        throw new GeneralSecurityException("what it signed does not verify");
                    }
                    return made;
                } catch (GeneralSecurityException e) {
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
