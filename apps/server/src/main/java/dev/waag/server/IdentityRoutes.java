package dev.waag.server;

import dev.waag.core.Durations;
import dev.waag.core.Suggest;
import dev.waag.identity.Accounts;
import dev.waag.identity.Permission;
import dev.waag.identity.Principal;
import dev.waag.identity.Publisher;
import dev.waag.identity.Publishers;
import dev.waag.identity.Role;
import dev.waag.identity.Token;
import dev.waag.identity.User;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/v1/identity/users}, {@code /tokens} and {@code /publishers}: what {@code waag identity} talks to. Who may not manage identities sees themselves and
 * their own tokens, and may take those back.
 */
final class IdentityRoutes {
    static final String USERS = "/api/v1/identity/users";
    static final String TOKENS = "/api/v1/identity/tokens";
    static final String PUBLISHERS = "/api/v1/identity/publishers";
    private static final Logger LOG = LoggerFactory.getLogger(IdentityRoutes.class);
    private static final List<String> ROLES =
            Stream.of(Role.values()).map(Role::word).toList();
    private static final List<String> ACTIONS =
            Stream.of(Permission.values()).map(Permission::word).toList();
    private static final String DEFAULT_LIFE = "90d";
    private static final Duration LONGEST = Duration.ofDays(366);

    private final Accounts accounts;
    private final Publishers publishers;
    private final InstantSource clock;

    IdentityRoutes(Accounts accounts, Publishers publishers, InstantSource clock) {
        this.accounts = accounts;
        this.publishers = publishers;
        this.clock = clock;
    }

    void handle(Exchange x) {
        try {
            String method = x.request().getMethod();
            if (x.path().startsWith(USERS + "/")) {
                user(x, x.below(USERS + "/"), method);
            } else if (x.path().startsWith(TOKENS + "/")) {
                revoke(x, x.below(TOKENS + "/"));
            } else if (x.path().startsWith(PUBLISHERS + "/")) {
                revokePublisher(x, x.below(PUBLISHERS + "/"));
            } else if (x.path().equals(PUBLISHERS)) {
                if (method.equals("POST")) {
                    addPublisher(x);
                } else {
                    x.json(
                            200,
                            Map.of(
                                    "publishers",
                                    publishers.all().stream()
                                            .map(IdentityRoutes::json)
                                            .toList()));
                }
            } else if (x.path().equals(USERS)) {
                if (method.equals("POST")) {
                    addUser(x);
                } else {
                    x.json(200, Map.of("users", users(x)));
                }
            } else if (method.equals("POST")) {
                createToken(x);
            } else {
                x.json(200, Map.of("tokens", tokens(x)));
            }
        } catch (Accounts.Refused e) {
            x.problem(400, "Bad Request", String.valueOf(e.getMessage()));
        } catch (SQLException e) {
            LOG.error("a change of identities could not be stored", e);
            x.problem(503, "The gate's database cannot be written now", "nothing was changed; see the server's log");
        } catch (IOException e) {
            x.callback().failed(e);
        }
    }

    private List<Map<String, Object>> users(Exchange x) {
        return accounts.users().stream()
                .filter(u -> manages(x) || own(x, u.name()))
                .map(IdentityRoutes::json)
                .toList();
    }

    private List<Map<String, Object>> tokens(Exchange x) {
        return accounts.tokens().stream()
                .filter(t -> manages(x) || own(x, t.user()))
                .map(this::json)
                .toList();
    }

    /** What only reads under a name is not who has it. */
    private static boolean own(Exchange x, String user) {
        Principal.Kind kind = x.principal().kind();
        return (kind == Principal.Kind.TOKEN || kind == Principal.Kind.PERSON) && user.equals(x.actor());
    }

    private static boolean manages(Exchange x) {
        return x.principal().may(Permission.IDENTITY);
    }

    private void addUser(Exchange x) throws IOException, Accounts.Refused, SQLException {
        Optional<ApiBody> read = ApiBody.read(x, List.of("name", "roles"));
        if (read.isEmpty() || !x.permits(Permission.IDENTITY)) {
            return;
        }
        ApiBody body = read.get();
        String name = body.required("name");
        Set<Role> roles = roles(body);
        if (body.right(x)) {
            x.json(201, json(accounts.addUser(name, roles, x.principal())));
        }
    }

    private void user(Exchange x, String name, String method) throws IOException, SQLException {
        if (!x.permits(Permission.IDENTITY)) {
            return;
        }
        boolean done;
        if (method.equals("DELETE")) {
            done = accounts.removeUser(name, x.principal());
        } else {
            Optional<ApiBody> body = ApiBody.read(x, List.of("roles"));
            if (body.isEmpty()) {
                return;
            }
            Set<Role> roles = roles(body.get());
            if (!body.get().right(x)) {
                return;
            }
            done = accounts.setRoles(name, roles, x.principal());
        }
        if (done) {
            x.json(200, accounts.user(name).map(IdentityRoutes::json).orElse(Map.of("user", name, "removed", true)));
        } else {
            x.problem(404, "Not Found", "there is no user '" + name + "'");
        }
    }

