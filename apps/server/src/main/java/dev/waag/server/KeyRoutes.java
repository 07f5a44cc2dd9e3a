package dev.waag.server;

import dev.waag.core.Durations;
import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.UserException;
import dev.waag.keys.KeyService;
import dev.waag.keys.KeyView;
import dev.waag.keys.LoggedSignature;
import dev.waag.keys.NewKey;
import dev.waag.sign.KeyAlgorithm;
import dev.waag.sign.NoteException;
import dev.waag.sign.StrictBase64;
import dev.waag.store.DataKeys;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code /api/v1/keys}: what {@code waag keys} and {@code waag sign} talk to. Private keys stay here; the server signs. */
final class KeyRoutes {
    static final String KEYS = "/api/v1/keys";
    private static final Logger LOG = LoggerFactory.getLogger(KeyRoutes.class);
    private static final String OWN = KEYS + "/own";
    private static final String REWRAP = KEYS + "/rewrap";
    /** A statement about many files, in base64. */
    private static final int MAX_BODY = 24 << 20;

    private final KeyService keys;
    private final DataKeys dataKeys;

    KeyRoutes(KeyService keys, DataKeys dataKeys) {
        this.keys = keys;
        this.dataKeys = dataKeys;
    }

    void handle(Exchange x) {
        try {
            if (!x.request().getMethod().equals("POST")) {
                list(x);
                return;
            }
            Optional<byte[]> body = x.body(MAX_BODY);
            if (body.isEmpty()) {
                x.problem(413, "Content Too Large", "at most " + MAX_BODY + " bytes are signed at once");
                return;
            }
            post(x, Json.MAPPER.readTree(body.get()));
        } catch (JacksonException e) {
            x.problem(400, "Bad Request", "the body is no JSON object");
        } catch (UserException e) {
            refuse(x, e);
        } catch (IOException e) {
            x.callback().failed(e);
        }
    }

    private void list(Exchange x) {
        if (x.path().equals(KEYS)) {
            x.json(200, Map.of("keys", keys.list().stream().map(KeyView::toJson).toList()));
        } else {
            nothing(x);
        }
    }

    private void post(Exchange x, JsonNode body) {
        if (x.path().equals(KEYS)) {
            x.json(201, keys.generate(newKey(body), x.actor()).toJson());
            return;
        }
        if (x.path().equals(OWN)) {
            String id = keys.own(text(body, "purpose")).keyId();
            x.json(
                    200,
                    keys.list().stream()
                            .filter(k -> k.entry().key().keyId().equals(id))
                            .findFirst()
                            .orElseThrow()
                            .toJson());
            return;
        }
        if (x.path().equals(REWRAP)) {
            rewrap(x);
            return;
        }
        String[] parts = x.below(KEYS + "/").split("/", -1);
        if (parts.length != 2) {
            nothing(x);
            return;
        }
        switch (parts[1]) {
            case "rotate" -> x.json(200, keys.rotate(parts[0], x.actor()).toJson());
            case "revoke" ->
                x.json(
                        200,
                        keys.revoke(parts[0], body.path("reason").asString(""), x.actor())
                                .toJson());
            case "sign" -> sign(x, parts[0], body);
            default -> nothing(x);
        }
    }

    private static NewKey newKey(JsonNode body) {
        String algorithm = body.path("algorithm").asString(KeyAlgorithm.ED25519.word());
        JsonNode seconds = body.path("validity_seconds");
        JsonNode threshold = body.path("threshold");
        return new NewKey(
                text(body, "name"),
                KeyAlgorithm.parse(algorithm)
                        .orElseThrow(() -> wrong("'algorithm' is ed25519 or ecdsa-p256, not '" + algorithm + "'")),
                body.path("purpose").asString(NewKey.SIGN),
                seconds.isIntegralNumber() && seconds.canConvertToInt()
                        ? Duration.ofSeconds(seconds.asInt())
                        : body.has("validity")
                                ? Durations.parse(text(body, "validity"))
                                        .orElseThrow(() -> wrong("'validity' is a duration such as 365d"))
                                : NewKey.VALIDITY,
                threshold.isInt() ? OptionalInt.of(threshold.asInt()) : OptionalInt.empty(),
                body.path("store").asString("file"));
    }

    private void rewrap(Exchange x) {
        if (!dataKeys.any()) {
            x.problem(409, "Refused", "nothing is encrypted: [storage] encrypt is not set, and was not");
            return;
        }
        try {
            x.json(200, Map.of("data_keys", dataKeys.rotate(x.actor())));
        } catch (IOException | SQLException e) {
            LOG.error("the data keys could not be wrapped anew", e);
            x.problem(503, "The key store cannot be written now", "nothing was changed; see the server's log");
        }
    }

    private void sign(Exchange x, String name, JsonNode body) {
        byte[] payload;
        try {
            payload = StrictBase64.decode(text(body, "payload"));
        } catch (NoteException e) {
            throw wrong("'payload' is " + e.getMessage());
        }
        LoggedSignature made = keys.sign(name, text(body, "payload_type"), payload, x.actor());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("keyid", made.signature().keyId());
        answer.put("sig", StrictBase64.encode(made.signature().sig()));
        answer.put("entry", made.entry());
        x.json(200, answer);
    }

    private static String text(JsonNode body, String member) {
        JsonNode value = body.path(member);
        if (!value.isString() || value.asString().isEmpty()) {
            throw wrong("'" + member + "' is missing, or no text");
        }
        return value.asString();
    }

    private static UserException wrong(String what) {
        return new UserException(Exit.USAGE, what, "", "");
    }

    private static void nothing(Exchange x) {
        x.problem(404, "Not Found", "there is " + KEYS + ", with /NAME/rotate, /NAME/revoke and /NAME/sign below it");
    }

    private static void refuse(Exchange x, UserException e) {
        List<String> lines = e.render().lines().map(String::strip).toList();
        String detail = String.join("; ", lines);
        switch (e.exit()) {
            case USAGE ->
                x.problem(
                        detail.startsWith("there is no key") ? 404 : 400,
                        detail.startsWith("there is no key") ? "Not Found" : "Bad Request",
                        detail);
            case FINDINGS -> x.problem(409, "Refused", detail);
            default -> x.problem(503, "The key store cannot be used now", detail);
        }
    }
}
