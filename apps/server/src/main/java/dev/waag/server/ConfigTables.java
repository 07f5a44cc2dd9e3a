package dev.waag.server;

import dev.waag.core.Suggest;
import dev.waag.identity.OidcIssuer;
import dev.waag.identity.PersonRule;
import dev.waag.identity.Role;
import dev.waag.index.IndexSettings;
import dev.waag.release.ReleaseRule;
import dev.waag.release.ReleaseRules;
import dev.waag.sign.NoteException;
import dev.waag.sign.WitnessKey;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The tables that a file may have several of; the environment names one, in place of the file's. */
final class ConfigTables {
    /** For whom identities must be where the configuration does not say. */
    static final String DEFAULT_AUDIENCE = "waag";

    private static final Set<OidcIssuer.Kind> FORGES = EnumSet.of(OidcIssuer.Kind.GITHUB, OidcIssuer.Kind.GITLAB);
    private static final List<String> ROLES =
            Stream.of(Role.values()).map(Role::word).toList();
    private static final List<String> KINDS = List.of("github", "gitlab", "google", "generic");

    private final ConfigValues values;
    private final List<IndexSettings.Route> routes = new ArrayList<>();
    private final List<IndexSettings.Claim> claims = new ArrayList<>();
    private final List<ServerConfig.Witness> witnesses = new ArrayList<>();
    private final List<ReleaseRule> rules = new ArrayList<>();
    private final List<OidcIssuer> issuers = new ArrayList<>();
    /** With where each is written: that its issuer is there can be told only when all were read. */
    private final Map<PersonRule, String> people = new LinkedHashMap<>();

    private final List<String> withoutEffect = new ArrayList<>();

    ConfigTables(ConfigValues values) {
        this.values = values;
    }

    List<IndexSettings.Route> routes() {
        return routes;
    }

    List<IndexSettings.Claim> claims() {
        return claims;
    }

    List<ServerConfig.Witness> witnesses() {
        return witnesses;
    }

    /** Who cosigns the ledger's checkpoints. */
    void witness(Optional<String> url, Optional<String> vkey, String where) {
        Optional<URI> address = url.flatMap(u -> values.uri(u, where));
        if (vkey.isEmpty()) {
            return;
        }
        try {
            WitnessKey key = WitnessKey.parse(vkey.get().strip());
            address.ifPresent(a -> witnesses.add(new ServerConfig.Witness(a, key)));
        } catch (NoteException e) {
            values.wrong(where, "'vkey' is no witness's key: " + e.getMessage());
        }
    }

    List<ReleaseRule> releaseRules() {
        return rules;
    }

    void releaseRule(String id, String require, Optional<String> help, String where) {
        if (!id.matches("[a-z][a-z0-9-]*")) {
            values.wrong(where, "the 'id' of a [[release-rule]] is made of small letters, digits and hyphens");
        }
        ReleaseRules.fault(require)
                .ifPresent(f -> values.wrong(where, "'require' of [[release-rule]] '" + id + "' cannot be used: " + f));
        rules.add(new ReleaseRule(id, require, help.orElse("")));
    }

    List<OidcIssuer> issuers() {
        return issuers;
    }

    /** Those that are set and that this version does not act on, as they are written. */
    List<String> withoutEffect() {
        return withoutEffect;
    }

    void route(List<String> projects, Optional<String> url, String where) {
        url.flatMap(u -> values.uri(u, where)).ifPresent(u -> routes.add(new IndexSettings.Route(projects, u)));
    }

    void claim(List<String> projects, Optional<String> owner) {
        claims.add(new IndexSettings.Claim(projects, owner.orElse("")));
    }

    /** @param where its url is, for messages */
    void issuer(Optional<String> url, Optional<String> kind, Optional<String> audience, String where) {
        Optional<URI> uri = url.flatMap(u -> values.uri(u, where));
        Optional<OidcIssuer.Kind> known = kind.flatMap(OidcIssuer.Kind::parse);
        if (uri.isPresent() && !OidcIssuer.mayVouch(uri.get())) {
            values.wrong(where, "'url' of an issuer must be https, or http on a loopback address");
        } else if (kind.isPresent() && known.isEmpty()) {
            values.wrong(
                    where,
                    "'kind' must be \"github\", \"gitlab\", \"google\" or \"generic\", not \"" + kind.get() + "\""
                            + Suggest.hint(kind.get(), KINDS));
        } else if (url.isPresent() && issuers.stream().anyMatch(i -> i.url().equals(url.get()))) {
            values.wrong(where, "this issuer is there twice");
        } else if (uri.isPresent() && known.isPresent()) {
            issuers.add(new OidcIssuer(url.get(), known.get(), audience.orElse(DEFAULT_AUDIENCE)));
        }
    }

    List<PersonRule> people() {
        for (Map.Entry<PersonRule, String> rule : people.entrySet()) {
            String url = rule.getKey().issuer();
            Optional<OidcIssuer> issuer =
                    issuers.stream().filter(i -> i.url().equals(url)).findFirst();
            if (issuer.isEmpty()) {
                values.wrong(rule.getValue(), "'issuer' of [[oidc-person]] must be the url of an [[oidc-issuer]]");
            } else if (FORGES.contains(issuer.get().kind())) {
                values.wrong(
                        rule.getValue(),
                        "an issuer of kind \"" + issuer.get().kind().word()
                                + "\" vouches for CI jobs, never for people");
            }
        }
        return List.copyOf(people.keySet());
    }