    private static Set<Role> roles(ApiBody body) {
        Set<Role> roles = new LinkedHashSet<>();
        for (String word : body.texts("roles")) {
            Role.parse(word)
                    .ifPresentOrElse(
                            roles::add,
                            () -> body.wrong("there is no role '" + word + "'" + Suggest.hint(word, ROLES)
                                    + "; roles are " + String.join(", ", ROLES)));
        }
        if (roles.isEmpty()) {
            body.wrong("'roles' must name at least one of " + String.join(", ", ROLES));
        }
        return roles;
    }

    private void createToken(Exchange x) throws IOException, Accounts.Refused, SQLException {
        Optional<ApiBody> read = ApiBody.read(x, List.of("user", "projects", "actions", "expires"));
        if (read.isEmpty() || !x.permits(Permission.IDENTITY)) {
            return;
        }
        ApiBody body = read.get();
        String user = body.required("user");
        List<String> projects = body.texts("projects");
        Set<Permission> actions = new LinkedHashSet<>();
        for (String word : body.texts("actions")) {
            Permission.parse(word)
                    .ifPresentOrElse(
                            actions::add,
                            () -> body.wrong("there is no action '" + word + "'" + Suggest.hint(word, ACTIONS)
                                    + "; actions are " + String.join(", ", ACTIONS)));
        }
        Optional<Instant> expires = expires(body);
        if (body.right(x)) {
            Accounts.Fresh fresh = accounts.createToken(user, projects, actions, expires, x.principal());
            Map<String, Object> json = json(fresh.token());
            json.put("token", fresh.secret());
            x.json(201, json);
        }
    }

    private Optional<Instant> expires(ApiBody body) {
        String text = body.text("expires").orElse(DEFAULT_LIFE);
        Optional<Duration> life = Durations.parse(text);
        if (life.isEmpty() || life.get().isZero() || life.get().compareTo(LONGEST) > 0) {
            body.wrong("'expires' must be a duration such as 12h or 90d, at most " + LONGEST.toDays() + "d");
            return Optional.empty();
        }
        return Optional.of(clock.instant().plus(life.get()));
    }

    private void revoke(Exchange x, String id) throws SQLException {
        Optional<Token> token = accounts.token(id);
        boolean theirs = token.isPresent() && own(x, token.get().user());
        if (!theirs && !x.permits(Permission.IDENTITY)) {
            return;
        }
        if (accounts.revokeToken(id, x.principal())) {
            x.json(200, Map.of("id", id, "revoked", true));
        } else {
            x.problem(
                    404,
                    "Not Found",
                    token.isEmpty() ? "there is no token '" + id + "'" : "the token '" + id + "' is over already");
        }
    }

    private void addPublisher(Exchange x) throws IOException, Accounts.Refused, SQLException {
        Optional<ApiBody> read = ApiBody.read(x, List.of("projects", "issuer", "claims", "environment", "pending"));
        if (read.isEmpty() || !x.permits(Permission.IDENTITY)) {
            return;
        }
        ApiBody body = read.get();
        List<String> projects = body.texts("projects");
        String issuer = body.required("issuer");
        Map<String, String> claims = body.pairs("claims");
        Optional<String> environment = body.text("environment");
        boolean pending = body.flag("pending");
        if (body.right(x)) {
            x.json(201, json(publishers.add(projects, issuer, claims, environment, pending, x.principal())));
        }
    }

    private void revokePublisher(Exchange x, String id) throws SQLException {
        if (publishers.revoke(id, x.principal())) {
            x.json(200, Map.of("id", id, "revoked", true));
        } else {
            x.problem(404, "Not Found", "there is no publisher '" + id + "'");
        }
    }

    private static Map<String, Object> json(Publisher p) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", p.id());
        json.put("user", p.user());
        json.put("projects", new TreeSet<>(p.projects()));
        json.put("issuer", p.issuer());
        json.put("claims", new TreeMap<>(p.claims()));
        json.put("environment", p.environment().orElse(null));
        json.put("pending", p.pending());
        json.put("created", p.created().toString());
        json.put("last_used", p.lastUsed().map(Instant::toString).orElse(null));
        return json;
    }

    private static Map<String, Object> json(User u) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", u.name());
        json.put("user", u.name());
        json.put("roles", u.roles().stream().map(Role::word).sorted().toList());
        json.put("created", u.created().toString());
        return json;
    }

    private Map<String, Object> json(Token t) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", t.id());
        json.put("user", t.user());
        json.put("type", t.kind().name().toLowerCase(Locale.ROOT));
        json.put("projects", new TreeSet<>(t.projects()));
        json.put(
                "actions",
                Arrays.stream(Permission.values())
                        .filter(t.actions()::contains)
                        .map(Permission::word)
                        .toList());
        json.put("created", t.created().toString());
        json.put("created_by", t.by());
        json.put("expires", t.expires().map(Instant::toString).orElse(null));
        json.put("last_used", accounts.lastUse(t.id()).map(Instant::toString).orElse(null));
        json.put("state", t.over(clock.instant()).orElse("valid"));
        return json;
    }
}
