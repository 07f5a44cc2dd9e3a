package dev.waag.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.waag.core.Sha256;
import dev.waag.fetch.Fetcher;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies identities: JSON Web Tokens (RFC 7519) of the issuers that the configuration names. The header of one may choose among the
 * issuer's own keys and says nothing else that is believed: the algorithm must be one that fits the key, and keys or addresses of keys in it
 * ({@code jwk}, {@code jku}, {@code x5c}, {@code x5u}) are never looked at (RFC 8725, sections 3.1 and 3.10).
 */
public final class Issuers {
    /** What came of verifying. */
    public sealed interface Result {}

    public record Verified(Identity identity) implements Result {}

    /**
     * @param code as the public index has them: {@code invalid-payload} for what is no identity of an issuer that is known here, {@code
     *     invalid-token} for a wrong one, {@code issuer-unavailable}
     */
    public record Rejected(String code, String why) implements Result {}

    private static final Set<JWSAlgorithm> RSA = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512);
    private static final Set<JWSAlgorithm> EC = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384);
    private static final int LONGEST = 16 << 10;
    private static final int LONGEST_KEY_ID = 256;
    private static final int SMALLEST_RSA = 2048;
    /** Clocks differ: an identity may be as much from the future. None is good any longer than it says. */
    private static final Duration SKEW = Duration.ofSeconds(30);
    /** What is good once must be remembered until it is over. */
    private static final Duration LONGEST_LIFE = Duration.ofHours(24);

    private final List<OidcIssuer> issuers;
    private final Set<String> people;
    private final Map<String, IssuerKeys> keys = new HashMap<>();
    private final InstantSource clock;

    /** All of them vouch for CI jobs. */
    public Issuers(List<OidcIssuer> issuers, Fetcher fetcher, InstantSource clock) {
        this(issuers, Set.of(), fetcher, clock);
    }

    /** @param people URLs of those that vouch for people, and for nothing else */
    public Issuers(List<OidcIssuer> issuers, Set<String> people, Fetcher fetcher, InstantSource clock) {
        this.issuers = List.copyOf(issuers);
        this.people = Set.copyOf(people);
        this.clock = clock;
        issuers.forEach(i -> keys.put(i.url(), new IssuerKeys(i.url(), fetcher, clock)));
    }

    public List<OidcIssuer> all() {
        return issuers;
    }

    public Optional<OidcIssuer> byUrl(String url) {
        return issuers.stream().filter(i -> i.url().equals(url)).findFirst();
    }

    /** Whether an issuer vouches for people, and so for no CI job. */
    public boolean vouchesForPeople(String url) {
        return people.contains(url);
    }

    /** Verifies an identity; may ask its issuer for keys. */
    public Result verify(String text) {
        if (text.length() > LONGEST) {
            return new Rejected("invalid-payload", "malformed JWT: longer than " + LONGEST + " characters");
        }
        SignedJWT jwt;
        JWTClaimsSet claims;
        try {
            jwt = SignedJWT.parse(text);
            claims = jwt.getJWTClaimsSet();
        } catch (ParseException | RuntimeException e) { // its parser lets some of both out
            return new Rejected("invalid-payload", "malformed JWT");
        }
        Optional<OidcIssuer> issuer = Optional.ofNullable(claims.getIssuer()).flatMap(this::byUrl);
        if (issuer.isEmpty()) {
            return new Rejected("invalid-payload", "unknown trusted publishing issuer");
        }
        try {
            Optional<String> wrong = wrongSignature(jwt, issuer.get()).or(() -> wrongClaims(claims, issuer.get()));
            return wrong.isPresent()
                    ? new Rejected("invalid-token", "malformed or invalid token: " + wrong.get())
                    : new Verified(identity(text, claims, issuer.get()));
        } catch (IssuerKeys.Unavailable e) {
            return new Rejected("issuer-unavailable", String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> wrongSignature(SignedJWT jwt, OidcIssuer issuer) throws IssuerKeys.Unavailable {
        JWSHeader header = jwt.getHeader();
        JWSAlgorithm algorithm = header.getAlgorithm();
        if (!RSA.contains(algorithm) && !EC.contains(algorithm)) {
            return Optional.of("its algorithm is not accepted");
        }
        @Nullable JOSEObjectType type = header.getType();
        if (type != null && !type.equals(JOSEObjectType.JWT)) {
            return Optional.of("its type is not JWT");
        }
        String id = header.getKeyID() == null ? "" : header.getKeyID();
        if (id.length() > LONGEST_KEY_ID) {
            return Optional.of("its issuer has no such key");
        }
        IssuerKeys known = keys.get(issuer.url());
        Optional<JWK> key = known == null ? Optional.empty() : known.find(id);
        if (key.isEmpty()) {
            return Optional.of("its issuer has no such key");
        }
        if (key.get().getAlgorithm() != null && !key.get().getAlgorithm().equals(algorithm)) {
            return Optional.of("its algorithm is not the key's");
        }
        try {
            Optional<JWSVerifier> verifier = verifier(key.get(), algorithm);
            return verifier.isPresent() && jwt.verify(verifier.get())
                    ? Optional.empty()
                    : Optional.of("its signature is wrong");
        } catch (JOSEException | RuntimeException e) { // a key that is no point of its curve, and the like
            return Optional.of("its signature is wrong");
        }
    }

    private static Optional<JWSVerifier> verifier(JWK key, JWSAlgorithm algorithm) throws JOSEException {
        if (key instanceof RSAKey rsa && RSA.contains(algorithm) && rsa.size() >= SMALLEST_RSA) {
            return Optional.of(new RSASSAVerifier(rsa));
        }
        return key instanceof ECKey ec && EC.contains(algorithm)
                ? Optional.of(new ECDSAVerifier(ec))
                : Optional.empty();
    }

    private Optional<String> wrongClaims(JWTClaimsSet claims, OidcIssuer issuer) {
        Instant now = clock.instant();
        Optional<Instant> expires = instant(claims.getExpirationTime());
        Optional<Instant> issued = instant(claims.getIssueTime());
        Optional<Instant> from = instant(claims.getNotBeforeTime());
        if (claims.getAudience().size() != 1 || !claims.getAudience().getFirst().equals(issuer.audience())) {
            return Optional.of("its audience is not '" + issuer.audience() + "'");
        }
        if (expires.isEmpty() || issued.isEmpty()) {
            return Optional.of("it does not say from when to when it is good");
        }
        if (!now.isBefore(expires.get())) {
            return Optional.of("it has expired");
        }
        if (issued.get().isAfter(now.plus(SKEW))
                || from.isPresent() && from.get().isAfter(now.plus(SKEW))) {
            return Optional.of("it is not good yet");
        }
        if (Duration.between(issued.get(), expires.get()).compareTo(LONGEST_LIFE) > 0) {
            return Optional.of("it is good for longer than " + LONGEST_LIFE.toHours() + " hours");
        }
        boolean needsId = issuer.kind() == OidcIssuer.Kind.GITHUB || issuer.kind() == OidcIssuer.Kind.GITLAB;
        if (needsId && (claims.getJWTID() == null || claims.getJWTID().isEmpty())) {
            return Optional.of("it has no id");
        }
        return Optional.empty();
    }

    private static Optional<Instant> instant(@Nullable Date date) {
        return Optional.ofNullable(date).map(Date::toInstant);
    }

    private static Identity identity(String text, JWTClaimsSet claims, OidcIssuer issuer) {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, List<String>> lists = new LinkedHashMap<>();
        claims.getClaims().forEach((name, value) -> {
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                texts.put(name, String.valueOf(value));
            } else if (value instanceof List<?> list) {
                lists.put(
                        name,
                        list.stream()
                                .filter(String.class::isInstance)
                                .map(String.class::cast)
                                .toList());
            }
        });
        // an identity without an id is told by its digest, signature left out: one of an elliptic curve can be written
        // in two ways
        String signed = text.substring(0, text.lastIndexOf('.'));
        String id = claims.getJWTID() == null || claims.getJWTID().isEmpty()
                ? "sha256:" + Sha256.of(signed.getBytes(StandardCharsets.UTF_8))
                : claims.getJWTID();
        Date expires = claims.getExpirationTime();
        return new Identity(issuer, id, expires.toInstant(), texts, lists);
    }
}
