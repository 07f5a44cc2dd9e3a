package dev.waag.identity;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import dev.waag.core.Json;
import dev.waag.fetch.FetchException;
import dev.waag.fetch.FetchRequest;
import dev.waag.fetch.Fetcher;
import dev.waag.fetch.Response;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The public keys of one issuer, by OpenID Connect Discovery 1.0 (section 4) and RFC 7517. They are kept for a while; an identity signed
 * with a key that is not among them has them fetched anew, since issuers rotate keys, but no more often than a little bucket allows. Where
 * the issuer cannot be asked, the last ones serve on for an hour.
 */
final class IssuerKeys {
    static final Duration FRESH = Duration.ofMinutes(5);
    static final Duration STALE = Duration.ofHours(1);
    static final int BURST = 5;
    static final Duration REFILL = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
    private static final int MAX_BYTES = 256 << 10;
    private static final int MAX_KEYS = 64;

    /** The issuer cannot be asked, and nothing that it said before is young enough. */
    static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1;

        Unavailable(String message) {
            super(message);
        }
    }

    private record Keys(List<JWK> all, Instant at) {}

    private final String issuer;
    private final Fetcher fetcher;
    private final InstantSource clock;
    private Optional<Keys> known = Optional.empty();
    private int allowance = BURST;
    private Instant refilled;

    IssuerKeys(String issuer, Fetcher fetcher, InstantSource clock) {
        this.issuer = issuer;
        this.fetcher = fetcher;
        this.clock = clock;
        this.refilled = clock.instant();
    }

    /**
     * The key of that id. An id is only ever compared.
     *
     * @param id empty: the issuer's only key, where it has one only
     */
    synchronized Optional<JWK> find(String id) throws Unavailable {
        Instant now = clock.instant();
        boolean fresh = known.isPresent() && age(now).compareTo(FRESH) < 0;
        if (fresh) {
            Optional<JWK> key = among(id);
            if (key.isPresent()) {
                return key;
            }
        }
        if (allowed(now)) {
            try {
                known = Optional.of(new Keys(fetch(), clock.instant()));
            } catch (IOException e) {
                LOG.warn("the keys of {} could not be fetched: {}", issuer, e.getMessage());
                if (known.isEmpty() || age(now).compareTo(STALE) >= 0) {
                    throw new Unavailable("the keys of " + issuer + " cannot be fetched: " + e.getMessage());
                }
            }
        } else if (known.isEmpty() || age(now).compareTo(STALE) >= 0) {
            throw new Unavailable(
                    "the keys of " + issuer + " were asked for too often; try again in " + REFILL.toSeconds() + " s");
        }
        return among(id);
    }

    private Duration age(Instant now) {
        return known.map(k -> Duration.between(k.at(), now)).orElse(STALE);
    }

    private Optional<JWK> among(String id) {
        List<JWK> all = known.map(Keys::all).orElse(List.of());
        if (id.isEmpty()) {
            return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
        }
        return all.stream().filter(k -> id.equals(k.getKeyID())).findFirst();
    }

    private boolean allowed(Instant now) {
        long more = Duration.between(refilled, now).dividedBy(REFILL);
        if (more > 0) {
            allowance = (int) Math.min(BURST, allowance + more);
            refilled = now;
        }
        if (allowance == 0) {
            return false;
        }
        allowance--;
        return true;
    }

    private List<JWK> fetch() throws IOException {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        JsonNode configuration = get(URI.create(base + "/.well-known/openid-configuration"));
        // section 4.3: it must name the issuer that it was asked of
        if (!configuration.path("issuer").asString("").equals(issuer)) {
            throw new IOException("its configuration names another issuer");
        }
        URI keys;
        try {
            keys = URI.create(configuration.path("jwks_uri").asString(""));
        } catch (IllegalArgumentException e) {
            throw new IOException("its configuration names no address of keys", e);
        }
        boolean plain = "http".equals(keys.getScheme());
        if (!OidcIssuer.mayVouch(keys) || plain && !issuer.startsWith("http:")) {
            throw new IOException("its configuration names an address of keys that is not https");
        }
        List<JWK> all = new ArrayList<>();
        for (JsonNode json : get(keys).path("keys")) {
            if (all.size() < MAX_KEYS) {
                usable(json).ifPresent(all::add);
            }
        }
        return List.copyOf(all);
    }

    /** Keys for signatures by RSA and elliptic curves; whatever else is in the set is passed over (RFC 7517, section 5). */
    private static Optional<JWK> usable(JsonNode json) {
        String type = json.path("kty").asString("");
        if (!type.equals("RSA") && !type.equals("EC")) {
            return Optional.empty();
        }
        try {
            JWK key = JWK.parse(json.toString()).toPublicJWK();
            return Optional.of(key)
                    .filter(k -> k.getKeyUse() == null || k.getKeyUse().equals(KeyUse.SIGNATURE));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private JsonNode get(URI uri) throws IOException {
        try (Response response = fetcher.get(FetchRequest.of(uri, MAX_BYTES).namedBy(URI.create(issuer)))) {
            if (response.status() != 200) {
                throw new IOException(uri + " answers " + response.status());
            }
            return Json.MAPPER.readTree(response.readAll());
        } catch (FetchException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        } catch (JacksonException e) {
            throw new IOException(uri + " is no JSON", e);
        }
    }
}
