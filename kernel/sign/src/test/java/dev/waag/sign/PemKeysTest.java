package dev.waag.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class PemKeysTest {
    private static final char[] PASSWORD = "0123456789abcdef".toCharArray();

    @Test
    void readsEveryFormOfKey() throws GeneralSecurityException {
        assertLoads("rsa.crt", "rsa.pkcs8.key", "RSA", 1);
        assertLoads("rsa.crt", "rsa.pkcs1.key", "RSA", 1);
        assertLoads("ec.crt", "ec.pkcs8.key", "EC", 1);
        assertLoads("ec.crt", "ec.sec1.key", "EC", 1);
        assertLoads("ed25519.crt", "ed25519.pkcs8.key", "EdDSA", 1);
    }

    @Test
    void keepsTheWholeChainInItsOrderAndSkipsTextAroundTheBlocks() throws GeneralSecurityException {
        assertLoads("chain.crt", "ec.sec1.key", "EC", 2);
    }

    @Test
    void takesOneFileThatHoldsBoth() throws GeneralSecurityException {
        String both = pem("ec.sec1.key") + pem("chain.crt");
        assertThat(PemKeys.keyStore(both, both, PASSWORD).isKeyEntry(PemKeys.ALIAS))
                .isTrue();
    }

    @Test
    void readsFilesWithWindowsLineEnds() throws GeneralSecurityException {
        KeyStore store = PemKeys.keyStore(
                pem("ec.crt").replace("\n", "\r\n"), pem("ec.sec1.key").replace("\n", "\r\n"), PASSWORD);
        assertThat(store.isKeyEntry(PemKeys.ALIAS)).isTrue();
    }

    @Test
    void refusesAnEncryptedKeyAndSaysHowToDecryptIt() {
        for (String key : new String[] {"ec.pkcs8.encrypted.key", "rsa.pkcs1.encrypted.key"}) {
            assertRefused(() -> load("rsa.crt", key), "is encrypted").contains("openssl pkey");
        }
    }

    @Test
    void refusesAKeyThatDoesNotFit() {
        assertRefused(() -> load("rsa.crt", "ec.sec1.key"), "does not fit").contains("the key is EC");
        assertRefused(() -> load("rsa.crt", "ec.pkcs8.key"), "does not fit").contains("CN=index.example");
        assertRefused(() -> load("ec.crt", "ec384.sec1.key"), "does not fit");
        assertRefused(() -> load("ed25519.crt", "rsa.pkcs1.key"), "does not fit");
    }

    @Test
    void saysSoWhenTheChainIsInTheWrongOrder() {
        assertRefused(() -> load("chain.reversed.crt", "ec.pkcs8.key"), "does not fit")
                .contains("certificate 2", "the server's own comes first");
    }

    @Test
    void refusesAnEmptyFile() {
        assertRefused(() -> PemKeys.keyStore("", pem("ec.sec1.key"), PASSWORD), "The TLS certificate cannot be read")
                .contains("is empty");
        assertRefused(() -> PemKeys.keyStore(pem("ec.crt"), "\n", PASSWORD), "The TLS key cannot be read")
                .contains("is empty");
    }

    @Test
    void refusesFilesThatHoldSomethingElse() {
        assertRefused(() -> load("ec.sec1.key", "ec.sec1.key"), "certificate cannot be read")
                .contains("BEGIN CERTIFICATE");
        assertRefused(() -> load("ec.crt", "ec.crt"), "key cannot be read").contains("BEGIN PRIVATE KEY");
        String rubbish = "-----BEGIN %s-----\nAAAA\n-----END %s-----\n";
        assertRefused(
                () -> PemKeys.keyStore(pem("ec.crt"), rubbish.replace("%s", "PRIVATE KEY"), PASSWORD),
                "key cannot be read");
        assertRefused(
                () -> PemKeys.keyStore(pem("ec.crt"), rubbish.replace("%s", "DSA PRIVATE KEY"), PASSWORD),
                "key cannot be read");
        assertRefused(
                () -> PemKeys.keyStore(rubbish.replace("%s", "CERTIFICATE"), pem("ec.sec1.key"), PASSWORD),
                "certificate cannot be read");
        assertRefused(
                () -> PemKeys.keyStore(
                        pem("ec.crt"), pem("ec.sec1.key").replace("-----END EC", "-----END RSA"), PASSWORD),
                "key cannot be read");
    }

    private static void assertLoads(String certificate, String key, String algorithm, int length)
            throws GeneralSecurityException {
        KeyStore store = load(certificate, key);
        assertThat(store.getKey(PemKeys.ALIAS, PASSWORD).getAlgorithm()).isEqualTo(algorithm);
        assertThat(store.getCertificateChain(PemKeys.ALIAS)).hasSize(length);
    }

    private static org.assertj.core.api.AbstractStringAssert<?> assertRefused(ThrowingCallable call, String what) {
        UserException refusal = assertThatExceptionOfType(UserException.class)
                .isThrownBy(call)
                .withMessageContaining(what)
                .actual();
        assertThat(refusal.exit()).isEqualTo(Exit.USAGE);
        return assertThat(refusal.render());
    }

    private static KeyStore load(String certificate, String key) {
        return PemKeys.keyStore(pem(certificate), pem(key), PASSWORD);
    }

    private static String pem(String name) {
        try (InputStream in = PemKeysTest.class.getResourceAsStream("pem/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
