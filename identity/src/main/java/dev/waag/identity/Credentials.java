package dev.waag.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, from an Authorization header: a token as bearer (RFC 6750) or as the password of basic authentication (RFC 7617), with any
 * user's name; or the identity of a person, in the same places.
 */
public final class Credentials {
    /** The administrator's token is nobody's: it is whoever can read the data folder. */
    private static final String ADMIN = "admin";
    /** An empty token would be equal to what a request without any secret carries. */
    private static final int SHORTEST = 16;
    /** Longer than any token of ours, and any identity that an issuer signs. */
    private static final int LONGEST = 16 << 10;

    /** What concerns every project, so that a token for some does not permit it. */
    private static final Set<Permission> ALL_PROJECTS =
            EnumSet.of(Permission.IDENTITY, Permission.KEYS, Permission.POLICY, Permission.WAIVE, Permission.RECALL);

    private final byte[] admin;
    private final boolean fresh;
    private final Accounts accounts;
    private final Optional<People> people;
    private final InstantSource clock;

    private Credentials(byte[] admin, boolean fresh, Accounts accounts, Optional<People> people, InstantSource clock) {
        this.admin = admin;
        this.people = people;
        this.fresh = fresh;
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * Reads the administrator's token, or makes it at the first start.
     *
     * @param file {@code admin-token} in the data folder
     * @param writing writes a secret, readable by the owner only
     */
    public static Credentials open(Path file, SecretWriter writing, Accounts accounts, InstantSource clock)
            throws IOException {
        if (Files.exists(file)) {
            String kept = Files.readString(file).strip();
            if (kept.length() < SHORTEST) {
                throw new IOException(file + " holds no token; remove it to have a new one made");
            }
            return new Credentials(kept.getBytes(StandardCharsets.UTF_8), false, accounts, Optional.empty(), clock);
        }
        String token = TokenText.make(ADMIN).text();
        writing.write(file, token + "\n");
        return new Credentials(token.getBytes(StandardCharsets.UTF_8), true, accounts, Optional.empty(), clock);
    }

    /** The same, which lets in people too who come with an identity. */
    public Credentials with(People people) {
        return new Credentials(admin, fresh, accounts, Optional.of(people), clock);
    }

    /** Writes a file that others may not read. */
    public interface SecretWriter {
        void write(Path file, String text) throws IOException;
    }

    /** The administrator's token, where this start made it. */
    public Optional<String> madeNow() {
        return fresh ? Optional.of(new String(admin, StandardCharsets.UTF_8)) : Optional.empty();
    }

    /** Whether {@link #of} may have to ask an issuer, and write a session down. */
    public boolean waits(@Nullable String authorization) {
        if (authorization == null || people.isEmpty()) {
            return false;
        }
        String secret = secret(authorization);
        return people.get().concerns(secret) && people.get().known(secret).isEmpty();
    }

    /** Who it is; waits for nothing where {@link #waits} says so. */
    public Known of(@Nullable String authorization) {
        if (authorization == null || authorization.isBlank()) {
            return new Known.As(Principal.ANONYMOUS);
        }
        String secret = secret(authorization);
        if (MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), admin)) {
            return new Known.As(new Principal(
                    ADMIN,
                    Principal.Kind.TOKEN,
                    Set.of(Role.ADMIN),
                    Role.ADMIN.permissions(),
                    Set.of(),
                    Optional.of(ADMIN),
                    Map.of()));
        }
        if (people.isPresent() && people.get().concerns(secret)) {
            return people.get().known(secret).orElseGet(() -> people.get().signIn(secret));
        }
        if (!TokenText.claimed(secret)) {
            return new Known.Wrong(Optional.empty(), false);
        }
        Optional<TokenText> text = TokenText.parse(secret);
        Optional<Token> token = text.flatMap(t -> accounts.token(t.id()));
        if (text.isEmpty() || token.isEmpty() || !equal(text.get(), token.get())) {
            return new Known.Wrong(token.map(Token::id), true);
        }
        return known(token.get());
    }

    private static boolean equal(TokenText text, Token token) {
        return MessageDigest.isEqual(text.hash().bytes(), token.hash().bytes());
    }

    private Known known(Token token) {
        Optional<String> over = token.over(clock.instant());
        if (over.isPresent()) {
            return new Known.Over(token.user(), token.id(), over.get());
        }
        Set<Role> roles = Set.of();
        Set<Permission> permissions;
        if (token.kind() == Principal.Kind.TOKEN) {
            Optional<User> user = accounts.user(token.user());
            if (user.isEmpty()) {
                return new Known.Over(token.user(), token.id(), "its user was removed");
            }
            roles = user.get().roles();
            permissions = Principal.permitted(roles);
            if (!token.actions().isEmpty()) {
                permissions.retainAll(withRead(token.actions()));
            }
            if (!token.projects().isEmpty()) {
                permissions.removeAll(ALL_PROJECTS);
            }
        } else {
            permissions = token.actions();
        }
        accounts.use(token);
        return new Known.As(new Principal(
                token.user(),
                token.kind(),
                roles,
                permissions,
                token.projects(),
                Optional.of(token.id()),
                token.claims()));
    }

    private static Set<Permission> withRead(Set<Permission> actions) {
        Set<Permission> all = EnumSet.copyOf(actions);
        all.add(Permission.READ);
        return all;
    }

    /** What is to be kept secret in the header; empty where there is nothing. */
    static String secret(String authorization) {
        int space = authorization.indexOf(' ');
        if (space < 0 || authorization.length() > LONGEST) {
            return "";
        }
        String scheme = authorization.substring(0, space);
        String rest = authorization.substring(space + 1).strip();
        return scheme.equalsIgnoreCase("bearer") ? rest : scheme.equalsIgnoreCase("basic") ? password(rest) : "";
    }

    private static String password(String basic) {
        try {
            String pair = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? "" : pair.substring(colon + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
