package dev.waag.identity;

import dev.waag.core.Sha256;
import dev.waag.store.Database;
import dev.waag.store.Identities;
import dev.waag.store.Ledger;
import dev.waag.store.LedgerEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users and their tokens. All of them are in memory, so that knowing who asks waits for nothing; each change is durable, with its ledger
 * entry of kind {@code token}, before it counts, and counts for the next request.
 */
public final class Accounts {
    /** A token with its secret, which nobody can be told again. */
    public record Fresh(Token token, String secret) {
        @Override
        public String toString() {
            return token.toString();
        }
    }

    /** Why a change was not made, in words for the one who wanted it. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        public Refused(String message) {
            super(message);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);
    private static final Set<String> RESERVED = Set.of("admin", "anonymous", "waag", "__token__");
    private static final String NAME = "[a-z0-9][a-z0-9._-]{0,63}";
    private static final String USER = "user";
    private static final String TOKEN = "token";
    /** How old a token's last use in the database may be before it is written anew. */
    private static final Duration USE_PRECISION = Duration.ofMinutes(1);
    /** How long tokens that are over are remembered, so that who still uses one is told why it is not accepted. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private static final Duration REMEMBERED_JOBS = Duration.ofDays(1);

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Object changing = new Object();
    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private final Map<String, Instant> used = new ConcurrentHashMap<>();
    private final Map<String, Instant> usedDurably = new ConcurrentHashMap<>();

    private Accounts(Database database, Ledger ledger, InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Reads them from the database. */
    public static Accounts open(Database database, Ledger ledger, InstantSource clock) throws SQLException {
        Accounts accounts = new Accounts(database, ledger, clock);
        database.read(c -> {
            for (byte[] body : Identities.all(c, USER)) {
                User user = Codec.user(body);
                accounts.users.put(user.name(), user);
            }
            for (byte[] body : Identities.all(c, TOKEN)) {
                Token token = Codec.token(body);
                accounts.tokens.put(token.id(), token);
            }
            Identities.uses(c).forEach((id, at) -> accounts.usedDurably.put(id, Instant.ofEpochMilli(at)));
            accounts.used.putAll(accounts.usedDurably);
            return accounts;
        });
        return accounts;
    }

    /** All users, by name. */
    public List<User> users() {
        return users.values().stream().sorted(Comparator.comparing(User::name)).toList();
    }

    public Optional<User> user(String name) {
        return Optional.ofNullable(users.get(name));
    }

    /** All tokens that are remembered, the oldest first. */
    public List<Token> tokens() {
        return tokens.values().stream()
                .sorted(Comparator.comparing(Token::created).thenComparing(Token::id))
                .toList();
    }

    public Optional<Token> token(String id) {
        return Optional.ofNullable(tokens.get(id));
    }

    /** When a token was last accepted. */
    public Optional<Instant> lastUse(String id) {
        return Optional.ofNullable(used.get(id));
    }

    /** Whether a user may have that name. */
    static boolean mayBeNamed(String name) {
        return name.matches(NAME) && !RESERVED.contains(name);
    }

    /** Adds a user, or refuses. */
    public User addUser(String name, Set<Role> roles, Principal by) throws Refused, SQLException {
        if (!name.matches(NAME)) {
            throw new Refused("'" + name + "' is no user's name: up to 64 lower-case letters, digits, '.', '_', '-'");
        }
        if (RESERVED.contains(name)) {
            throw new Refused("'" + name + "' is a name with a meaning of its own; choose another");
        }
        if (roles.isEmpty()) {
            throw new Refused("a user needs a role");
        }
        synchronized (changing) {
            if (users.containsKey(name)) {
                throw new Refused("there is a user '" + name + "' already");
            }
            User user = new User(name, roles, clock.instant());
            save(user, "user-added", by);
            return user;
        }
    }

    /** Gives a user other roles, which hold for the tokens that it has too; false where there is no such user. */
    public boolean setRoles(String name, Set<Role> roles, Principal by) throws SQLException {
        synchronized (changing) {
            User old = users.get(name);
            if (old != null) {
                save(new User(name, roles, old.created()), "roles-changed", by);
            }
            return old != null;
        }
    }

