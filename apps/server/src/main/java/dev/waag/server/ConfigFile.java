package dev.waag.server;

import dev.waag.core.Suggest;
import dev.waag.core.TomlReading;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Reads {@code waag.toml}: each value with its place, unknown keys refused with the one that was probably meant. */
final class ConfigFile {
    /** Keys whose value is a path, or may be one. */
    private static final Set<String> PATHS = Set.of(
            "data",
            "policy.file",
            "attestations.trusted-root",
            "tls.certificate",
            "tls.key",
            "advisories.kev",
            "advisories.epss",
            "keys.passphrase-file",
            "keys.pkcs11.library",
            "keys.pkcs11.pin-file",
            "keys.vault.token-file");

    /** Lists of files. */
    private static final Set<String> SOURCES = Set.of("advisories.sources", "release.stage-keys");

    private final Path file;
    private final ConfigValues values;
    private final ConfigTables tables;

    /** What {@code waag build} reads. */
    private static final String OTHERS = "build";

    ConfigFile(Path file, ConfigValues values, ConfigTables tables) {
        this.file = file;
        this.values = values;
        this.tables = tables;
    }

    void read() {
        TomlParseResult toml;
        try {
            toml = TomlReading.parse(Files.readString(file));
        } catch (CharacterCodingException e) {
            values.wrong(file.toString(), "the configuration file is not in UTF-8");
            return;
        } catch (IOException e) {
            values.wrong(
                    file.toString(),
                    "the configuration file cannot be read: "
                            + (Files.exists(file) ? e.getMessage() : "there is no such file"));
            return;
        }
        if (toml.hasErrors()) {
            toml.errors().forEach(e -> values.wrong(place(e.position()), String.valueOf(e.getMessage())));
            return;
        }
        table("", toml);
    }

    private String place(@Nullable TomlPosition p) {
        return p == null ? file.toString() : file + ":" + p.line() + ":" + p.column();
    }

    private void table(String prefix, TomlTable table) {
        for (String key : table.keySet()) {
            String dotted = prefix + key;
            Object value = table.get(List.of(key));
            String where = place(table.inputPositionOf(List.of(key)));
            if (value instanceof TomlTable && dotted.equals(OTHERS)) {
                continue;
            }
            if (value instanceof TomlTable inner && ConfigKeys.isTable(dotted)) {
                table(dotted + ".", inner);
            } else if (value instanceof TomlArray array && ConfigKeys.isTableArray(dotted)) {
                several(dotted, array);
            } else if (ConfigKeys.scalar(dotted).isPresent()) {
                scalar(ConfigKeys.scalar(dotted).get(), value, where);
            } else {
                values.wrong(where, "unknown key '" + key + "'" + Suggest.hint(key, ConfigKeys.below(prefix)));
            }
        }
    }

    private void scalar(ConfigKeys.Key key, @Nullable Object value, String where) {
        if (key.list() && value instanceof TomlArray array) {
            List<String> all = strings(array, key.name(), where);
            values.set(
                    key.name(),
                    SOURCES.contains(key.name())
                            ? all.stream().map(this::beside).toList()
                            : all,
                    where);
        } else if (key.bare() && (value instanceof Boolean || value instanceof Long)) {
            values.set(key.name(), value.toString(), where);
        } else if (key.bare()) {
            values.wrong(where, "'" + key.name() + "' must be " + key.form());
        } else if (!key.list() && value instanceof String text) {
            values.set(key.name(), PATHS.contains(key.name()) ? beside(text) : text, where);
        } else if (key.bare() && (value instanceof Boolean || value instanceof Long)) {
            values.set(key.name(), value.toString(), where);
        } else if (key.bare()) {
            values.wrong(where, "'" + key.name() + "' must be " + key.form());
        } else {
            String form = key.list() ? "an array of strings" : "a string: " + key.form();
            values.wrong(where, "'" + key.name() + "' must be " + form);
        }
    }

    /** A relative path in the file is meant from the file's own folder. */
    private String beside(String text) {
        return text.isBlank() || ConfigValues.isUrl(text)
                ? text
                : file.toAbsolutePath().resolveSibling(text).normalize().toString();
    }

    private List<String> strings(TomlArray array, String key, String where) {
        List<String> all = new ArrayList<>();
        for (Object element : array.toList()) {
            if (element instanceof String s && !s.isBlank()) {
                all.add(s);
            } else {
                values.wrong(where, "'" + key + "' must hold strings only");
            }
        }
        return all;
    }

    private void several(String name, TomlArray array) {
        for (int i = 0; i < array.size(); i++) {
            String where = place(array.inputPositionOf(i));
            if (!(array.get(i) instanceof TomlTable t)) {
                values.wrong(where, "'" + name + "' is written [[" + name + "]]");
                continue;
            }
            for (String key : t.keySet()) {
                if (!ConfigKeys.members(name).contains(key)) {
                    values.wrong(
                            placeOf(t, key, where),
                            "unknown key '" + key + "' in [[" + name + "]]"
                                    + Suggest.hint(key, ConfigKeys.members(name)));
                }
            }
            switch (name) {
                case "upstream-route" ->
                    tables.route(projects(t, where), member(t, "url", where), placeOf(t, "url", where));
                case "release-rule" ->
                    tables.releaseRule(
                            member(t, "id", where).orElse(""),
                            member(t, "require", where).orElse(""),
                            t.contains("help") ? member(t, "help", where) : Optional.empty(),
                            where);
                case "claim" ->
                    tables.claim(
                            projects(t, where), t.contains("owner") ? member(t, "owner", where) : Optional.empty());
                case "ledger.witnesses" ->
                    tables.witness(member(t, "url", where), member(t, "vkey", where), placeOf(t, "vkey", where));
                case "oidc-issuer" ->
                    tables.issuer(
                            member(t, "url", where),
                            member(t, "kind", where),
                            t.contains("audience") ? member(t, "audience", where) : Optional.empty(),
                            placeOf(t, "url", where));
                case "oidc-person" ->
                    tables.person(
                            member(t, "issuer", where).orElse(""),
                            texts(t, "claims", where),
                            texts(t, "roles", where),
                            t.contains("user") ? member(t, "user", where) : Optional.empty(),
                            where);
                default -> tables.withoutEffect(name);
            }
        }
    }

    private String placeOf(TomlTable t, String key, String otherwise) {
        TomlPosition p = t.inputPositionOf(List.of(key));
        return p == null ? otherwise : place(p);
    }

    private Optional<String> member(TomlTable t, String key, String where) {
        Object value = t.get(List.of(key));
        if (value instanceof String s && !s.isBlank()) {
            return Optional.of(s);
        }
        values.wrong(
                placeOf(t, key, where),
                "'" + key + "' must be a string" + (value == null ? ", and it is missing" : ""));
        return Optional.empty();
    }

    private List<String> texts(TomlTable t, String key, String where) {
        String at = placeOf(t, key, where);
        if (t.get(List.of(key)) instanceof TomlArray array && !array.isEmpty()) {
            return strings(array, key, at);
        }
        values.wrong(at, "'" + key + "' must be an array of strings" + (t.contains(key) ? "" : ", and it is missing"));
        return List.of();
    }

    private List<String> projects(TomlTable t, String where) {
        Object value = t.get(List.of("projects"));
        String at = placeOf(t, "projects", where);
        if (!(value instanceof TomlArray array) || array.isEmpty()) {
            values.wrong(at, "'projects' must be an array of names or patterns, such as [\"acme-*\"]");
            return List.of();
        }
        return tables.names(strings(array, "projects", at), at);
    }
}
