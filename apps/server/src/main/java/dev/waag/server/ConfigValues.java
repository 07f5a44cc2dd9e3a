package dev.waag.server;

import dev.waag.core.Durations;
import dev.waag.core.Secrets;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is set, by dotted key, each with the place that set it, and as what it has to be; what is wrong is gathered, not thrown. */
final class ConfigValues {
    private record Value(Object value, String place) {}

    private final Map<String, Value> values = new HashMap<>();
    private final List<String> errors = new ArrayList<>();

    /** Sets a key, in place of what set it before. */
    void set(String key, Object value, String place) {
        values.put(key, new Value(value, place));
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    void wrong(String place, String what) {
        errors.add(place + ": " + what);
    }

    /** All that is wrong, a line each. */
    List<String> errors() {
        return errors;
    }

    /** Where a key was set. */
    String placeOf(String key) {
        Value v = values.get(key);
        return v == null ? key : v.place();
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key))
                .map(v -> String.valueOf(v.value()).strip());
    }

    List<String> list(String key) {
        Value v = values.get(key);
        return v != null && v.value() instanceof List<?> l
                ? l.stream().map(String::valueOf).toList()
                : List.of();
    }

    Optional<Path> path(String key) {
        return text(key).map(Path::of);
    }

    /** The path of a file that can be read. */
    Optional<Path> file(String key) {
        Optional<Path> path = path(key);
        if (path.isPresent() && (!Files.isReadable(path.get()) || Files.isDirectory(path.get()))) {
            wrong(placeOf(key), "there is no readable file " + path.get());
            return Optional.empty();
        }
        return path;
    }

    Optional<Duration> duration(String key) {
        Optional<Duration> parsed = text(key).flatMap(Durations::parse);
        if (has(key) && parsed.isEmpty()) {
            wrong(placeOf(key), "'" + text(key).orElse("") + "' is no duration such as 30s, 5m, 12h, 90d");
        }
        return parsed;
    }

    /** A duration of a second or more. */
    Optional<Duration> period(String key) {
        Optional<Duration> parsed = duration(key);
        if (parsed.isPresent() && parsed.get().compareTo(Duration.ofSeconds(1)) < 0) {
            wrong(placeOf(key), "'" + text(key).orElse("") + "' is too short: a second at least");
        }
        return parsed;
    }

    /** A truth value; false where it is not set. */
    boolean flag(String key) {
        String text = text(key).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            wrong(placeOf(key), "'" + key + "' must be true or false, not '" + text + "'");
        }
        return text.equals("true");
    }

    Optional<Long> size(String key) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String t = text.get().toLowerCase(Locale.ROOT);
        if (!t.matches("\\d{1,12}[kmgt]?")) {
            wrong(placeOf(key), "'" + text.get() + "' is no size; write a size such as 50g, 800m");
            return Optional.empty();
        }
        int power = Math.max(0, " kmgt".indexOf(t.charAt(t.length() - 1)));
        long number = Long.parseLong(power > 0 ? t.substring(0, t.length() - 1) : t);
        if (number > Long.MAX_VALUE >> (10 * power)) {
            wrong(placeOf(key), "'" + text.get() + "' is more than any disk has");
            return Optional.empty();
        }
        return Optional.of(number << (10 * power));
    }

    Optional<URI> uri(String key) {
        return text(key).flatMap(t -> uri(t, placeOf(key)));
    }

    Optional<URI> uri(String text, String where) {
        try {
            URI uri = URI.create(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return Optional.of(uri);
            }
        } catch (IllegalArgumentException e) {
            // said below, as for every other text that is no URL
        }
        wrong(where, "'" + Secrets.mask(text) + "' is no http or https URL");
        return Optional.empty();
    }

    /** Whether a source is a URL, or the path of something that can be read; what begins as a URL does must be one. */
    boolean source(String text, String where, boolean folders) {
        if (isUrl(text)) {
            return uri(text, where).isPresent();
        }
        try {
            Path path = Path.of(text);
            if (Files.isReadable(path) && (folders || !Files.isDirectory(path))) {
                return true;
            }
        } catch (InvalidPathException e) {
            // said below, as for every other path of nothing
        }
        wrong(where, "there is no readable file " + (folders ? "or folder " : "") + Secrets.mask(text));
        return false;
    }

    static boolean isUrl(String text) {
        return text.startsWith("http://") || text.startsWith("https://");
    }
}
