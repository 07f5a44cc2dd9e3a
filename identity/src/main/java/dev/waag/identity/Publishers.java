package dev.waag.identity;

import dev.waag.python.ProjectName;
import dev.waag.store.Database;
import dev.waag.store.Identities;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Trusted publishers: which CI jobs get a token for their identity. A token that is given so is good for a quarter of an hour, for the
 * projects of all publishers that the identity matches, and for one release of each.
 */
public final class Publishers {
    /** How long a token that is given for an identity is good. */
    public static final Duration LIFE = Duration.ofMinutes(15);

    private static final String KIND = "publisher";
    private static final Set<String> NEEDED = Set.of(PublisherMatch.REPOSITORY, PublisherMatch.WORKFLOW);
    private static final Set<Permission> MAY = Set.of(Permission.READ, Permission.RECEIPT, Permission.PUBLISH);
    private static final int LONGEST = 300;

    /** What came of exchanging an identity. */
    public sealed interface Result {}

    /** @param by the job, as the ledger names it */
    public record Minted(Accounts.Fresh fresh, Principal by) implements Result {}

    /** @param code as the public index has them, such as {@code invalid-publisher} */
    public record Refused(String code, String why) implements Result {}

    private final Accounts accounts;
    private final Issuers issuers;
    private final Database database;
    private final InstantSource clock;
    private final Predicate<ProjectName> exists;
    private final Map<String, Publisher> publishers = new ConcurrentHashMap<>();
    private final Object changing = new Object();

    private Publishers(
            Accounts accounts, Issuers issuers, Database database, InstantSource clock, Predicate<ProjectName> exists) {
        this.accounts = accounts;
        this.issuers = issuers;
        this.database = database;
        this.clock = clock;
        this.exists = exists;
    }

    /** @param exists whether a project has begun already, so that a publisher that is to begin it comes too late */
    public static Publishers open(
            Accounts accounts, Issuers issuers, Database database, InstantSource clock, Predicate<ProjectName> exists)
            throws SQLException {
        Publishers publishers = new Publishers(accounts, issuers, database, clock, exists);
        database.read(c -> Identities.all(c, KIND)).stream()
                .map(PublisherCodec::read)
                .forEach(p -> publishers.publishers.put(p.id(), p));
        return publishers;
    }

    /** All of them, the oldest first. */
    public List<Publisher> all() {
        return publishers.values().stream()
                .sorted(Comparator.comparing(Publisher::created).thenComparing(Publisher::id))
                .toList();
    }

    /** Adds a publisher, or refuses. */
    public Publisher add(
            Collection<String> projects,
            String issuer,
            Map<String, String> claims,
            Optional<String> environment,
            boolean pending,
            Principal by)
            throws Accounts.Refused, SQLException {
        Set<String> names = new TreeSet<>();
        for (String project : projects) {
            names.add(ProjectName.parse(project)
                    .orElseThrow(() -> new Accounts.Refused("'" + project + "' is no project's name"))
                    .value());
        }
        if (names.isEmpty()) {
            throw new Accounts.Refused("a publisher needs a project");
        }
        OidcIssuer known = issuers.byUrl(issuer)
                .orElseThrow(() -> new Accounts.Refused("the issuer '" + issuer
                        + "' is not in the configuration; add an [[oidc-issuer]] with this url to waag.toml"));
        if (issuers.vouchesForPeople(issuer)) {
            throw new Accounts.Refused("the issuer '" + issuer
                    + "' vouches for people by [[oidc-person]], and so for no CI job; take another issuer");
        }
        check(known, claims, environment);
        synchronized (changing) {
            Publisher publisher = new Publisher(
                    TokenText.freshId(),
                    names,
                    issuer,
                    claims,
                    environment,
                    pending,
                    by.name(),
                    clock.instant(),
                    Optional.empty(),
                    Optional.empty());
            database.write(c -> {
                long entry = accounts.enter(c, by, "publisher-added", PublisherCodec.fields(publisher));
                Identities.save(c, KIND, publisher.id(), PublisherCodec.write(publisher), entry);
                return entry;
            });
            publishers.put(publisher.id(), publisher);
            return publisher;
        }
    }

    private static void check(OidcIssuer issuer, Map<String, String> claims, Optional<String> environment)
            throws Accounts.Refused {
        boolean forge = issuer.kind() == OidcIssuer.Kind.GITHUB || issuer.kind() == OidcIssuer.Kind.GITLAB;
        if (forge && !claims.keySet().containsAll(NEEDED)) {
            throw new Accounts.Refused("a publisher of " + issuer.kind().word()
                    + " needs the claims repository (such as acme/app) and workflow (the file that holds the job)");
        }
        if (forge
                && !claims.getOrDefault(PublisherMatch.REPOSITORY, "").matches("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)+")) {
            throw new Accounts.Refused("'repository' is written owner/name");
        }
        if (!forge && !claims.containsKey("sub") && !claims.containsKey("email")) {
            throw new Accounts.Refused("a publisher of " + issuer.kind().word()
                    + " needs the claim sub or email, for others can have everything else in common");
        }
        for (Map.Entry<String, String> claim : new TreeMap<>(claims).entrySet()) {
            String name = claim.getKey();
            if (claim.getValue().isBlank()
                    || claim.getValue().length() > LONGEST
                    || !name.matches("[\\w.:/-]{1,100}")) {
                throw new Accounts.Refused(
                        "the claim '" + name + "' needs a value of up to " + LONGEST + " characters");
            }
        }
        if (environment.isPresent() && environment.get().length() > LONGEST) {
            throw new Accounts.Refused("the environment's name is too long");
        }
    }

