package dev.waag.keys;

import dev.waag.sign.NoteException;
import dev.waag.sign.StrictBase64;
import dev.waag.store.StorageKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The storage key in a vault, which wraps and unwraps by its transit API ({@code encrypt/}, {@code decrypt/}): it never comes here. */
final class VaultStorageKeys implements StorageKeys {
    private static final Logger LOG = LoggerFactory.getLogger(VaultStorageKeys.class);

    private final VaultClient vault;
    private final String prefix;

    /** @param folder tells apart the data folders that share a vault */
    VaultStorageKeys(VaultClient vault, String folder) {
        this.vault = vault;
        this.prefix = "waag-storage-" + folder + "-";
    }

    @Override
    public String word() {
        return VaultStore.WORD;
    }

    /** Of a name that is there already the vault makes no other key. */
    @Override
    public String make(long number) throws IOException {
        String name = prefix + number;
        vault.ask("POST", "keys/" + name, Map.of("type", "aes256-gcm96", "exportable", false));
        return word() + ":" + name;
    }

    @Override
    public byte[] wrap(String place, byte[] key) throws IOException {
        String wrapped = vault.ask("POST", "encrypt/" + name(place), Map.of("plaintext", StrictBase64.encode(key)))
                .path("data")
                .path("ciphertext")
                .asString("");
        if (!wrapped.startsWith("vault:v")) {
            throw new IOException("the vault answered no ciphertext");
        }
        return wrapped.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] unwrap(String place, byte[] wrapped) throws IOException {
        String text = new String(wrapped, StandardCharsets.US_ASCII);
        String plain = vault.ask("POST", "decrypt/" + name(place), Map.of("ciphertext", text))
                .path("data")
                .path("plaintext")
                .asString("");
        try {
            return StrictBase64.decode(plain);
        } catch (NoteException e) {
            throw new IOException("the vault's plaintext is " + e.getMessage(), e);
        }
    }

    @Override
    public void removeBefore(long number) {
        if (number > 1) {
            try {
                vault.delete(prefix + (number - 1));
            } catch (IOException e) {
                LOG.warn(
                        "the storage key {} in the vault wraps nothing any more and could not be deleted: {}",
                        prefix + (number - 1),
                        e.getMessage());
            }
        }
    }

    private static String name(String place) {
        return place.substring(place.indexOf(':') + 1);
    }
}
