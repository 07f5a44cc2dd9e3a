package dev.waag.keys;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.waag.core.Json;
import dev.waag.sign.KeyAlgorithm;
import dev.waag.sign.NoteException;
import dev.waag.sign.PrivateSigner;
import dev.waag.sign.StrictBase64;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/** A vault's transit engine on this machine: it makes keys and signs with them. */
final class TransitServer implements AutoCloseable {
    static final String TOKEN = "hvs.of-this-test";

    private final Map<String, PrivateSigner> keys = new ConcurrentHashMap<>();
    private final Map<String, byte[]> wrapping = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    TransitServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/transit/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    Map<String, PrivateSigner> keys() {
        return keys;
    }

    /** Names of the keys that wrap others. */
    Set<String> wrapping() {
        return Set.copyOf(wrapping.keySet());
    }

    List<String> asked() {
        return asked;
    }

    private void answer(HttpExchange x) throws IOException {
        byte[] body = x.getRequestBody().readAllBytes();
        String path = x.getRequestURI().getPath().substring("/v1/transit/".length());
        String what = x.getRequestMethod() + " " + path;
        asked.add(what);
        if (!TOKEN.equals(x.getRequestHeaders().getFirst("X-Vault-Token"))) {
            send(x, 403, "{\"errors\":[\"permission denied\"]}");
            return;
        }
        JsonNode json = Json.MAPPER.readTree(body.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : body);
        String[] parts = path.split("/");
        route(x, parts, json);
    }

    private void route(HttpExchange x, String[] parts, JsonNode json) throws IOException {
        String name = parts.length > 1 ? parts[1] : "";
        if (parts[0].equals("sign") && keys.containsKey(name)) {
            byte[] signature;
            try {
                signature = keys.get(name)
                        .sign(StrictBase64.decode(json.path("input").asString("")));
            } catch (NoteException e) {
                throw new IOException(e);
            }
            send(x, 200, "{\"data\":{\"signature\":\"vault:v1:" + StrictBase64.encode(signature) + "\"}}");
        } else if (parts[0].equals("encrypt") && wrapping.containsKey(name)) {
            String made = crypt(Cipher.WRAP_MODE, name, json.path("plaintext").asString(""));
            send(x, 200, "{\"data\":{\"ciphertext\":\"vault:v1:" + made + "\"}}");
        } else if (parts[0].equals("decrypt") && wrapping.containsKey(name)) {
            String text = json.path("ciphertext").asString("").replaceFirst("^vault:v1:", "");
            send(x, 200, "{\"data\":{\"plaintext\":\"" + crypt(Cipher.UNWRAP_MODE, name, text) + "\"}}");
        } else if (parts[0].equals("keys") && json.path("type").asString("").equals("aes256-gcm96")) {
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            wrapping.putIfAbsent(name, random);
            send(x, 200, "{}");
        } else if (parts[0].equals("keys") && x.getRequestMethod().equals("POST") && parts.length == 2) {
            keys.put(
                    name,
                    PrivateSigner.generate(
                            KeyAlgorithm.parse(json.path("type").asString("")).orElseThrow()));
            send(x, 200, "{}");
        } else if (parts[0].equals("keys") && x.getRequestMethod().equals("GET") && keys.containsKey(name)) {
            var key = keys.get(name).publicKey();
            String shown = key.algorithm() == KeyAlgorithm.ED25519
                    ? StrictBase64.encode(Arrays.copyOfRange(key.spki(), 12, 44))
                    : key.pem();
            send(
                    x,
                    200,
                    Json.MAPPER.writeValueAsString(Map.of(
                            "data", Map.of("keys", Map.of("1", Map.of("public_key", shown))))));
        } else if (parts[0].equals("keys") && x.getRequestMethod().equals("DELETE")) {
            keys.remove(name);
            wrapping.remove(name);
            send(x, 204, "");
        } else if (parts.length == 3 && parts[2].equals("config")) {
            send(x, 200, "{}");
        } else {
            send(x, 404, "{\"errors\":[]}");
        }
    }

    private String crypt(int mode, String name, String base64) throws IOException {
        try {
            Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding");
            cipher.init(mode, new SecretKeySpec(wrapping.getOrDefault(name, new byte[32]), "AES"));
            byte[] in = StrictBase64.decode(base64);
            return StrictBase64.encode(
                    mode == Cipher.WRAP_MODE
                            ? cipher.wrap(new SecretKeySpec(in, "AES"))
                            : cipher.unwrap(in, "AES", Cipher.SECRET_KEY).getEncoded());
        } catch (GeneralSecurityException | NoteException e) {
            throw new IOException(e);
        }
    }

    private static void send(HttpExchange x, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        x.getResponseHeaders().set("Content-Type", "application/json");
        x.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        x.getResponseBody().write(bytes);
        x.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