    /** @param claims each {@code name=value} */
    void person(String issuer, List<String> claims, List<String> roles, Optional<String> user, String where) {
        Map<String, String> asked = new LinkedHashMap<>();
        for (String claim : claims) {
            int equal = claim.indexOf('=');
            if (equal < 1 || equal == claim.length() - 1) {
                values.wrong(where, "'claims' of [[oidc-person]] are written \"name=value\", not \"" + claim + "\"");
                return;
            }
            asked.put(claim.substring(0, equal), claim.substring(equal + 1));
        }
        Set<Role> known = EnumSet.noneOf(Role.class);
        for (String role : roles) {
            Role.parse(role)
                    .ifPresentOrElse(
                            known::add,
                            () -> values.wrong(where, "there is no role '" + role + "'" + Suggest.hint(role, ROLES)));
        }
        if (asked.isEmpty() || roles.isEmpty()) {
            values.wrong(where, "[[oidc-person]] needs an issuer, claims and roles");
        } else if (!issuer.isEmpty() && known.size() == Set.copyOf(roles).size()) {
            PersonRule rule = new PersonRule(issuer, asked, known, user);
            rule.fault().ifPresent(f -> values.wrong(where, "[[oidc-person]]: " + f));
            people.put(rule, where);
        }
    }

    void withoutEffect(String name) {
        withoutEffect.add("[[" + name + "]]");
    }

    /** Names and patterns, checked. */
    List<String> names(List<String> names, String where) {
        for (String name : names) {
            if (!name.matches("[A-Za-z0-9*]([A-Za-z0-9._*-]*[A-Za-z0-9*])?") || name.equals("*")) {
                values.wrong(where, "'" + name + "' is no project name and no pattern such as 'acme-*'");
            }
        }
        return names;
    }

    void environment(Map<String, String> environment) {
        List<String> claimed = projects(environment, "WAAG_CLAIM_PROJECTS");
        if (!claimed.isEmpty()) {
            claims.clear();
            claim(claimed, Optional.ofNullable(environment.get("WAAG_CLAIM_OWNER")));
        }
        List<String> routed = projects(environment, "WAAG_UPSTREAM_ROUTE_PROJECTS");
        String url = environment.getOrDefault("WAAG_UPSTREAM_ROUTE_URL", "");
        if (routed.isEmpty() != url.isEmpty()) {
            values.wrong(
                    url.isEmpty() ? "WAAG_UPSTREAM_ROUTE_PROJECTS" : "WAAG_UPSTREAM_ROUTE_URL",
                    "a route needs both WAAG_UPSTREAM_ROUTE_PROJECTS and WAAG_UPSTREAM_ROUTE_URL");
        } else if (!url.isEmpty()) {
            routes.clear();
            route(routed, Optional.of(url), "WAAG_UPSTREAM_ROUTE_URL");
        }
        String witness = environment.getOrDefault("WAAG_LEDGER_WITNESSES_URL", "");
        String vkey = environment.getOrDefault("WAAG_LEDGER_WITNESSES_VKEY", "");
        if (witness.isEmpty() != vkey.isEmpty()) {
            values.wrong(
                    witness.isEmpty() ? "WAAG_LEDGER_WITNESSES_VKEY" : "WAAG_LEDGER_WITNESSES_URL",
                    "a witness needs both WAAG_LEDGER_WITNESSES_URL and WAAG_LEDGER_WITNESSES_VKEY");
        } else if (!witness.isEmpty()) {
            witnesses.clear();
            witness(Optional.of(witness), Optional.of(vkey), "WAAG_LEDGER_WITNESSES_VKEY");
        }
        String require = environment.getOrDefault("WAAG_RELEASE_RULE_REQUIRE", "");
        if (!require.isEmpty()) {
            rules.clear();
            releaseRule(
                    environment.getOrDefault("WAAG_RELEASE_RULE_ID", ""),
                    require,
                    Optional.ofNullable(environment.get("WAAG_RELEASE_RULE_HELP")),
                    "WAAG_RELEASE_RULE_ID");
        }
        String vouching = environment.getOrDefault("WAAG_OIDC_PERSON_ISSUER", "");
        if (!vouching.isEmpty()) {
            people.clear();
            person(
                    vouching,
                    texts(environment, "WAAG_OIDC_PERSON_CLAIMS"),
                    texts(environment, "WAAG_OIDC_PERSON_ROLES"),
                    Optional.ofNullable(environment.get("WAAG_OIDC_PERSON_USER")),
                    "WAAG_OIDC_PERSON_ISSUER");
        }
        String issuer = environment.getOrDefault("WAAG_OIDC_ISSUER_URL", "");
        if (!issuer.isEmpty()) {
            issuers.clear();
            issuer(
                    Optional.of(issuer),
                    Optional.of(environment.getOrDefault("WAAG_OIDC_ISSUER_KIND", "generic")),
                    Optional.ofNullable(environment.get("WAAG_OIDC_ISSUER_AUDIENCE")),
                    "WAAG_OIDC_ISSUER_URL");
        } else if (environment.containsKey("WAAG_OIDC_ISSUER_KIND")
                || environment.containsKey("WAAG_OIDC_ISSUER_AUDIENCE")) {
            values.wrong("WAAG_OIDC_ISSUER_URL", "an issuer needs its address: WAAG_OIDC_ISSUER_URL");
        }
    }

    private List<String> projects(Map<String, String> environment, String variable) {
        return names(texts(environment, variable), variable);
    }

    private static List<String> texts(Map<String, String> environment, String variable) {
        String value = environment.getOrDefault(variable, "").strip();
        return value.isEmpty() ? List.of() : List.of(value.split("\\s*,\\s*"));
    }
}
