package dev.waag.policy;

import dev.waag.core.Sha256;
import dev.waag.core.Suggest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The kinds of values that rules take, each with what it accepts. Values come as TOML gave them: Long, Double, String or a list. */
enum SettingType {
    /** Hours, whole or not, up to ten years; kept as Double. */
    HOURS("a number of hours from 0 to 87600") {
        @Override
        Optional<Object> read(Object value) {
            double hours = value instanceof Long || value instanceof Double ? ((Number) value).doubleValue() : -1;
            return hours >= 0 && hours <= 87_600 ? Optional.of(hours + 0.0) : Optional.empty();
        }
    },
    /** From none to all of something. */
    SCORE("a number from 0 to 1") {
        @Override
        Optional<Object> read(Object value) {
            double score = value instanceof Long || value instanceof Double ? ((Number) value).doubleValue() : -1;
            return score >= 0 && score <= 1 ? Optional.of(score + 0.0) : Optional.empty();
        }
    },
    /** SHA-256 in hex, in lower case, sorted, each once. */
    DIGESTS("a list of SHA-256 digests in hex") {
        @Override
        Optional<Object> read(Object value) {
            return strings(value, t -> Sha256.parse(t).isPresent())
                    .map(l -> l.stream()
                            .map(t -> t.toLowerCase(Locale.ROOT))
                            .distinct()
                            .sorted()
                            .toList());
        }
    },
    /** Releases as {@code name} or {@code name==version}, names normalized, sorted, each once. */
    RELEASES("a list of releases such as \"name==1.0\", or of names") {
        @Override
        Optional<Object> read(Object value) {
            return strings(value, t -> Names.isPattern(name(t)))
                    .map(l -> l.stream()
                            .map(t -> Names.normalize(name(t)) + t.substring(name(t).length()))
                            .distinct()
                            .sorted()
                            .toList());
        }

        private static String name(String release) {
            int equals = release.indexOf("==");
            return equals < 0 ? release : release.substring(0, equals);
        }
    },
    /** How many of a ranking count. */
    COUNT("a whole number from 0 to 1000000") {
        @Override
        Optional<Object> read(Object value) {
            return value instanceof Long n && n >= 0 && n <= 1_000_000 ? Optional.of(n) : Optional.empty();
        }
    },
    /** Project names and globs, normalized, sorted, each once. */
    PATTERNS("a list of project names or patterns such as \"acme-*\"") {
        @Override
        Optional<Object> read(Object value) {
            return strings(value, Names::isPattern)
                    .map(l ->
                            l.stream().map(Names::normalize).distinct().sorted().toList());
        }
    },
    /** SPDX licence ids in their own spelling, each perhaps with + or WITH, sorted, each once. */
    LICENCES("a list of SPDX licence ids such as \"Apache-2.0\"") {
        @Override
        Optional<Object> read(Object value) {
            return strings(value, t -> Licences.allowed(t).isPresent())
                    .map(l -> l.stream()
                            .map(t -> Licences.allowed(t).orElse(t))
                            .distinct()
                            .sorted()
                            .toList());
        }

        @Override
        String fault(String key, Object value) {
            Optional<String> wrong = value instanceof List<?> list
                    ? list.stream()
                            .map(String::valueOf)
                            .filter(t -> Licences.allowed(t).isEmpty())
                            .findFirst()
                    : Optional.empty();
            return wrong.map(t -> "'" + t + "' is no SPDX licence id" + Suggest.hint(t, SpdxIds.licences()))
                    .orElseGet(() -> super.fault(key, value));
        }
    },
    /** The lowest severity that counts. */
    SEVERITY("one of \"critical\", \"high\", \"medium\", \"low\", \"info\"") {
        @Override
        Optional<Object> read(Object value) {
            return value instanceof String s && Severities.ALL.contains(s) ? Optional.of(s) : Optional.empty();
        }
    };

    private final String expects;

    SettingType(String expects) {
        this.expects = expects;
    }

    /** What to write, for an error message. */
    String expects() {
        return expects;
    }

    /** What is wrong with a value that this does not accept. */
    String fault(String key, Object value) {
        return "'" + key + "' must be " + expects;
    }

    /** The value in its one canonical form; empty where it is none. */
    abstract Optional<Object> read(Object value);

    /** Its canonical form for the digest. */
    static String canonical(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining("\n", "[", "]"))
                : Texts.show(value);
    }

    private static Optional<List<String>> strings(Object value, Predicate<String> ok) {
        if (!(value instanceof List<?> list)) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (Object o : list) {
            if (!(o instanceof String s) || !ok.test(s)) {
                return Optional.empty();
            }
            texts.add(s);
        }
        return Optional.of(texts);
    }
}
