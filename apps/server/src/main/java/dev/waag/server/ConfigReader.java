package dev.waag.server;

import dev.waag.core.Durations;
import dev.waag.core.Exit;
import dev.waag.core.Secrets;
import dev.waag.core.Suggest;
import dev.waag.core.UserException;
import dev.waag.index.IndexSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Reads the configuration: command line options over {@code WAAG_…} environment variables over {@code waag.toml} over defaults. Everything
 * that is wrong is reported together, each with its place.
 */
public final class ConfigReader {
    /** Options of the command line, by the key that they set (such as {@code upstream.url}). */
    public record Options(Optional<Path> config, Map<String, String> values) {}

    private static final String SIZE_HINT = "a size such as 50g, 800m";

    private final Map<String, String> environment;
    private final List<String> errors = new ArrayList<>();
    private final List<String> withoutEffect = new ArrayList<>();
    /** Every value that is set, by dotted key, with the place that set it. */
    private final Map<String, Value> values = new HashMap<>();

    private final List<IndexSettings.Route> routes = new ArrayList<>();
    private final List<IndexSettings.Claim> claims = new ArrayList<>();

    private record Value(Object value, String place) {}

    private ConfigReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Reads, or fails with exit 2 and all errors. */
    public static ServerConfig read(Options options, Map<String, String> environment) {
        ConfigReader reader = new ConfigReader(environment);
        Path data = reader.dataFolder(options);
        reader.file(options.config(), data);
        reader.environment();
        options.values().forEach((key, value) -> reader.values.put(key, new Value(value, "--" + optionName(key))));
        ServerConfig config = reader.build(data);
        if (!reader.errors.isEmpty()) {
            throw new UserException(
                    Exit.USAGE,
                    String.join("\n", reader.errors),
                    "",
                    "mend " + (reader.errors.size() == 1 ? "it" : "them")
                            + " and start again; docs/configuration.md has every key");
        }
        return config;
    }

    private static String optionName(String key) {
        return switch (key) {
            case "upstream.url" -> "upstream";
            case "policy.file" -> "policy";
            default -> key;
        };
    }

