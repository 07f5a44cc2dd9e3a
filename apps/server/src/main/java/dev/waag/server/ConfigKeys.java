package dev.waag.server;

import dev.waag.core.Suggest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every key of {@code waag.toml}: the one list that the reader, the environment overrides and the documentation's test share. */
final class ConfigKeys {
    /**
     * @param name dotted, such as {@code upstream.url}
     * @param list an array of strings (in the environment: separated by commas) rather than a string
     * @param form what a right value looks like
     * @param effective whether this version acts on it
     */
    record Key(String name, boolean list, String form, boolean effective) {
        /** A number or a truth value, which a file writes without quotes. */
        boolean bare() {
            return !list && BARE.contains(name);
        }

        /** {@code [alerts] webhook} is {@code WAAG_ALERTS_WEBHOOK}. */
        String variable() {
            return ConfigKeys.variable(name);
        }
    }

    private static final Set<String> BARE =
            Set.of("storage.encrypt", "keys.pkcs11.slot", "release.approvals", "release.two-person-policy");
    private static final Map<String, Key> SCALARS = new LinkedHashMap<>();
    private static final Map<String, List<String>> TABLE_ARRAYS = Map.of(
            "upstream-route", List.of("projects", "url"),
            "claim", List.of("projects", "owner"),
            "ledger.witnesses", List.of("url", "vkey"),
            "release-rule", List.of("id", "require", "help"),
            "oidc-issuer", List.of("url", "kind", "audience"),
            "oidc-person", List.of("issuer", "claims", "roles", "user"));

    static {
        text("data", "a folder");
        text("listen", "HOST:PORT");
        text("public-url", "an http or https URL");
        text("tls.certificate", "a PEM file");
        text("tls.key", "a PEM file");
        text("upstream.url", "an http or https URL");
        text("upstream.refresh", "a duration such as 5m");
        text("access.read", "\"anonymous\" or \"authenticated\"");
        list("access.hosts");
        text("policy.file", "a policy file");
        text("attestations.trusted-root", "a Sigstore trusted root");
        text("storage.cache-size", "a size such as 50g");
        text("storage.encrypt", "true or false");
        text("storage.key", "\"file\" or \"vault\"");
        list("advisories.sources");
        text("advisories.kev", "a path or URL");
        text("advisories.epss", "a path or URL");
        text("advisories.refresh", "a duration such as 1h");
        text("advisories.max-age", "a duration such as 48h");
        list("release.channels");
        text("release.approvals", "a number from 0 to 20");
        text("release.on-recall", "\"block\" or \"rollback\"");
        text("release.two-person-policy", "true or false");
        text("release.max-file-size", "a size such as 2g");
        list("release.require-stages");
        list("release.stage-keys");
        text("alerts.webhook", "an https URL, or http on a loopback address");
        text("alerts.webhook-secret", "a secret of 16 bytes or more");
        text("alerts.smtp", "smtps://HOST[:PORT], or smtp://HOST[:PORT] with STARTTLS");
        text("alerts.smtp-user", "a name");
        text("alerts.smtp-password", "a secret");
        text("alerts.mail-from", "an e-mail address");
        list("alerts.mail-to");
        list("ledger.witness-for");
        text("keys.passphrase-file", "a file");
        text("keys.pkcs11.library", "a PKCS#11 library");
        text("keys.pkcs11.slot", "a number, 0 for the first slot");
        text("keys.pkcs11.pin-file", "a file");
        text("keys.vault.url", "an https URL, or http on a loopback address");
        text("keys.vault.mount", "the path of a transit engine");
        text("keys.vault.token-file", "a file");
    }

    private static final String PREFIX = "WAAG_";

    /** What is read from the environment alone, by the server or by another command. */
    private static final Set<String> OTHERS = Set.of(
            "WAAG_URL",
            "WAAG_TOKEN",
            "WAAG_ID_TOKEN",
            "WAAG_USERNAME",
            "WAAG_PASSWORD",
            "WAAG_KEYS_PASSPHRASE",
            "WAAG_JAVA_OPTS",
            "WAAG_TOOLS");

    private ConfigKeys() {}

    private static String variable(String name) {
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static void text(String name, String form) {
        SCALARS.put(name, new Key(name, false, form, true));
    }

    private static void list(String name) {
        SCALARS.put(name, new Key(name, true, "an array of strings", true));
    }

    static Optional<Key> scalar(String dotted) {
        return Optional.ofNullable(SCALARS.get(dotted));
    }

    static Iterable<Key> scalars() {
        return SCALARS.values();
    }

    static boolean isTable(String name) {
        return SCALARS.keySet().stream().anyMatch(k -> k.startsWith(name + "."));
    }

    static boolean isTableArray(String name) {
        return TABLE_ARRAYS.containsKey(name);
    }

    static Set<String> tableArrays() {
        return TABLE_ARRAYS.keySet();
    }

    static List<String> members(String tableArray) {
        return TABLE_ARRAYS.getOrDefault(tableArray, List.of());
    }

    /** Every environment variable that is a setting. */
    private static Set<String> variables() {
        Set<String> all = new TreeSet<>(OTHERS);
        SCALARS.values().forEach(k -> all.add(k.variable()));
        TABLE_ARRAYS.forEach((table, members) -> members.forEach(m -> all.add(variable(table + "." + m))));
        return all;
    }

    /**
     * The variables that begin as settings do and are none: near to one, or named as a table's keys are. Each with what may be meant; other
     * programs' {@code WAAG_…} variables are let be.
     */
    static List<String> misspelt(Collection<String> environment) {
        Set<String> known = variables();
        List<String> found = new ArrayList<>();
        for (String name : new TreeSet<>(environment)) {
            if (!name.startsWith(PREFIX) || known.contains(name) || name.startsWith("WAAG_BUILD_")) {
                continue;
            }
            List<String> endings =
                    known.stream().map(k -> k.substring(PREFIX.length())).toList();
            Optional<String> meant = Suggest.nearest(name.substring(PREFIX.length()), endings);
            if (meant.isPresent()) {
                found.add(name + ", which is no setting (did you mean " + PREFIX + meant.get() + "?)");
            } else if (SCALARS.keySet().stream()
                    .anyMatch(k ->
                            k.indexOf('.') > 0 && name.startsWith(variable(k.substring(0, k.indexOf('.'))) + "_"))) {
                found.add(name + ", which is no setting");
            }
        }
        return found;
    }

    /** The words that may stand directly below a prefix such as {@code "upstream."}. */
    static List<String> below(String prefix) {
        return Stream.concat(
                        SCALARS.keySet().stream()
                                .filter(k -> k.startsWith(prefix))
                                .map(k -> k.substring(prefix.length()).split("\\.", 2)[0]),
                        TABLE_ARRAYS.keySet().stream()
                                .filter(k -> k.startsWith(prefix))
                                .map(k -> k.substring(prefix.length()).split("\\.", 2)[0]))
                .distinct()
                .toList();
    }
}
