package dev.waag.identity;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What an issuer says of somebody, its signature and its time found right.
 *
 * @param id under which it is good once
 * @param claims those that are texts, numbers or booleans, as texts
 * @param lists those that are lists, such as {@code groups}: the texts in them
 */
public record Identity(
        OidcIssuer issuer, String id, Instant expires, Map<String, String> claims, Map<String, List<String>> lists) {
    public Identity {
        claims = Map.copyOf(claims);
        lists = Map.copyOf(lists);
    }

    /** Whether a claim is that text, or a list that has it. */
    boolean says(String name, String value) {
        return claim(name).equals(value) && claims.containsKey(name)
                || lists.getOrDefault(name, List.of()).contains(value);
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
