package dev.waag.identity;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which people of an issuer have which roles.
 *
 * @param issuer who vouches for them, as {@link OidcIssuer#url()}
 * @param claims what their identity must say, all of it: a text that is equal, or a list (such as {@code groups}) that has it
 * @param roles that they have then
 * @param user of our own users, whom this person is: for the separation of duties both are one; empty: a name is made from the identity
 */
public record PersonRule(String issuer, Map<String, String> claims, Set<Role> roles, Optional<String> user) {
    public PersonRule {
        claims = Map.copyOf(claims);
        roles = Set.copyOf(roles);
    }

    /** What is wrong with it, in words; empty where it may count. */
    public Optional<String> fault() {
        if (claims.isEmpty()) {
            return Optional.of("it needs a claim: without one everybody at the issuer would have the roles");
        }
        if (roles.isEmpty()) {
            return Optional.of("it needs a role");
        }
        if (user.isPresent() && !claims.containsKey("sub") && !claims.containsKey("email")) {
            return Optional.of("a user is one person: it needs the claim sub or email");
        }
        return user.filter(u -> !Accounts.mayBeNamed(u)).map(u -> "'" + u + "' is no user's name");
    }

    boolean matches(Identity identity) {
        return identity.issuer().url().equals(issuer)
                && claims.entrySet().stream().allMatch(c -> identity.says(c.getKey(), c.getValue()))
                // whoever registers an address with an issuer is not yet who reads its mail
                && (!claims.containsKey("email")
                        || identity.claim("email_verified").equals("true"));
    }
}
