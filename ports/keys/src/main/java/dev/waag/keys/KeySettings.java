package dev.waag.keys;

import dev.waag.store.Passphrase;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where keys may be kept besides the data folder.
 *
 * @param pkcs11 a token, by its library
 * @param vault a vault, by its transit API
 * @param environment for the way to the vault (proxies, certificates), and for the folder's passphrase
 */
public record KeySettings(Optional<Pkcs11> pkcs11, Optional<Vault> vault, Map<String, String> environment) {
    /**
     * A PKCS#11 token.
     *
     * @param library the vendor's library, such as {@code /usr/lib/softhsm/libsofthsm2.so}
     * @param slot the slot's number in the list of slots; 0 is the first
     * @param pinFile whose first line is the user's PIN
     */
    public record Pkcs11(Path library, int slot, Path pinFile) {}

    /**
     * A vault that speaks HashiCorp Vault's transit API.
     *
     * @param url its address, without {@code /v1}
     * @param mount where the engine is mounted, {@code transit} by default
     * @param tokenFile whose first line is the token
     */
    public record Vault(URI url, String mount, Path tokenFile) {}

    public KeySettings {
        environment = Map.copyOf(environment);
    }

    /** The same, with the passphrase of a folder that is opened here in that file, where the environment names no other. */
    public KeySettings withPassphraseFile(Path file) {
        Map<String, String> more = new HashMap<>(environment);
        more.putIfAbsent(Passphrase.FILE_VARIABLE, file.toString());
        return new KeySettings(pkcs11, vault, more);
    }

    /** Encrypted files alone. */
    public static KeySettings none() {
        return new KeySettings(Optional.empty(), Optional.empty(), Map.of());
    }

    /** By the variables that stand for {@code [keys.pkcs11]} and {@code [keys.vault]}. */
    public static KeySettings fromEnvironment(Map<String, String> environment) {
        String library = environment.getOrDefault("WAAG_KEYS_PKCS11_LIBRARY", "");
        String pin = environment.getOrDefault("WAAG_KEYS_PKCS11_PIN_FILE", "");
        String url = environment.getOrDefault("WAAG_KEYS_VAULT_URL", "");
        String token = environment.getOrDefault("WAAG_KEYS_VAULT_TOKEN_FILE", "");
        String slot = environment.getOrDefault("WAAG_KEYS_PKCS11_SLOT", "0");
        return new KeySettings(
                library.isEmpty() || pin.isEmpty() || !slot.matches("\\d{1,6}")
                        ? Optional.empty()
                        : Optional.of(new Pkcs11(Path.of(library), Integer.parseInt(slot), Path.of(pin))),
                url.isEmpty() || token.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Vault(
                                URI.create(url),
                                environment.getOrDefault("WAAG_KEYS_VAULT_MOUNT", "transit"),
                                Path.of(token))),
                environment);
    }
}
