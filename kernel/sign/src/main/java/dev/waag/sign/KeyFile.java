package dev.waag.sign;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.UnrecoverableKeyException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.NoSuchElementException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/**
 * A private key in the form in which it may lie on a disk: PKCS#12 (RFC 7292) with one shrouded key bag, encrypted with AES-256-CBC under
 * PBKDF2-HMAC-SHA256, the whole under an HMAC-SHA256. {@code openssl pkcs12 -in FILE -nodes} reads it.
 */
public final class KeyFile {
    private static final String CIPHER = "PBEWithHmacSHA256AndAES_256";
    /** 1.2.840.113549.1.5.13 in DER. */
    private static final byte[] PBES2 = HexFormat.of().parseHex("06092a864886f70d01050d");

    private static final int SALT = 16;
    private static final int IV = 16;

    /** What a passphrase is worth: one that a person thought of needs more work for each guess than 256 random bits do. */
    public enum Strength {
        RANDOM(10_000),
        CHOSEN(310_000);

        private final int iterations;

        Strength(int iterations) {
            this.iterations = iterations;
        }
    }

    private KeyFile() {}

    static byte[] write(String alias, PrivateKey key, char[] passphrase, Strength strength) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, passphrase);
            // as bytes, for a key by itself has no certificate
            store.setKeyEntry(alias, shroud(key, passphrase, strength), null);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            synchronized (KeyFile.class) {
                Security.setProperty("keystore.pkcs12.macIterationCount", Integer.toString(strength.iterations));
                store.store(out, passphrase);
            }
            return out.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this platform cannot write PKCS#12", e);
        }
    }

    private static byte[] shroud(PrivateKey key, char[] passphrase, Strength strength)
            throws GeneralSecurityException, IOException {
        SecureRandom random = new SecureRandom();
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        byte[] iv = new byte[IV];
        random.nextBytes(iv);
        PBEKeySpec spec = new PBEKeySpec(passphrase);
        byte[] plain = key.getEncoded();
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    SecretKeyFactory.getInstance(CIPHER).generateSecret(spec),
                    new PBEParameterSpec(salt, strength.iterations, new IvParameterSpec(iv)));
            // PBES2 by its identifier (RFC 8018 appendix A.4), for the platform has no name for it
            return Der.sequence(
                    Der.sequence(PBES2, cipher.getParameters().getEncoded()), Der.octets(cipher.doFinal(plain)));
        } finally {
            spec.clearPassword();
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** The one key of a file, with its alias. */
    record Entry(String alias, PrivateKey key) {}

    static Entry read(byte[] file, char[] passphrase) throws NoteException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(file), passphrase);
            String alias = store.aliases().nextElement();
            Key key = store.getKey(alias, passphrase);
            if (key instanceof PrivateKey privateKey) {
                return new Entry(alias, privateKey);
            }
            throw new NoteException("the key file holds no private key");
        } catch (IOException e) {
            throw new NoteException(
                    e.getCause() instanceof UnrecoverableKeyException
                            ? "the passphrase is not the one that the key file was written with"
                            : "the key file is damaged: " + e.getMessage());
        } catch (GeneralSecurityException | NoSuchElementException e) {
            throw new NoteException("the key file cannot be read: " + e.getMessage());
        }
    }
}
