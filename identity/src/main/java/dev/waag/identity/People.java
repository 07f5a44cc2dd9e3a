package dev.waag.identity;

import dev.waag.core.Sha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * People who come with an identity of an issuer (an OpenID Connect ID token) in place of a token of ours. The first request with one is a
 * session: verified, given the roles that {@link PersonRule}s say, and entered in the ledger before it counts. It lasts as long as the
 * identity does, and is listed and revoked like a token. Identities of CI jobs never pass here: an issuer vouches for jobs or for people.
 */
public final class People {
    private static final Logger LOG = LoggerFactory.getLogger(People.class);
    private static final int LONGEST = 16 << 10;

    /** What only CI jobs' identities say: one of them is no person, whoever vouches. */
    private static final Set<String> OF_JOBS = Set.of(
            "job_workflow_ref",
            "workflow_ref",
            "repository",
            "run_id",
            "runner_environment",
            "ci_config_ref_uri",
            "project_path",
            "pipeline_id",
            "job_id");

    /** @param roles as the configuration of this process says */
    private record Session(String tokenId, Set<Role> roles) {}

    private final Accounts accounts;
    private final Issuers issuers;
    private final List<PersonRule> rules;
    private final InstantSource clock;
    /** By the digest of the whole text. */
    private final Map<Sha256, Session> sessions = new ConcurrentHashMap<>();

    public People(Accounts accounts, Issuers issuers, List<PersonRule> rules, InstantSource clock) {
        this.accounts = accounts;
        this.issuers = issuers;
        this.rules = List.copyOf(rules);
        this.clock = clock;
    }

    /** Whether a secret may be a person's identity, by its looks. */
    boolean concerns(String secret) {
        return !rules.isEmpty()
                && secret.startsWith("eyJ")
                && secret.length() <= LONGEST
                && secret.chars().filter(c -> c == '.').count() == 2;
    }

    /** Who it is, where the session is open already; waits for nothing. */
    Optional<Known> known(String secret) {
        return Optional.ofNullable(sessions.get(digest(secret)))
                .flatMap(s -> accounts.token(s.tokenId()).map(t -> known(t, s.roles())));
    }

    private Known known(Token token, Set<Role> roles) {
        Optional<String> over = token.over(clock.instant());
        if (over.isPresent()) {
            return new Known.Over(token.user(), token.id(), over.get());
        }
        accounts.use(token);
        return new Known.As(new Principal(
                token.user(),
                Principal.Kind.PERSON,
                roles,
                Principal.permitted(roles),
                Set.of(),
                Optional.of(token.id()),
                token.claims()));
    }

    /** Verifies an identity and opens a session; may ask its issuer for keys. */
    Known signIn(String secret) {
        return switch (issuers.verify(secret)) {
            case Issuers.Rejected r when r.code().equals("invalid-payload") -> new Known.Wrong(Optional.empty(), false);
            case Issuers.Rejected r ->
                new Known.Denied("anonymous", r.why(), r.code().equals("issuer-unavailable"));
            case Issuers.Verified v -> session(secret, v.identity());
        };
    }

    private Known session(String secret, Identity identity) {
        String name = name(identity);
        if (identity.claim("sub").isEmpty()) {
            return new Known.Denied("anonymous", "it does not say whose it is: it has no sub", false);
        }
        if (!issuers.vouchesForPeople(identity.issuer().url())
                || OF_JOBS.stream().anyMatch(identity.claims()::containsKey)) {
            return new Known.Denied(
                    name,
                    "it is a CI job's identity, which is exchanged at /_/oidc/mint-token and is no person",
                    false);
        }
        List<PersonRule> matching =
                rules.stream().filter(r -> r.matches(identity)).toList();
        if (matching.isEmpty()) {
            return new Known.Denied(name, "no [[oidc-person]] gives this identity a role", false);
        }
        Set<String> users =
                matching.stream().flatMap(r -> r.user().stream()).collect(Collectors.toCollection(TreeSet::new));
        if (users.size() > 1) {
            return new Known.Denied(name, "it would be several users: " + String.join(", ", users), false);
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        matching.forEach(r -> roles.addAll(r.roles()));
        String user = users.isEmpty() ? name : users.iterator().next();
        try {
            Token token = opened(secret, identity, user, roles);
            Instant now = clock.instant();
            sessions.values()
                    .removeIf(s -> accounts.token(s.tokenId())
                            .filter(t -> t.over(now).isEmpty())
                            .isEmpty());
            if (token.over(now).isEmpty()) {
                sessions.put(digest(secret), new Session(token.id(), roles));
            }
            return known(token, roles);
        } catch (SQLException e) {
            LOG.error("the session of {} could not be entered in the ledger", user, e);
            return new Known.Denied(user, "the gate's database cannot be written now", true);
        }
    }

    /**
     * The session of an identity; of one that was here before, the same, which may have been revoked. Known by what was signed: of a
     * signature by an elliptic curve there are two forms.
     */
    private synchronized Token opened(String secret, Identity identity, String user, Set<Role> roles)
            throws SQLException {
        Sha256 signed = digest(secret.substring(0, secret.lastIndexOf('.')));
        Optional<Token> before = accounts.tokens().stream()
                .filter(t -> t.kind() == Principal.Kind.PERSON && t.hash().equals(signed))
                .findFirst();
        return before.isPresent()
                ? before.get()
                : accounts.openSession(user, signed, identity.expires(), roles, Claims.kept(identity.claims()));
    }

    /** Of the subject, which alone is an issuer's promise of one person (OpenID Connect Core, section 5.7), and the issuer. */
    private static String name(Identity identity) {
        String kind = identity.issuer().kind() == OidcIssuer.Kind.GOOGLE ? "google" : "oidc";
        String authority = URI.create(identity.issuer().url()).getAuthority();
        return kind + ":" + Claims.plain(identity.claim("sub")) + "@" + authority;
    }

    private static Sha256 digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
