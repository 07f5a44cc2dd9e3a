package dev.waag.keys;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.UserException;
import dev.waag.fetch.FetchLimits;
import dev.waag.fetch.FetchRequest;
import dev.waag.fetch.FetchSettings;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Response;
import dev.waag.fetch.SendRequest;
import dev.waag.sign.Dsse;
import dev.waag.sign.NoteException;
import dev.waag.sign.Signer;
import dev.waag.sign.StrictBase64;
import dev.waag.sign.TrustRoot;
import dev.waag.sign.VerifyKey;
import java.io.IOException;
import java.net.URI;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The ring of a running server, by its API under {@code /api/v1/keys}. */
final class ServerKeys implements Keys {
    private static final int MAX = 32 << 20;
    private static final String KEYS = "/api/v1/keys";

    private final String base;
    private final URI url;
    private final String token;
    private final Map<String, String> environment;

    ServerKeys(URI url, String token, Map<String, String> environment) {
        this.url = url;
        this.base = url.toString().replaceAll("/+$", "");
        this.token = token;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Signer signer(String name) {
        return new Remote(named(name).entry().key(), name);
    }

    @Override
    public Signer own(String purpose) {
        return own(askForOwn(purpose).checked());
    }

    @Override
    public Optional<Signer> findOwn(String purpose) {
        Answer answer = askForOwn(purpose);
        return answer.status() == 403 ? Optional.empty() : Optional.of(own(answer.checked()));
    }

    private Answer askForOwn(String purpose) {
        return send("POST", KEYS + "/own", Map.of("purpose", purpose));
    }

    private Signer own(byte[] answer) {
        KeyView key = view(parsed(answer));
        return new Remote(key.entry().key(), key.entry().name());
    }

    /** The newest of the name: whether it still signs is for the server to say. */
    private KeyView named(String name) {
        return list().stream()
                .filter(k -> k.entry().name().equals(name))
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> Failures.unknown(name));
    }

