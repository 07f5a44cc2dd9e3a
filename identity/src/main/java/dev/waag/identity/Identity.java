package dev.waag.identity;

import java.time.Instant;
import java.util.Map;

/**
 * What an issuer says of somebody, its signature and its time found right.
 *
 * @param id under which it is good once
 * @param claims those that are texts, numbers or booleans, as texts
 */
public record Identity(OidcIssuer issuer, String id, Instant expires, Map<String, String> claims) {
    public Identity {
        claims = Map.copyOf(claims);
    }

    String claim(String name) {
        return claims.getOrDefault(name, "");
    }

    /** Whom it names, such as {@code github:acme/widget}. */
    public String name() {
        String who = switch (issuer.kind()) {
            case GITHUB -> claim("repository");
            case GITLAB -> claim("project_path");
            case GOOGLE -> claim("email").isEmpty() ? claim("sub") : claim("email");
            case GENERIC -> claim("sub");
        };
        String kind = issuer.kind() == OidcIssuer.Kind.GENERIC
                ? "oidc"
                : issuer.kind().word();
        return kind + ":" + Claims.plain(who);
    }
}