    private void save(User user, String change, Principal by) throws SQLException {
        database.write(c -> {
            long entry = enter(c, by, change, Codec.fields(user));
            Identities.save(c, USER, user.name(), Codec.write(user), entry);
            return entry;
        });
        users.put(user.name(), user);
    }

    /** Removes a user with all tokens; false where there is no such user. */
    public boolean removeUser(String name, Principal by) throws SQLException {
        synchronized (changing) {
            if (!users.containsKey(name)) {
                return false;
            }
            List<Token> ended = tokens.values().stream()
                    .filter(t -> t.user().equals(name) && t.kind() == Principal.Kind.TOKEN)
                    .filter(t -> t.ended().isEmpty())
                    .map(t -> t.end("its user was removed"))
                    .toList();
            database.write(c -> {
                for (Token token : ended) {
                    end(c, token, by);
                }
                Identities.remove(c, USER, name);
                return enter(c, by, "user-removed", Map.of("user", name));
            });
            users.remove(name);
            ended.forEach(this::take);
            return true;
        }
    }

    /**
     * Makes a token for a user.
     *
     * @param projects names and patterns to limit it to; empty: none
     * @param actions permissions to limit it to; empty: those of the user's roles
     */
    public Fresh createToken(
            String user, Collection<String> projects, Set<Permission> actions, Optional<Instant> expires, Principal by)
            throws Refused, SQLException {
        Set<String> limits = limits(projects);
        if (expires.isPresent() && !clock.instant().isBefore(expires.get())) {
            throw new Refused("it would be over already");
        }
        synchronized (changing) {
            if (!users.containsKey(user)) {
                throw new Refused("there is no user '" + user + "'");
            }
            Fresh fresh = fresh(user, Principal.Kind.TOKEN, limits, actions, expires, by, Map.of());
            database.write(c -> {
                forgetOld(c);
                return save(c, fresh.token(), by);
            });
            take(fresh.token());
            return fresh;
        }
    }

    /** Makes the token of a receipt, which only reads. */
    public Fresh createReceipt(String user, Duration life, Principal by) throws SQLException {
        Fresh fresh = fresh(
                user,
                Principal.Kind.RECEIPT,
                Set.of(),
                Set.of(Permission.READ),
                Optional.of(clock.instant().plus(life)),
                by,
                Map.of());
        database.write(c -> {
            forgetOld(c);
            return save(c, fresh.token(), by);
        });
        take(fresh.token());
        return fresh;
    }

    /**
     * Opens the session of a person who came with an identity, with its ledger entry.
     *
     * @param hash by which the identity is known again
     */
    Token openSession(String user, Sha256 hash, Instant expires, Set<Role> roles, Map<String, String> claims)
            throws SQLException {
        Token token = new Token(
                TokenText.freshId(),
                user,
                Principal.Kind.PERSON,
                hash,
                Set.of(),
                Set.of(),
                clock.instant(),
                Optional.of(expires),
                user,
                claims,
                Optional.empty());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", token.id());
        fields.put("user", user);
        fields.put("roles", roles.stream().map(Role::word).sorted().toList());
        fields.put("expires", expires.toString());
        fields.put("claims", claims);
        database.write(c -> {
            forgetOld(c);
            long entry = ledger.append(c, new LedgerEntry("token", clock.instant(), user, change("session", fields)));
            Identities.save(c, TOKEN, token.id(), Codec.write(token), entry);
            return entry;
        });
        take(token);
        return token;
    }

