package dev.waag.server;

import dev.waag.keys.KeySettings;
import dev.waag.sign.NoteException;
import dev.waag.sign.NoteVerifier;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables {@code [keys]}, {@code [keys.pkcs11]} and {@code [keys.vault]}, and the keys in {@code [ledger]}. */
final class ConfiguredKeys {
    private static final String MOUNT = "[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*";

    private final ConfigValues values;

    ConfiguredKeys(ConfigValues values) {
        this.values = values;
    }

    ServerConfig.Keys read(Map<String, String> environment) {
        return new ServerConfig.Keys(
                values.file("keys.passphrase-file"), new KeySettings(pkcs11(), vault(), environment));
    }

    /** The logs of {@code [ledger] witness-for}. */
    List<NoteVerifier> logs() {
        List<NoteVerifier> logs = new ArrayList<>();
        for (String vkey : values.list("ledger.witness-for")) {
            try {
                logs.add(NoteVerifier.parse(vkey.strip()));
            } catch (NoteException e) {
                values.wrong(values.placeOf("ledger.witness-for"), "not a log's key: " + e.getMessage());
            }
        }
        return logs;
    }

    private Optional<KeySettings.Pkcs11> pkcs11() {
        Optional<Path> library = values.file("keys.pkcs11.library");
        Optional<Path> pin = values.file("keys.pkcs11.pin-file");
        together("keys.pkcs11.library", "keys.pkcs11.pin-file");
        String slot = values.text("keys.pkcs11.slot").orElse("0");
        if (!slot.matches("\\d{1,6}")) {
            values.wrong(values.placeOf("keys.pkcs11.slot"), "'" + slot + "' is no slot's number");
            return Optional.empty();
        }
        return library.isPresent() && pin.isPresent()
                ? Optional.of(new KeySettings.Pkcs11(library.get(), Integer.parseInt(slot), pin.get()))
                : Optional.empty();
    }

    private Optional<KeySettings.Vault> vault() {
        Optional<URI> url = values.uri("keys.vault.url");
        Optional<Path> token = values.file("keys.vault.token-file");
        together("keys.vault.url", "keys.vault.token-file");
        String mount = values.text("keys.vault.mount").orElse("transit");
        if (!mount.matches(MOUNT)) {
            values.wrong(values.placeOf("keys.vault.mount"), "'" + mount + "' is no path of an engine");
        }
        if (url.isPresent() && !"https".equals(url.get().getScheme()) && !loopback(url.get())) {
            values.wrong(values.placeOf("keys.vault.url"), "a vault's token goes over https, or to a loopback address");
        }
        return url.isPresent() && token.isPresent()
                ? Optional.of(new KeySettings.Vault(url.get(), mount, token.get()))
                : Optional.empty();
    }

    private static boolean loopback(URI url) {
        String host = String.valueOf(url.getHost());
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    private void together(String one, String other) {
        if (values.has(one) != values.has(other)) {
            values.wrong(
                    values.placeOf(values.has(one) ? one : other),
                    "'" + one + "' and '" + other + "' are given together");
        }
    }
}
