package dev.waag.server;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the configuration: command line options over {@code WAAG_…} environment variables over {@code waag.toml} over defaults. Everything
 * that is wrong is reported together, each with its place.
 */
public final class ConfigReader {
    /** Options of the command line, by the key that they set (such as {@code upstream.url}). */
    public record Options(Optional<Path> config, Map<String, String> values) {}

    private final ConfigValues values = new ConfigValues();
    private final ConfigTables tables = new ConfigTables(values);

    private static final int LONGEST_URL = 120;

    private final List<String> misspelt = new ArrayList<>();

    private ConfigReader() {}

    /** Reads, or fails with exit 2 and all errors. */
    public static ServerConfig read(Options options, Map<String, String> environment) {
        ConfigReader reader = new ConfigReader();
        Path data = dataFolder(options, environment);
        Path file = options.config().orElse(data.resolve("waag.toml"));
        if (options.config().isPresent() || Files.exists(file)) {
            new ConfigFile(file, reader.values, reader.tables).read();
        }
        reader.environment(environment);
        options.values().forEach((key, value) -> reader.values.set(key, parsed(key, value), "--" + optionName(key)));
        ServerConfig config = reader.build(data, environment);
        reader.refuse();
        return config;
    }

    private void refuse() {
        List<String> errors = values.errors();
        if (!errors.isEmpty()) {
            throw new UserException(
                    Exit.USAGE,
                    String.join("\n", errors),
                    "",
                    "mend " + (errors.size() == 1 ? "it" : "them")
                            + " and start again; docs/configuration.md has every key");
        }
    }

    /**
     * What a project is judged by.
     *
     * @param maxAge where it is set
     * @param claimed patterns of names
     */
    public record Judging(
            Optional<Path> policy,
            List<String> advisories,
            Optional<String> kev,
            Optional<String> epss,
            Optional<Duration> maxAge,
            Optional<URI> upstream,
            List<String> claimed) {
        public Judging {
            advisories = List.copyOf(advisories);
            claimed = List.copyOf(claimed);
        }
    }

    /** Reads only what {@code waag check} takes from a gate's file; the file's errors are told all the same. */
    public static Judging judging(Path file, Map<String, String> environment) {
        ConfigReader reader = new ConfigReader();
        new ConfigFile(file, reader.values, reader.tables).read();
        reader.environment(environment);
        ServerConfig.Advisories advisories = reader.advisories();
        Judging judging = new Judging(
                reader.values.file("policy.file"),
                advisories.sources(),
                advisories.kev(),
                advisories.epss(),
                reader.values.duration("advisories.max-age"),
                reader.values.uri("upstream.url"),
                reader.tables.claims().stream()
                        .flatMap(c -> c.projects().stream())
                        .toList());
        reader.refuse();
        return judging;
    }

    /** Those of the environment's variables that look like settings and are none, each with what may be meant. */
    public static List<String> misspelt(Collection<String> environment) {
        return ConfigKeys.misspelt(environment);
    }

    private String storageKey() {
        String where = values.text("storage.key").orElse("file");
        if (!where.equals("file") && !where.equals("vault")) {
            values.wrong(values.placeOf("storage.key"), "'storage.key' must be \"file\" or \"vault\"");
        } else if (where.equals("vault") && values.text("keys.vault.url").isEmpty()) {
            values.wrong(values.placeOf("storage.key"), "'storage.key' needs [keys.vault] url and token-file");
        }
        return where;
    }

    private static String optionName(String key) {
        return switch (key) {
            case "upstream.url" -> "upstream";
            case "policy.file" -> "policy";
            default -> key;
        };
    }

