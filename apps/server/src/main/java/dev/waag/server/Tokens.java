package dev.waag.server;

import dev.waag.store.DataFolder;
import dev.waag.store.Durable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who asks: the administrator's token, as a bearer token (RFC 6750) or as the password of basic authentication (RFC 7617). */
final class Tokens {
    static final String ANONYMOUS = "anonymous";
    static final String ADMIN = "admin";
    private static final String PREFIX = "waag-";
    /** An empty token would be equal to what a request without any secret carries. */
    private static final int SHORTEST = 16;

    private final byte[] admin;
    private final boolean fresh;

    private Tokens(byte[] admin, boolean fresh) {
        this.admin = admin;
        this.fresh = fresh;
    }

    /** Reads the administrator's token, or makes it at the first start. */
    static Tokens open(DataFolder data) throws IOException {
        Path file = data.path("admin-token");
        if (Files.exists(file)) {
            String kept = Files.readString(file).strip();
            if (kept.length() < SHORTEST) {
                throw new IOException(file + " holds no token; remove it to have a new one made");
            }
            return new Tokens(kept.getBytes(StandardCharsets.UTF_8), false);
        }
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Durable.writeSecret(file, token + "\n");
        return new Tokens(token.getBytes(StandardCharsets.UTF_8), true);
    }

    /** The token, where this start made it. */
    Optional<String> madeNow() {
        return fresh ? Optional.of(new String(admin, StandardCharsets.UTF_8)) : Optional.empty();
    }

    /** The name behind an Authorization header; empty where it carries a wrong credential. Without one it is {@link #ANONYMOUS}. */
    Optional<String> actor(@Nullable String authorization) {
        if (authorization == null || authorization.isBlank()) {
            return Optional.of(ANONYMOUS);
        }
        int space = authorization.indexOf(' ');
        String scheme = space < 0 ? authorization : authorization.substring(0, space);
        String rest = space < 0 ? "" : authorization.substring(space + 1).strip();
        String secret =
                scheme.equalsIgnoreCase("bearer") ? rest : scheme.equalsIgnoreCase("basic") ? password(rest) : "";
        return MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), admin)
                ? Optional.of(ADMIN)
                : Optional.empty();
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