    private static Map<String, Object> change(String change, Map<String, ?> fields) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("change", change);
        all.putAll(fields);
        return all;
    }

    /** Ends the token of a receipt, where it has not run out by itself. */
    public void endReceipt(String id, Principal by) throws SQLException {
        synchronized (changing) {
            Token token = tokens.get(id);
            if (token != null && token.over(clock.instant()).isEmpty()) {
                Token ended = token.end("its receipt was closed");
                database.write(c -> end(c, ended, by));
                take(ended);
            }
        }
    }

    /** Names and patterns in their normal form. */
    static Set<String> limits(Collection<String> projects) throws Refused {
        Set<String> limits = new TreeSet<>();
        for (String project : projects) {
            limits.add(Patterns.parse(project)
                    .orElseThrow(
                            () -> new Refused("'" + project + "' is no project name and no pattern such as 'acme-*'")));
        }
        return limits;
    }

    /** A token that is not kept anywhere yet. */
    Fresh fresh(
            String user,
            Principal.Kind kind,
            Set<String> projects,
            Set<Permission> actions,
            Optional<Instant> expires,
            Principal by,
            Map<String, String> claims) {
        String id = TokenText.freshId();
        TokenText text = TokenText.make(id);
        Token token = new Token(
                id,
                user,
                kind,
                text.hash(),
                projects,
                actions,
                clock.instant(),
                expires,
                by.name(),
                claims,
                Optional.empty());
        return new Fresh(token, text.text());
    }

    /** Keeps a fresh token within a transaction of the database, with its ledger entry; returns that one's number. */
    long save(Connection c, Token token, Principal by) throws SQLException {
        Map<String, Object> fields = Codec.fields(token);
        fields.keySet().removeAll(Set.of("ended", "created", "by"));
        if (!token.claims().isEmpty()) {
            fields.put("claims", token.claims());
        }
        long entry = enter(c, by, "created", fields);
        Identities.save(c, TOKEN, token.id(), Codec.write(token), entry);
        return entry;
    }

    /** Lets a token, as it is now in the database, count. */
    void take(Token token) {
        tokens.put(token.id(), token);
    }

    /** Takes a token back at once; false where there is none of that id that is still accepted. */
    public boolean revokeToken(String id, Principal by) throws SQLException {
        synchronized (changing) {
            Token token = tokens.get(id);
            if (token == null || token.ended().isPresent()) {
                return false;
            }
            Token ended = token.end("it was revoked");
            database.write(c -> end(c, ended, by));
            take(ended);
            return true;
        }
    }

    /** Keeps the end of a token within a transaction of the database, with its ledger entry. */
    long end(Connection c, Token ended, Principal by) throws SQLException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", ended.id());
        fields.put("user", ended.user());
        fields.put("why", ended.ended().orElse(""));
        long entry = enter(c, by, "revoked", fields);
        Identities.save(c, TOKEN, ended.id(), Codec.write(ended), entry);
        return entry;
    }

    /** Limits a CI job's token to one version of a project, at its first use there; false where it was used for another. */
    public boolean bind(Connection c, Principal who, String project, String version) throws SQLException {
        return who.kind() != Principal.Kind.CI
                || Identities.bind(c, who.tokenId().orElse(""), project, version)
                        .equals(version);
    }

    /** What is over for long is forgotten; it is refused either way, so that memory and database need not agree at once. */
    void forgetOld(Connection c) throws SQLException {
        Instant now = clock.instant();
        for (Token token : List.copyOf(tokens.values())) {
            Duration kept = token.kind() == Principal.Kind.CI || token.kind() == Principal.Kind.PERSON
                    ? REMEMBERED_JOBS
                    : REMEMBERED;
            boolean old = token.expires().isPresent()
                    && now.isAfter(token.expires().get().plus(kept));
            if (old) {
                Identities.remove(c, TOKEN, token.id());
                Identities.forget(c, token.id());
                tokens.remove(token.id());
                used.remove(token.id());
                usedDurably.remove(token.id());
            }
        }
    }

    long enter(Connection c, Principal by, String change, Map<String, ?> fields) throws SQLException {
        return ledger.append(c, new LedgerEntry("token", clock.instant(), by.name(), change(change, fields)));
    }

    /** Remembers that a token was accepted; in the database about once a minute, beside the request. */
    void use(Token token) {
        Instant now = clock.instant();
        used.put(token.id(), now);
        Instant durable = usedDurably.get(token.id());
        if (durable == null || Duration.between(durable, now).compareTo(USE_PRECISION) > 0) {
            usedDurably.put(token.id(), now);
            Thread.ofVirtual().start(() -> writeUse(token.id(), now));
        }
    }

    private void writeUse(String id, Instant at) {
        try {
            database.write(c -> {
                Identities.used(c, Map.of(id, at.toEpochMilli()));
                return id;
            });
        } catch (SQLException e) {
            LOG.warn("the last use of token {} could not be stored", id, e);
        }
    }
}