    /** The folder must be known before the file, which lies in it by default; the file's own `data` counts where nothing else says. */
    private static Path dataFolder(Options options, Map<String, String> environment) {
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

    private void environment(Map<String, String> environment) {
        for (ConfigKeys.Key key : ConfigKeys.scalars()) {
            String value = environment.getOrDefault(key.variable(), "");
            if (!value.isEmpty()) {
                values.set(key.name(), parsed(key.name(), value), key.variable());
            }
        }
        tables.environment(environment);
        misspelt.addAll(ConfigKeys.misspelt(environment.keySet()));
    }

    /** An array is written with commas where it is no TOML. */
    private static Object parsed(String key, String value) {
        boolean list = ConfigKeys.scalar(key).map(ConfigKeys.Key::list).orElse(false);
        return list ? List.of(value.strip().split("\\s*,\\s*", -1)) : value;
    }

    private ServerConfig build(Path data, Map<String, String> environment) {
        String listen = values.text("listen").orElse("127.0.0.1:8080");
        int colon = listen.lastIndexOf(':');
        int port = port(listen, colon);
        String host = colon < 0 ? listen : listen.substring(0, colon);
        return new ServerConfig(
                values.path("data").map(p -> p.toAbsolutePath().normalize()).orElse(data),
                host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host,
                port,
                publicUrl(),
                values.list("access.hosts"),
                tls(),
                values.uri("upstream.url"),
                values.duration("upstream.refresh").orElse(Duration.ofMinutes(5)),
                tables.routes(),
                tables.claims(),
                tables.issuers(),
                tables.people(),
                authenticatedRead(),
                values.file("policy.file"),
                values.file("attestations.trusted-root"),
                advisories(),
                new ReleaseConfig(values, tables).read(),
                values.size("storage.cache-size").orElse(50L << 30),
                new AlertConfig(values).read(),
                new ConfiguredKeys(values).read(environment),
                new ServerConfig.Witnessing(tables.witnesses(), new ConfiguredKeys(values).logs()),
                values.flag("storage.encrypt"),
                storageKey(),
                withoutEffect(),
                misspelt);
    }

    /** Refusals name their explanation in the reason phrase, which clients cut: a URL must leave room there. */
    private Optional<URI> publicUrl() {
        Optional<URI> url = values.uri("public-url").map(ConfigReader::withoutSlash);
        if (url.isPresent() && url.get().toString().length() > LONGEST_URL) {
            values.wrong(
                    values.placeOf("public-url"),
                    "'public-url' has " + url.get().toString().length() + " characters, and " + LONGEST_URL
                            + " are the most: refusals name it in a status line");
        }
        return url;
    }

    private List<String> withoutEffect() {
        List<String> all = new ArrayList<>(tables.withoutEffect());
        for (ConfigKeys.Key key : ConfigKeys.scalars()) {
            if (!key.effective() && values.has(key.name())) {
                all.add(key.name());
            }
        }
        return all;
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
        values.wrong(
                values.placeOf("listen"),
                "'" + listen
                        + "' is no address to listen on: HOST:PORT with a port from 0 to 65535, such as 127.0.0.1:8080");
        return 0;
    }

    private Optional<ServerConfig.Tls> tls() {
        Optional<Path> certificate = values.file("tls.certificate");
        Optional<Path> key = values.file("tls.key");
        boolean one = values.has("tls.certificate");
        boolean other = values.has("tls.key");
        if (one != other) {
            values.wrong(
                    values.placeOf(one ? "tls.certificate" : "tls.key"), "[tls] needs both 'certificate' and 'key'");
        }
        return certificate.isPresent() && key.isPresent()
                ? Optional.of(new ServerConfig.Tls(certificate.get(), key.get()))
                : Optional.empty();
    }

    private boolean authenticatedRead() {
        String read = values.text("access.read").orElse("anonymous");
        if (!read.equals("anonymous") && !read.equals("authenticated")) {
            values.wrong(
                    values.placeOf("access.read"),
                    "'read' must be \"anonymous\" or \"authenticated\", not \"" + read + "\"");
        }
        return read.equals("authenticated");
    }

    /** What has to do with advisories means nothing without a source of them. */
    private ServerConfig.Advisories advisories() {
        List<String> sources = values.list("advisories.sources");
        for (String source : sources) {
            if (source.isBlank()) {
                values.wrong(values.placeOf("advisories.sources"), "one of the sources is empty (a comma too many?)");
            } else {
                values.source(source, values.placeOf("advisories.sources"), true);
            }
        }
        for (String key : List.of("advisories.kev", "advisories.epss")) {
            Optional<String> catalogue = values.text(key);
            if (catalogue.isPresent()
                    && values.source(catalogue.get(), values.placeOf(key), false)
                    && sources.isEmpty()) {
                values.wrong(values.placeOf(key), "'" + key + "' needs 'advisories.sources' beside it");
            }
        }
        return new ServerConfig.Advisories(
                sources,
                values.text("advisories.kev"),
                values.text("advisories.epss"),
                values.period("advisories.refresh").orElse(Duration.ofHours(1)),
                values.duration("advisories.max-age").orElse(Duration.ofHours(48)));
    }
}
