package dev.waag.server;

import dev.waag.index.ProjectView.Format;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Content negotiation of the Simple API (PEP 691; RFC 9110, section 12). */
final class Accept {
    private static final int KNOWN = 512;
    private static final Map<String, Optional<Format>> CHOICES = new ConcurrentHashMap<>();
    private static final Map<String, Boolean> GZIP = new ConcurrentHashMap<>();

    private Accept() {}

    /** The form to answer with; empty where the client takes none of ours. Without a preference it is HTML, which every client reads. */
    static Optional<Format> choose(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return Optional.of(Format.PLAIN_HTML);
        }
        return remembered(CHOICES, accept, Accept::parse);
    }

    /** Clients send few different headers, each very often. */
    private static <T> T remembered(Map<String, T> known, String header, Function<String, T> parse) {
        T value = known.get(header);
        if (value != null) {
            return value;
        }
        if (known.size() > KNOWN) {
            known.clear();
        }
        return known.computeIfAbsent(header, parse);
    }

    private static Optional<Format> parse(String accept) {
        double json = quality(accept, "application", "vnd.pypi.simple.v1+json", "vnd.pypi.simple.latest+json");
        double html = quality(accept, "application", "vnd.pypi.simple.v1+html", "vnd.pypi.simple.latest+html");
        double plain = quality(accept, "text", "html", "html");
        double best = Math.max(json, Math.max(html, plain));
        if (best <= 0) {
            return Optional.empty();
        }
        if (json == best && (json > plain || named(accept, "+json"))) {
            return Optional.of(Format.JSON);
        }
        return Optional.of(html == best && html > plain ? Format.HTML : Format.PLAIN_HTML);
    }

    private static boolean named(String accept, String suffix) {
        return accept.toLowerCase(Locale.ROOT).contains("application/vnd.pypi.simple.") && accept.contains(suffix);
    }

    /** The weight that the most specific matching range gives a type. */
    static double quality(String accept, String type, String subtype, String alias) {
        double weight = 0;
        int specific = -1;
        for (String part : accept.toLowerCase(Locale.ROOT).split(",")) {
            String[] fields = part.strip().split(";");
            String range = fields[0].strip();
            int match = range.equals(type + "/" + subtype) || range.equals(type + "/" + alias)
                    ? 2
                    : range.equals(type + "/*") ? 1 : range.equals("*/*") ? 0 : -1;
            if (match > specific) {
                specific = match;
                weight = q(fields);
            }
        }
        return weight;
    }

    private static double q(String[] fields) {
        for (int i = 1; i < fields.length; i++) {
            String f = fields[i].strip();
            if (f.startsWith("q=")) {
                try {
                    return Math.clamp(Double.parseDouble(f.substring(2).strip()), 0, 1);
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }

    /** Whether the client takes gzip (RFC 9110, section 12.5.3). */
    static boolean gzip(@Nullable String acceptEncoding) {
        return acceptEncoding != null && remembered(GZIP, acceptEncoding, Accept::takesGzip);
    }

    private static boolean takesGzip(String acceptEncoding) {
        for (String part : acceptEncoding.split(",")) {
            String[] fields = part.strip().split(";");
            if (fields[0].strip().equalsIgnoreCase("gzip")) {
                return q(fields) > 0;
            }
        }
        return false;
    }
}
