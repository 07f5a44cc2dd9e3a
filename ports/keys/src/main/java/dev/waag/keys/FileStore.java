package dev.waag.keys;

import dev.waag.sign.KeyAlgorithm;
import dev.waag.sign.NoteException;
import dev.waag.sign.PrivateSigner;
import dev.waag.sign.Signer;
import dev.waag.sign.VerifyKey;
import dev.waag.store.DataFolder;
import dev.waag.store.Durable;
import dev.waag.store.Passphrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Private keys in {@code DATA/keys}, each a PKCS#12 file under the folder's passphrase: {@code <key id>.p12}. */
final class FileStore implements KeyStores.Store {
    private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})\\.p12(\\.new)?");

    private final DataFolder data;

    FileStore(DataFolder data) {
        this.data = data;
    }

    private Path file(String keyId) {
        return data.path("keys", keyId + ".p12");
    }

    private static String place(String keyId) {
        return KeyStores.FILE + ":" + keyId;
    }

    @Override
    public KeyStores.Made generate(String name, KeyAlgorithm algorithm) throws IOException {
        PrivateSigner signer = PrivateSigner.generate(algorithm);
        Passphrase passphrase = data.passphrase();
        Durable.writeSecret(file(signer.keyId()), signer.toFile(passphrase.text(), passphrase.strength()));
        return new KeyStores.Made(place(signer.keyId()), signer);
    }

    @Override
    public Signer open(String place, VerifyKey key) throws IOException {
        Path file = file(key.keyId());
        try {
            return PrivateSigner.ofFile(
                    Files.readAllBytes(file), data.passphrase().text(), key);
        } catch (NoteException e) {
            throw data.passphrase().wrong(file, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void destroy(String place) throws IOException {
        Files.deleteIfExists(file(place.substring(place.indexOf(':') + 1)));
        Durable.forceFolder(data.path("keys"));
    }

    @Override
    public void sweep(Set<String> places) throws IOException {
        try (var files = Files.newDirectoryStream(data.path("keys"))) {
            for (Path file : files) {
                Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
                if (name.matches() && !(name.group(2) == null && places.contains(place(name.group(1))))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
