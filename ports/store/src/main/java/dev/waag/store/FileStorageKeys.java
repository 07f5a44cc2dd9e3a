package dev.waag.store;

import dev.waag.sign.KeyFile;
import dev.waag.sign.NoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The storage key in a file of the key store, {@code keys/storage-N.p12}; data keys are wrapped by AES key wrap with padding (RFC 5649). */
final class FileStorageKeys implements StorageKeys {
    private static final String WORD = "file";
    private static final int BYTES = 32;

    private final DataFolder data;

    FileStorageKeys(DataFolder data) {
        this.data = data;
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public String make(long number) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Passphrase passphrase = data.passphrase();
        String name = "storage-" + number + ".p12";
        Durable.writeSecret(
                data.path("keys", name),
                KeyFile.writeSecret("storage", random, passphrase.text(), passphrase.strength()));
        return WORD + ":" + name;
    }

    @Override
    public byte[] wrap(String place, byte[] key) throws IOException {
        try {
            return cipher(Cipher.WRAP_MODE, place).wrap(new SecretKeySpec(key, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IOException("this platform cannot wrap keys", e);
        }
    }

    @Override
    public byte[] unwrap(String place, byte[] wrapped) throws IOException {
        try {
            return cipher(Cipher.UNWRAP_MODE, place)
                    .unwrap(wrapped, "AES", Cipher.SECRET_KEY)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IOException("the data keys in the database do not belong to " + file(place), e);
        }
    }

    private Cipher cipher(int mode, String place) throws IOException, GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding");
        cipher.init(mode, open(place));
        return cipher;
    }

    private SecretKey open(String place) throws IOException {
        Path file = file(place);
        try {
            return new SecretKeySpec(
                    KeyFile.readSecret(
                            Files.readAllBytes(file), data.passphrase().text()),
                    "AES");
        } catch (NoteException e) {
            throw data.passphrase().wrong(file, String.valueOf(e.getMessage()));
        }
    }

    private Path file(String place) {
        return data.path("keys", place.substring(place.indexOf(':') + 1));
    }

    @Override
    public void removeBefore(long number) throws IOException {
        try (var files = Files.newDirectoryStream(data.path("keys"), "storage-*.p12*")) {
            for (Path file : files) {
                if (!file.equals(data.path("keys", "storage-" + number + ".p12"))) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Durable.forceFolder(data.path("keys"));
    }
}
