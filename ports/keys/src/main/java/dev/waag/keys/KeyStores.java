package dev.waag.keys;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.sign.KeyAlgorithm;
import dev.waag.sign.Signer;
import dev.waag.sign.VerifyKey;
import dev.waag.store.DataFolder;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The stores that this data folder may use, by the word before the colon of a place. */
final class KeyStores {
    static final String FILE = "file";

    /** One way to keep private keys. */
    interface Store {
        /** Makes a key that is durable when this returns. */
        Made generate(String name, KeyAlgorithm algorithm) throws IOException;

        /** What signs with a key that was made here. */
        Signer open(String place, VerifyKey key) throws IOException;

        /** Destroys a private key; that it is gone already is no failure. */
        void destroy(String place) throws IOException;

        /** Removes keys that were made and never came into use, where the store can tell. */
        default void sweep(Set<String> places) throws IOException {}
    }

    /** @param place where it is kept, to be given back to {@link #open} */
    record Made(String place, Signer signer) {}

    private final Map<String, Store> stores = new LinkedHashMap<>();

    KeyStores(DataFolder data, KeySettings settings, InstantSource clock) {
        stores.put(FILE, new FileStore(data));
        settings.pkcs11().ifPresent(p -> stores.put(TokenStore.WORD, new TokenStore(p, clock)));
        settings.vault().ifPresent(v -> stores.put(VaultStore.WORD, new VaultStore(v, settings.environment())));
    }

    Made generate(String store, String name, KeyAlgorithm algorithm) {
        try {
            return store(store).generate(name, algorithm);
        } catch (IOException e) {
            throw failed("the key '" + name + "' cannot be made", store, e);
        }
    }

    Signer open(String place, VerifyKey key) {
        try {
            return store(place).open(place, key);
        } catch (IOException e) {
            throw failed("the key " + key.keyId() + " cannot be opened", place, e);
        }
    }

    void destroy(String place) {
        try {
            store(place).destroy(place);
        } catch (IOException e) {
            throw failed("a private key that is not used any more cannot be destroyed", place, e);
        }
    }

    void sweep(Set<String> places) {
        stores.forEach((word, store) -> {
            try {
                store.sweep(places);
            } catch (IOException e) {
                throw failed("unused keys cannot be removed", word, e);
            }
        });
    }

    static String word(String place) {
        return place.split(":", 2)[0];
    }

    private Store store(String place) {
        Store store = stores.get(word(place));
        if (store == null) {
            throw new UserException(
                    Exit.USAGE,
                    "no key store '" + word(place) + "' is set up",
                    "there are: " + String.join(", ", stores.keySet()),
                    "docs/keys.md tells how to configure [keys.pkcs11] and [keys.vault]");
        }
        return store;
    }

    static UserException failed(String what, String place, IOException e) {
        return new UserException(
                Exit.INCOMPLETE,
                what + ": " + e.getMessage(),
                "the key store '" + word(place) + "' refused it or cannot be reached",
                "check it, and the settings under [keys]");
    }
}
