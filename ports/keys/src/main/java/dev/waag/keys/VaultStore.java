package dev.waag.keys;

import dev.waag.sign.KeyAlgorithm;
import dev.waag.sign.NoteException;
import dev.waag.sign.Signer;
import dev.waag.sign.StrictBase64;
import dev.waag.sign.VerifyKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Private keys in a vault, made and used by its transit API (HashiCorp Vault, "Transit secrets engine"): they never come here. */
final class VaultStore implements KeyStores.Store {
    static final String WORD = "vault";

    private final VaultClient vault;

    VaultStore(KeySettings.Vault settings, Map<String, String> environment) {
        this.vault = new VaultClient(settings, environment);
    }

    @Override
    public KeyStores.Made generate(String name, KeyAlgorithm algorithm) throws IOException {
        byte[] random = new byte[4];
        new SecureRandom().nextBytes(random);
        String key = "waag-" + name + "-" + HexFormat.of().formatHex(random);
        vault.ask("POST", "keys/" + key, Map.of("type", algorithm.word(), "exportable", false));
        JsonNode versions =
                vault.ask("GET", "keys/" + key, Map.of()).path("data").path("keys");
        VerifyKey publicKey =
                publicKey(algorithm, versions.path("1").path("public_key").asString(""));
        String place = WORD + ":" + key;
        return new KeyStores.Made(place, open(place, publicKey));
    }

    private static VerifyKey publicKey(KeyAlgorithm algorithm, String text) throws IOException {
        try {
            return algorithm == KeyAlgorithm.ED25519
                    ? VerifyKey.ofRawEd25519(StrictBase64.decode(text))
                    : VerifyKey.parsePem(text).getFirst();
        } catch (NoteException e) {
            throw new IOException("the vault shows no public key of " + algorithm + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Signer open(String place, VerifyKey key) {
        String name = name(place);
        return new Signer() {
            @Override
            public VerifyKey publicKey() {
                return key;
            }

            @Override
            public byte[] sign(byte[] message) {
                try {
                    return signed(name, key, message);
                } catch (IOException e) {
                    throw KeyStores.failed("the vault does not sign", WORD, e);
                }
            }
        };
    }

    private byte[] signed(String name, VerifyKey key, byte[] message) throws IOException {
        boolean hashed = key.algorithm() == KeyAlgorithm.ECDSA_P256;
        String answer = vault.ask(
                        "POST",
                        "sign/" + name + (hashed ? "/sha2-256" : ""),
                        Map.of("input", StrictBase64.encode(message), "key_version", 1))
                .path("data")
                .path("signature")
                .asString("");
        try {
            if (!answer.startsWith("vault:v1:")) {
                throw new IOException("the vault answered no signature of the key's first version");
            }
            byte[] signature = StrictBase64.decode(answer.substring("vault:v1:".length()));
            if (!key.verify(message, signature)) {
                throw new IOException("what the vault signed does not verify");
            }
            return signature;
        } catch (NoteException e) {
            throw new IOException("the vault's signature is " + e.getMessage(), e);
        }
    }

    @Override
    public void destroy(String place) throws IOException {
        vault.delete(name(place));
    }

    private static String name(String place) {
        return place.substring(place.indexOf(':') + 1);
    }
}