    /** The folder must be known before the file, which lies in it by default; the file's own `data` counts where nothing else says. */
    private Path dataFolder(Options options) {
        String option = options.values().get("data");
        if (option != null) {
            return Path.of(option).toAbsolutePath().normalize();
        }
        String variable = environment.getOrDefault("WAAG_DATA", "");
        if (!variable.isEmpty()) {
            return Path.of(variable).toAbsolutePath().normalize();
        }
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        Path base = xdg.isEmpty() || !Path.of(xdg).isAbsolute()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".local", "share")
                : Path.of(xdg);
        return base.resolve("waag").toAbsolutePath().normalize();
    }

    private void file(Optional<Path> named, Path data) {
        Path file = named.orElse(data.resolve("waag.toml"));
        if (named.isEmpty() && !Files.exists(file)) {
            return;
        }
        TomlParseResult toml;
        try {
            toml = Toml.parse(file);
        } catch (IOException e) {
            errors.add(file + ": the configuration file cannot be read: "
                    + (Files.exists(file) ? e.getMessage() : "there is no such file"));
            return;
        }
        if (toml.hasErrors()) {
            toml.errors().forEach(e -> errors.add(place(file, e.position()) + ": " + e.getMessage()));
            return;
        }
        table(file, toml, "", toml);
    }

    private static String place(Path file, @Nullable TomlPosition p) {
        return p == null ? file.toString() : file + ":" + p.line() + ":" + p.column();
    }

    private void table(Path file, TomlParseResult root, String prefix, TomlTable table) {
        for (String key : table.keySet()) {
            String dotted = prefix + key;
            Object value = table.get(List.of(key));
            String where = place(file, table.inputPositionOf(List.of(key)));
            if (value instanceof TomlTable inner && ConfigKeys.isTable(dotted)) {
                table(file, root, dotted + ".", inner);
            } else if (value instanceof TomlArray array && ConfigKeys.isTableArray(dotted)) {
                tables(file, dotted, array);
            } else if (ConfigKeys.scalar(dotted).isPresent()) {
                scalar(dotted, beside(file, dotted, value), where);
            } else {
                errors.add(where + ": unknown key '" + key + "'" + Suggest.hint(key, ConfigKeys.below(prefix)));
            }
        }
    }

    /** A relative path in the file is meant from the file's own folder. */
    private static @Nullable Object beside(Path file, String dotted, @Nullable Object value) {
        boolean path = dotted.equals("data") || dotted.equals("policy.file") || dotted.startsWith("tls.");
        return path && value instanceof String text
                ? file.toAbsolutePath().resolveSibling(text).normalize().toString()
                : value;
    }

    private void scalar(String dotted, @Nullable Object value, String where) {
        ConfigKeys.Key key = ConfigKeys.scalar(dotted).orElseThrow();
        if (key.list() && value instanceof TomlArray array) {
            values.put(dotted, new Value(strings(array, dotted, where), where));
        } else if (!key.list() && value instanceof String text) {
            values.put(dotted, new Value(text, where));
        } else {
            errors.add(where + ": '" + dotted + "' must be "
                    + (key.list() ? "an array of strings" : "a string: " + key.form()));
        }
    }

    private List<String> strings(TomlArray array, String key, String where) {
        List<String> all = new ArrayList<>();
        for (Object element : array.toList()) {
            if (element instanceof String s && !s.isBlank()) {
                all.add(s);
            } else {
                errors.add(where + ": '" + key + "' must hold strings only");
            }
        }
        return all;
    }

    private void tables(Path file, String name, TomlArray array) {
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof TomlTable t)) {
                errors.add(place(file, array.inputPositionOf(i)) + ": '" + name + "' is written [[" + name + "]]");
                continue;
            }
            String where = place(file, array.inputPositionOf(i));
            for (String key : t.keySet()) {
                if (!ConfigKeys.members(name).contains(key)) {
                    errors.add(place(file, t.inputPositionOf(List.of(key))) + ": unknown key '" + key + "' in [[" + name
                            + "]]" + Suggest.hint(key, ConfigKeys.members(name)));
                }
            }
            switch (name) {
                case "upstream-route" ->
                    uri(member(t, "url", file, where), placeOf(file, t, "url", where))
                            .ifPresent(u -> routes.add(new IndexSettings.Route(projects(file, t, where), u)));
                case "claim" ->
                    claims.add(new IndexSettings.Claim(
                            projects(file, t, where), t.contains("owner") ? member(t, "owner", file, where) : ""));
                default -> withoutEffect.add("[[" + name + "]]");
            }
        }
    }

    private static String placeOf(Path file, TomlTable t, String key, String otherwise) {
        TomlPosition p = t.inputPositionOf(List.of(key));
        return p == null ? otherwise : place(file, p);
    }

    private String member(TomlTable t, String key, Path file, String where) {
        Object value = t.get(List.of(key));
        if (value instanceof String s && !s.isBlank()) {
            return s;
        }
        errors.add(placeOf(file, t, key, where) + ": '" + key + "' must be a string"
                + (value == null ? ", and it is missing" : ""));
        return "";
    }

    private List<String> projects(Path file, TomlTable t, String where) {
        Object value = t.get(List.of("projects"));
        String at = placeOf(file, t, "projects", where);
        if (!(value instanceof TomlArray array) || array.isEmpty()) {
            errors.add(at + ": 'projects' must be an array of names or patterns, such as [\"acme-*\"]");
            return List.of();
        }
        List<String> names = strings(array, "projects", at);
        checkNames(names, at);
        return names;
    }

    private void checkNames(List<String> names, String at) {
        for (String name : names) {
            if (!name.matches("[A-Za-z0-9*]([A-Za-z0-9._*-]*[A-Za-z0-9*])?") || name.equals("*")) {
                errors.add(at + ": '" + name + "' is no project name and no pattern such as 'acme-*'");
            }
        }
    }

    private void environment() {
        for (ConfigKeys.Key key : ConfigKeys.scalars()) {
            String variable = key.variable();
            String value = environment.getOrDefault(variable, "");
            if (value.isEmpty()) {
                continue;
            }
            Object parsed = key.list() ? List.of(value.strip().split("\\s*,\\s*")) : value;
            values.put(key.name(), new Value(parsed, variable));
        }
        environmentTables();
    }

    /** The tables that a file may have several of: the environment names one, in place of the file's. */
    private void environmentTables() {
        List<String> claimed = projects("WAAG_CLAIM_PROJECTS");
        if (!claimed.isEmpty()) {
            claims.clear();
            claims.add(new IndexSettings.Claim(claimed, environment.getOrDefault("WAAG_CLAIM_OWNER", "")));
        }
        List<String> routed = projects("WAAG_UPSTREAM_ROUTE_PROJECTS");
        String url = environment.getOrDefault("WAAG_UPSTREAM_ROUTE_URL", "");
        if (routed.isEmpty() != url.isEmpty()) {
            errors.add((url.isEmpty() ? "WAAG_UPSTREAM_ROUTE_PROJECTS" : "WAAG_UPSTREAM_ROUTE_URL")
                    + ": a route needs both WAAG_UPSTREAM_ROUTE_PROJECTS and WAAG_UPSTREAM_ROUTE_URL");
        } else if (!url.isEmpty()) {
            routes.clear();
            uri(url, "WAAG_UPSTREAM_ROUTE_URL").ifPresent(u -> routes.add(new IndexSettings.Route(routed, u)));
        }
        for (String member : ConfigKeys.members("oidc-issuer")) {
            if (environment.containsKey("WAAG_OIDC_ISSUER_" + member.toUpperCase(Locale.ROOT))) {
                withoutEffect.add("[[oidc-issuer]]");
                return;
            }
        }
    }

    private List<String> projects(String variable) {
        String value = environment.getOrDefault(variable, "").strip();
        List<String> names = value.isEmpty() ? List.of() : List.of(value.split("\\s*,\\s*"));
        checkNames(names, variable);
        return names;
    }

    private ServerConfig build(Path data) {
        String listen = text("listen").orElse("127.0.0.1:8080");
        int colon = listen.lastIndexOf(':');
        int port = port(listen, colon);
        String host = colon < 0 ? listen : listen.substring(0, colon);
        for (ConfigKeys.Key key : ConfigKeys.scalars()) {
            if (!key.effective() && values.containsKey(key.name())) {
                withoutEffect.add(key.name());
            }
        }
        return new ServerConfig(
                path("data").map(p -> p.toAbsolutePath().normalize()).orElse(data),
                host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host,
                port,
                text("public-url").flatMap(t -> uri(t, placeOf("public-url"))).map(ConfigReader::withoutSlash),
                list("access.hosts"),
                tls(),
                text("upstream.url").flatMap(t -> uri(t, placeOf("upstream.url"))),
                duration("upstream.refresh").orElse(Duration.ofMinutes(5)),
                routes,
                claims,
                authenticatedRead(),
                path("policy.file").flatMap(this::existing),
                size("storage.cache-size").orElse(50L << 30),
                withoutEffect);
    }

    private static URI withoutSlash(URI u) {
        String text = u.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : u;
    }

    private int port(String listen, int colon) {
        String digits = listen.substring(colon + 1);
        if (colon > 0 && digits.matches("\\d{1,5}") && Integer.parseInt(digits) <= 65535) {
            return Integer.parseInt(digits);
        }
        errors.add(placeOf("listen") + ": '" + listen
                + "' is no address to listen on: HOST:PORT with a port from 0 to 65535, such as 127.0.0.1:8080");
        return 0;
    }

    private Optional<ServerConfig.Tls> tls() {
        Optional<Path> certificate = path("tls.certificate").flatMap(this::existing);
        Optional<Path> key = path("tls.key").flatMap(this::existing);
        boolean one = values.containsKey("tls.certificate");
        boolean other = values.containsKey("tls.key");
        if (one != other) {
            errors.add(placeOf(one ? "tls.certificate" : "tls.key") + ": [tls] needs both 'certificate' and 'key'");
        }
        return certificate.isPresent() && key.isPresent()
                ? Optional.of(new ServerConfig.Tls(certificate.get(), key.get()))
                : Optional.empty();
    }

    private boolean authenticatedRead() {
        String read = text("access.read").orElse("anonymous");
        if (!read.equals("anonymous") && !read.equals("authenticated")) {
            errors.add(placeOf("access.read") + ": 'read' must be \"anonymous\" or \"authenticated\", not \"" + read
                    + "\"");
        }
        return read.equals("authenticated");
    }

    private Optional<Path> existing(Path path) {
        if (Files.isReadable(path) && !Files.isDirectory(path)) {
            return Optional.of(path);
        }
        String key = values.entrySet().stream()
                .filter(e -> path.toString().equals(String.valueOf(e.getValue().value())))
                .map(e -> e.getValue().place())
                .findFirst()
                .orElse("configuration");
        errors.add(key + ": there is no readable file " + path);
        return Optional.empty();
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key))
                .map(v -> String.valueOf(v.value()).strip());
    }

    private List<String> list(String key) {
        Value v = values.get(key);
        return v != null && v.value() instanceof List<?> l
                ? l.stream().map(String::valueOf).toList()
                : List.of();
    }

    private Optional<Path> path(String key) {
        return text(key).map(Path::of);
    }

    private Optional<Duration> duration(String key) {
        Optional<Duration> parsed = text(key).flatMap(Durations::parse);
        if (text(key).isPresent() && parsed.isEmpty()) {
            errors.add(placeOf(key) + ": '" + text(key).get() + "' is no duration such as 30s, 5m, 12h, 90d");
        }
        return parsed;
    }

    private Optional<Long> size(String key) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String t = text.get().toLowerCase(Locale.ROOT);
        if (!t.matches("\\d{1,12}[kmgt]?")) {
            errors.add(placeOf(key) + ": '" + text.get() + "' is no size; write " + SIZE_HINT);
            return Optional.empty();
        }
        int power = Math.max(0, " kmgt".indexOf(t.charAt(t.length() - 1)));
        long number = Long.parseLong(power > 0 ? t.substring(0, t.length() - 1) : t);
        if (number > Long.MAX_VALUE >> (10 * power)) {
            errors.add(placeOf(key) + ": '" + text.get() + "' is more than any disk has");
            return Optional.empty();
        }
        return Optional.of(number << (10 * power));
    }

    private String placeOf(String key) {
        Value v = values.get(key);
        return v == null ? key : v.place();
    }

    private Optional<URI> uri(String text, String where) {
        try {
            URI uri = URI.create(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return Optional.of(uri);
            }
        } catch (IllegalArgumentException e) {
            // said below, as for every other text that is no URL
        }
        errors.add(where + ": '" + Secrets.mask(text) + "' is no http or https URL");
        return Optional.empty();
    }
}