    @Override
    public KeyView generate(NewKey key) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", key.name());
        body.put("algorithm", key.algorithm().word());
        body.put("purpose", key.purpose());
        body.put("validity_seconds", key.validity().toSeconds());
        body.put("store", key.store());
        key.threshold().ifPresent(t -> body.put("threshold", t));
        return view(ask("POST", KEYS, body));
    }

    @Override
    public KeyView rotate(String name) {
        return view(ask("POST", KEYS + "/" + path(name) + "/rotate", Map.of()));
    }

    @Override
    public KeyView revoke(String name, String reason) {
        return view(ask("POST", KEYS + "/" + path(name) + "/revoke", Map.of("reason", reason)));
    }

    @Override
    public int rewrap() {
        return ask("POST", KEYS + "/rewrap", Map.of()).path("data_keys").asInt(0);
    }

    @Override
    public List<KeyView> list() {
        List<KeyView> all = new ArrayList<>();
        ask("GET", KEYS, Map.of()).path("keys").forEach(k -> all.add(view(k)));
        return all;
    }

    @Override
    public TrustRoot root() {
        try {
            return TrustRoot.parse(bytes("GET", "/trust/root.json", Map.of()));
        } catch (NoteException e) {
            throw Failures.root(e);
        }
    }

    @Override
    public LoggedSignature sign(String name, String payloadType, byte[] payload) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("payload_type", payloadType);
        body.put("payload", StrictBase64.encode(payload));
        JsonNode answer = ask("POST", KEYS + "/" + path(name) + "/sign", body);
        try {
            return new LoggedSignature(
                    new Dsse.Signature(
                            answer.path("keyid").asString(""),
                            StrictBase64.decode(answer.path("sig").asString(""))),
                    answer.path("entry").asLong(-1));
        } catch (NoteException e) {
            throw noGate(e.getMessage());
        }
    }

    /** Signs DSSE messages alone, which is all that the server signs for others. */
    private final class Remote implements Signer {
        private final VerifyKey key;
        private final String name;

        Remote(VerifyKey key, String name) {
            this.key = key;
            this.name = name;
        }

        @Override
        public VerifyKey publicKey() {
            return key;
        }

        @Override
        public byte[] sign(byte[] message) {
            Dsse unsigned;
            try {
                unsigned = Dsse.ofPae(message);
            } catch (NoteException e) {
                throw new IllegalArgumentException("a server signs DSSE envelopes alone", e);
            }
            byte[] sig = ServerKeys.this
                    .sign(name, unsigned.payloadType(), unsigned.payload())
                    .signature()
                    .sig();
            if (!key.verify(message, sig)) {
                throw Failures.refused(
                        "what the server signed is not signed by key '" + name + "'",
                        "the key was rotated meanwhile",
                        "run it again");
            }
            return sig;
        }
    }

    private static String path(String name) {
        return NewKey.of(name, NewKey.SIGN)
                .name(); // a name that may be a key's has nothing that a path could take otherwise
    }

    private KeyView view(JsonNode json) {
        try {
            return KeyView.parse(json);
        } catch (NoteException | DateTimeParseException e) {
            throw noGate(e.getMessage());
        }
    }

    private JsonNode ask(String method, String path, Map<String, ?> body) {
        return parsed(bytes(method, path, body));
    }

    private static JsonNode parsed(byte[] answer) {
        try {
            return Json.MAPPER.readTree(answer);
        } catch (JacksonException e) {
            throw noGate(Json.why(e));
        }
    }

    private byte[] bytes(String method, String path, Map<String, ?> body) {
        return send(method, path, body).checked();
    }

    /** What the server said, whatever it was. */
    private record Answer(int status, byte[] body) {
        byte[] checked() {
            if (status / 100 != 2) {
                throw refused(status, body);
            }
            return body;
        }
    }

    private Answer send(String method, String path, Map<String, ?> body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        headers.put("Content-Type", "application/json");
        headers.put("Authorization", "Bearer " + token);
        URI uri = URI.create(base + path);
        try (Fetcher fetcher = new Fetcher(FetchSettings.fromEnvironment(environment, List.of(), FetchLimits.DEFAULT)
                .withUpstreams(List.of(url)))) {
            try (Response response = method.equals("GET")
                    ? fetcher.get(new FetchRequest(uri, headers, Optional.empty(), false, MAX, false, true))
                    : fetcher.send(new SendRequest(
                            method, uri, headers, Optional.of(Json.MAPPER.writeValueAsBytes(body)), MAX))) {
                return new Answer(response.status(), response.readAll());
            }
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the server cannot be asked: " + e.getMessage(),
                    "it is not running there, or a proxy stands in between",
                    "check the address, and that `waag serve` runs");
        }
    }

    private static UserException refused(int status, byte[] body) {
        String detail;
        try {
            JsonNode problem = Json.MAPPER.readTree(body);
            detail = problem.path("detail").asString(problem.path("title").asString("status " + status));
        } catch (JacksonException e) {
            return noGate("status " + status);
        }
        // the gate sends the three parts of an error in one line
        String[] what = detail.split("; (?=(cause|to do): )");
        String cause = part(what, "cause: ");
        String remedy = part(what, "to do: ");
        return switch (status) {
            case 401, 403 ->
                new UserException(
                        Exit.USAGE,
                        "the server does not let you do this: " + detail,
                        "the token is wrong, or has no right to it",
                        "give one with WAAG_TOKEN or --token");
            case 409 -> new UserException(Exit.FINDINGS, what[0], cause, remedy);
            case 400, 404, 413 -> new UserException(Exit.USAGE, what[0], cause, remedy);
            default ->
                new UserException(Exit.INCOMPLETE, what[0], cause, remedy.isEmpty() ? "see the server's log" : remedy);
        };
    }

    private static String part(String[] error, String word) {
        return Arrays.stream(error)
                .filter(p -> p.startsWith(word))
                .map(p -> p.substring(word.length()))
                .findFirst()
                .orElse("");
    }

    private static UserException noGate(@Nullable String what) {
        return new UserException(
                Exit.INCOMPLETE,
                "what answers is no Waag of this version: " + what,
                "the address is another server's",
                "check the address; it is the one that `waag serve` prints");
    }
}