    /** Takes a publisher back; the tokens that it got end too. False where there is none of that id. */
    public boolean revoke(String id, Principal by) throws SQLException {
        synchronized (changing) {
            if (!publishers.containsKey(id)) {
                return false;
            }
            List<Token> ended = accounts.tokens().stream()
                    .filter(t -> List.of(t.claims().getOrDefault(KIND, "").split(","))
                            .contains(id))
                    .filter(t -> t.over(clock.instant()).isEmpty())
                    .map(t -> t.end("its publisher was revoked"))
                    .toList();
            database.write(c -> {
                Identities.remove(c, KIND, id);
                for (Token token : ended) {
                    accounts.end(c, token, by);
                }
                return accounts.enter(c, by, "publisher-revoked", Map.of("id", id));
            });
            publishers.remove(id);
            ended.forEach(accounts::take);
            return true;
        }
    }

    /** Exchanges an identity, which is good once, for a token that may publish. */
    public Result mint(String text) throws SQLException {
        return mint(text, Principal.Kind.CI, LIFE);
    }

    /**
     * Exchanges an identity, which is good once, for a token of that kind.
     *
     * @param kind {@link Principal.Kind#CI} for one that may publish, {@link Principal.Kind#RECEIPT} for one that only reads
     */
    public Result mint(String text, Principal.Kind kind, Duration life) throws SQLException {
        return switch (issuers.verify(text)) {
            case Issuers.Rejected rejected -> new Refused(rejected.code(), rejected.why());
            case Issuers.Verified verified
            when issuers.vouchesForPeople(verified.identity().issuer().url()) ->
                new Refused("invalid-publisher", "valid token, but its issuer vouches for people, not for CI jobs");
            case Issuers.Verified verified -> mint(verified.identity(), kind, life);
        };
    }

    private Result mint(Identity identity, Principal.Kind kind, Duration life) throws SQLException {
        synchronized (changing) {
            List<Publisher> matching = new ArrayList<>();
            String nearest = "";
            for (Publisher publisher : all()) {
                Optional<String> whyNot = PublisherMatch.whyNot(publisher, identity);
                if (whyNot.isEmpty()) {
                    matching.add(publisher);
                } else if (publisher.issuer().equals(identity.issuer().url())) {
                    nearest = whyNot.get();
                }
            }
            if (matching.isEmpty()) {
                return new Refused(
                        "invalid-publisher",
                        "valid token, but no corresponding publisher"
                                + (nearest.isEmpty() ? "" : " (" + nearest + ")"));
            }
            List<Publisher> late = matching.stream().filter(this::tooLate).toList();
            if (!late.isEmpty()) {
                return new Refused("invalid-pending-publisher", "valid token, but project already exists");
            }
            return mint(identity, matching, kind, life);
        }
    }

    private boolean tooLate(Publisher publisher) {
        return publisher.pending()
                && publisher.projects().stream().map(ProjectName::new).anyMatch(exists);
    }

    private Result mint(Identity identity, List<Publisher> matching, Principal.Kind kind, Duration life)
            throws SQLException {
        Instant now = clock.instant();
        Set<String> projects = new TreeSet<>();
        matching.forEach(p -> projects.addAll(p.projects()));
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put(KIND, String.join(",", matching.stream().map(Publisher::id).toList()));
        claims.putAll(Claims.kept(identity.claims()));
        Principal job =
                new Principal(identity.name(), Principal.Kind.CI, Set.of(), MAY, projects, Optional.empty(), claims);
        Set<Permission> may = kind == Principal.Kind.CI ? MAY : Set.of(Permission.READ);
        Accounts.Fresh fresh =
                accounts.fresh(job.name(), kind, projects, may, Optional.of(now.plus(life)), job, claims);
        List<Publisher> used = matching.stream()
                .map(p -> p.used(PublisherMatch.ownerOf(identity), now))
                .toList();
        boolean first = database.write(c -> {
            boolean unspent = Identities.spend(
                    c,
                    identity.issuer().url(),
                    identity.id(),
                    identity.expires().toEpochMilli(),
                    now.toEpochMilli());
            if (unspent) {
                accounts.forgetOld(c);
                long entry = accounts.save(c, fresh.token(), job);
                for (Publisher publisher : used) {
                    Identities.save(c, KIND, publisher.id(), PublisherCodec.write(publisher), entry);
                }
            }
            return unspent;
        });
        if (!first) {
            return new Refused("invalid-reuse-token", "invalid token: already used");
        }
        used.forEach(p -> publishers.put(p.id(), p));
        accounts.take(fresh.token());
        return new Minted(fresh, job);
    }
}
