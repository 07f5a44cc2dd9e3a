package dev.waag.keys;

import dev.waag.core.Json;
import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchRequest;
import dev.waag.fetch.FetchSettings;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Response;
import dev.waag.fetch.SendRequest;
import dev.waag.sign.KeyAlgorithm;
import dev.waag.sign.NoteException;
import dev.waag.sign.Signer;
import dev.waag.sign.StrictBase64;
import dev.waag.sign.VerifyKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Private keys in a vault, made and used by its transit API (HashiCorp Vault, "Transit secrets engine"): they never come here. */
final class VaultStore implements KeyStores.Store {
    static final String WORD = "vault";
    private static final int MAX = 1 << 20;

    private final KeySettings.Vault settings;
    private final Map<String, String> environment;

    VaultStore(KeySettings.Vault settings, Map<String, String> environment) {
        this.settings = settings;
        this.environment = environment;
    }

    @Override
    public KeyStores.Made generate(String name, KeyAlgorithm algorithm) throws IOException {
        byte[] random = new byte[4];
        new SecureRandom().nextBytes(random);
        String key = "waag-" + name + "-" + HexFormat.of().formatHex(random);
        ask("POST", "keys/" + key, Map.of("type", algorithm.word(), "exportable", false));
        JsonNode versions = ask("GET", "keys/" + key, Map.of()).path("data").path("keys");
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
        String answer = ask(
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
        String name = name(place);
        ask("POST", "keys/" + name + "/config", Map.of("deletion_allowed", true));
        ask("DELETE", "keys/" + name, Map.of());
    }

    private static String name(String place) {
        return place.substring(place.indexOf(':') + 1);
    }

    private JsonNode ask(String method, String path, Map<String, ?> body) throws IOException {
        URI uri = URI.create(settings.url().toString().replaceAll("/+$", "") + "/v1/" + settings.mount() + "/" + path);
        Map<String, String> headers =
                Map.of("X-Vault-Token", token(), "X-Vault-Request", "true", "Content-Type", "application/json");
        FetchSettings fetch = FetchSettings.fromEnvironment(environment, List.of(), FetchLimits.DEFAULT)
                .withUpstreams(List.of(settings.url()));
        try (Fetcher fetcher = new Fetcher(fetch);
                Response response = method.equals("GET")
                        ? fetcher.get(new FetchRequest(uri, headers, Optional.empty(), false, MAX, false, true))
                        : fetcher.send(new SendRequest(
                                method, uri, headers, Optional.of(Json.MAPPER.writeValueAsBytes(body)), MAX))) {
            byte[] answer = response.readAll();
            if (response.status() == 404 && !method.equals("GET")) {
                return Json.MAPPER.createObjectNode(); // gone already
            }
            if (response.status() / 100 != 2) {
                throw new IOException("the vault answered " + response.status() + " to " + method + " " + path);
            }
            return answer.length == 0 ? Json.MAPPER.createObjectNode() : Json.MAPPER.readTree(answer);
        } catch (JacksonException e) {
            throw new IOException("the vault's answer is not JSON", e);
        }
    }

    private String token() throws IOException {
        try (var lines = Files.lines(settings.tokenFile())) {
            return lines.findFirst().orElse("").strip();
        }
    }
}
