package dev.waag.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.waag.core.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * An issuer of identities on a loopback address, with keys of RSA and of an elliptic curve, which also plays the service that gives a CI
 * job its identity: {@code GET /ambient?audience=…} with the bearer token {@code job-secret}.
 */
public final class OidcProvider implements AutoCloseable {
    /** The bearer token of the simulated job. */
    public static final String JOB_SECRET = "job-secret";

    /** By issuer and id: making keys takes long, so that issuers of one name have the same ones in a whole run. */
    private static final Map<String, KeyPair> MADE = new ConcurrentHashMap<>();

    private final String name;
    private final HttpServer server;
    private final InstantSource clock;
    private final Map<String, KeyPair> keys = new ConcurrentHashMap<>();
    private final List<String> published = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Map<String, Object> jobClaims = Map.of();
    private volatile boolean down;

    /** With the published keys {@code rsa} and {@code ec}. */
    public OidcProvider(String name, InstantSource clock) {
        this.name = name;
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        rsaKey("rsa");
        ecKey("ec");
        publish("rsa", "ec");
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Paths that were asked for, in order. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Lets it answer nothing but 503, or takes it back. */
    public void down(boolean now) {
        down = now;
    }

    /** What the simulated job's identity says, besides times and audience. */
    public void job(Map<String, Object> claims) {
        jobClaims = Map.copyOf(claims);
    }

    /** The variables in a simulated GitHub job. */
    public Map<String, String> githubJob() {
        return Map.of(
                "GITHUB_ACTIONS",
                "true",
                "ACTIONS_ID_TOKEN_REQUEST_URL",
                url() + "/ambient?job=1",
                "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
                JOB_SECRET);
    }

    public void rsaKey(String id) {
        keys.put(id, MADE.computeIfAbsent(name + " " + id, n -> rsa(2048)));
    }

    public void weakRsaKey(String id) {
        keys.put(id, MADE.computeIfAbsent(name + " " + id, n -> rsa(1024)));
    }

    private static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public void ecKey(String id) {
        keys.put(id, MADE.computeIfAbsent(name + " " + id, n -> ec()));
    }

    private static KeyPair ec() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Publishes these keys and no others. */
    public void publish(String... ids) {
        published.clear();
        published.addAll(List.of(ids));
    }

    /** The public key in DER, as somebody who mixes algorithms up would use it as a secret. */
    public byte[] publicKey(String id) {
        return pair(id).getPublic().getEncoded();
    }

    private KeyPair pair(String id) {
        KeyPair pair = keys.get(id);
        if (pair == null) {
            throw new IllegalArgumentException("no key " + id);
        }
        return pair;
    }

    /** The public key as a JSON Web Key (RFC 7517). */
    public Map<String, Object> jwk(String id) {
        Map<String, Object> jwk = new LinkedHashMap<>();
        switch (pair(id).getPublic()) {
            case RSAPublicKey rsa -> {
                jwk.put("kty", "RSA");
                jwk.put("alg", "RS256");
                jwk.put("n", base64(unsigned(rsa.getModulus(), 0)));
                jwk.put("e", base64(unsigned(rsa.getPublicExponent(), 0)));
            }
            case ECPublicKey ec -> {
                jwk.put("kty", "EC");
                jwk.put("alg", "ES256");
                jwk.put("crv", "P-256");
                jwk.put("x", base64(unsigned(ec.getW().getAffineX(), 32)));
                jwk.put("y", base64(unsigned(ec.getW().getAffineY(), 32)));
            }
            default -> throw new IllegalStateException("no such key");
        }
        jwk.put("kid", id);
        jwk.put("use", "sig");
        return jwk;
    }

    /** An identity with these claims over the usual ones; a claim that is {@code ""} is left out. */
    public String identity(Map<String, Object> claims) {
        return identity("rsa", claims, Map.of());
    }

    /** As {@link #identity(Map)}, by that key, with these members over the usual ones in the header. */
    public String identity(String key, Map<String, Object> claims, Map<String, Object> header) {
        String signed = signed(key, claims, header);
        return signed + "." + base64(sign(key, signed.getBytes(StandardCharsets.US_ASCII)));
    }

    /** What is signed of it: header and claims, encoded. */
    public String signed(String key, Map<String, Object> claims, Map<String, Object> header) {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("alg", pair(key).getPublic() instanceof RSAPublicKey ? "RS256" : "ES256");
        head.put("typ", "JWT");
        head.put("kid", key);
        head.putAll(header);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("iss", url());
        body.put("iat", now);
        body.put("nbf", now);
        body.put("exp", now + 300);
        body.put("jti", UUID.randomUUID().toString());
        body.putAll(claims);
        head.values().removeIf(""::equals);
        body.values().removeIf(""::equals);
        return base64(Json.MAPPER.writeValueAsBytes(head)) + "." + base64(Json.MAPPER.writeValueAsBytes(body));
    }

    private byte[] sign(String key, byte[] content) {
        try {
            boolean rsa = pair(key).getPublic() instanceof RSAPublicKey;
            Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
            signature.initSign(pair(key).getPrivate());
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] unsigned(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] plain = bytes.length > 1 && bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        byte[] padded = new byte[Math.max(length, plain.length)];
        System.arraycopy(plain, 0, padded, padded.length - plain.length, plain.length);
        return padded;
    }

    private void answer(HttpExchange x) throws IOException {
        URI uri = x.getRequestURI();
        requests.add(uri.getPath());
        if (down) {
            send(x, 503, Map.of());
            return;
        }
        switch (uri.getPath()) {
            case "/.well-known/openid-configuration" ->
                send(x, 200, Map.of("issuer", url(), "jwks_uri", url() + "/jwks"));
            case "/jwks" -> {
                List<Map<String, Object>> all = new ArrayList<>();
                published.forEach(id -> all.add(jwk(id)));
                send(x, 200, Map.of("keys", all));
            }
            case "/ambient" -> ambient(x, String.valueOf(uri.getQuery()));
            default -> send(x, 404, Map.of());
        }
    }

    private void ambient(HttpExchange x, String query) throws IOException {
        String authorization = String.valueOf(x.getRequestHeaders().getFirst("Authorization"));
        int at = query.indexOf("audience=");
        if (!authorization.equalsIgnoreCase("bearer " + JOB_SECRET) || at < 0) {
            send(x, 401, Map.of());
            return;
        }
        Map<String, Object> claims = new LinkedHashMap<>(jobClaims);
        claims.put("aud", query.substring(at + "audience=".length()));
        send(x, 200, Map.of("value", identity(claims)));
    }

    private static void send(HttpExchange x, int status, Map<String, ?> json) throws IOException {
        byte[] body = Json.MAPPER.writeValueAsBytes(json);
        x.getResponseHeaders().set("Content-Type", "application/json");
        x.sendResponseHeaders(status, body.length);
        try (var out = x.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
