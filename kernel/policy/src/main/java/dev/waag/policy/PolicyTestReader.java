package dev.waag.policy;

import dev.waag.core.Suggest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tomlj.TomlTable;

/** Reads a file of policy tests. */
final class PolicyTestReader {
    private static final Instant USUAL_NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> VERDICTS =
            Arrays.stream(Verdict.values()).map(Verdict::text).toList();
    private static final List<String> CAN_BE_UNKNOWN = Arrays.stream(Fact.values())
            .filter(Fact::canBeUnknown)
            .map(Fact::text)
            .toList();

    private final TomlFile file;

    private PolicyTestReader(TomlFile file) {
        this.file = file;
    }

    static PolicyTests read(PolicySource source) throws PolicyException {
        return new PolicyTestReader(new TomlFile(source)).tests();
    }

    private PolicyTests tests() throws PolicyException {
        TomlSection root = file.root();
        root.allow(List.of("policy", "case"));
        Optional<TomlSection> policy = root.section("policy");
        policy.ifPresent(p -> p.allow(List.of("file", "inline")));
        Optional<String> named = policy.flatMap(p -> p.string("file"));
        Optional<String> inline = policy.flatMap(p -> p.string("inline"));
        if (named.isPresent() && inline.isPresent()) {
            policy.get().error("inline", "a policy is either 'file' or 'inline', not both");
        }
        Policy tested = inline.isPresent() ? inline(policy.get(), inline.get()) : Policy.defaults();
        List<PolicyTests.Case> cases = new ArrayList<>();
        root.sections("case").forEach(c -> test(c).ifPresent(cases::add));
        if (cases.isEmpty() && !file.hasErrors()) {
            file.error(root.at(), "the file has no [[case]]");
        }
        file.check();
        return new PolicyTests(named, tested, cases);
    }

    /** An inline policy's errors stand at their place in the file of tests. */
    private Policy inline(TomlSection table, String text) {
        try {
            return Policy.load(new PolicySource(file.name(), text));
        } catch (PolicyException e) {
            int[] points = text.codePoints().toArray();
            for (PolicyError error : e.errors()) {
                int index = 0;
                for (int line = 1; index < points.length && line < error.line(); index++) {
                    line += points[index] == '\n' ? 1 : 0;
                }
                table.errorInString("inline", text, index + error.column() - 1, error.message());
            }
            return Policy.defaults();
        }
    }

    private Optional<PolicyTests.Case> test(TomlSection table) {
        table.allow(List.of("name", "now", "facts", "unknown", "sighting", "expect", "rules"));
        Optional<String> name = table.requiredString("name");
        if (table.value("expect").isEmpty()) {
            table.missing("expect");
        }
        Optional<Verdict> expect = table.word("expect", VERDICTS).flatMap(Verdict::of);
        Instant now = table.value("now").isPresent() ? instant(table, "now").orElse(USUAL_NOW) : USUAL_NOW;
        FactsDraft draft = new FactsDraft(now);
        table.section("facts").ifPresent(f -> facts(f, draft));
        names(table, "unknown", CAN_BE_UNKNOWN).forEach(n -> Fact.of(n).ifPresent(draft::forget));
        Optional<Set<String>> rules = table.value("rules").map(v -> new TreeSet<>(names(table, "rules", List.of())));
        Optional<Sighting> sighting = table.section("sighting").flatMap(SightingReader::read);
        if (table.value("sighting").isPresent()
                && (table.value("facts").isPresent() || table.value("unknown").isPresent())) {
            table.error("sighting", "a case is either about a file's 'facts' or about a 'sighting', not both");
        }
        if (name.isEmpty() || expect.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new PolicyTests.Case(name.get(), table.at().line(), draft.facts(), sighting, now, expect.get(), rules));
    }

    private static void facts(TomlSection table, FactsDraft draft) {
        table.allow(Fact.names());
        draft.advisories(table.sections(Fact.ADVISORIES.text()).stream()
                .map(AdvisoryMap::read)
                .toArray(KnownAdvisory[]::new));
        for (Fact fact : Fact.values()) {
            if (fact.type() != Fact.Type.ADVISORIES && table.value(fact.text()).isPresent()) {
                fact(table, fact).ifPresent(value -> draft.say(fact, value));
            }
        }
        if (table.value("age_hours").isPresent() && table.value("upload_time").isPresent()) {
            table.error("age_hours", "either 'age_hours' or 'upload_time', not both");
        }
    }

    private static Optional<Object> fact(TomlSection table, Fact fact) {
        Object value = table.value(fact.text()).orElse("");
        Optional<Object> read = switch (fact.type()) {
            case STRING -> Optional.of(value).filter(String.class::isInstance);
            case INT -> Optional.of(value).filter(Long.class::isInstance);
            case BOOL -> Optional.of(value).filter(Boolean.class::isInstance);
            case DOUBLE ->
                Optional.of(value)
                        .filter(v -> v instanceof Long || v instanceof Double)
                        .map(v -> ((Number) v).doubleValue());
            case TIMESTAMP -> instant(table, fact.text()).map(t -> t);
            case STRINGS -> strings(value);
            case LIST ->
                Optional.of(value)
                        .filter(v -> v instanceof List<?> l && l.stream().allMatch(String.class::isInstance));
            case ADVISORIES -> Optional.empty();
        };
        if (read.isEmpty() && fact.type() != Fact.Type.TIMESTAMP) {
            table.errorAtValue(fact.text(), "'" + fact.text() + "' must be " + expects(fact.type()));
        }
        if (fact == Fact.KIND && !List.of("wheel", "sdist", "other").contains(value)) {
            table.errorAtValue(fact.text(), "'kind' must be one of wheel, sdist, other");
            return Optional.empty();
        }
        return read;
    }

    private static String expects(Fact.Type type) {
        return switch (type) {
            case STRING -> "a string";
            case INT -> "a whole number";
            case BOOL -> "true or false";
            case DOUBLE -> "a number";
            case TIMESTAMP -> "a time such as 2026-11-22T10:00:00Z";
            case STRINGS -> "a table of strings such as { sha256 = \"…\" }";
            case LIST -> "a list of strings";
            case ADVISORIES -> "a list of tables such as { id = \"…\" }";
        };
    }

    private static Optional<Object> strings(Object value) {
        if (!(value instanceof TomlTable table)
                || !table.toMap().values().stream().allMatch(String.class::isInstance)) {
            return Optional.empty();
        }
        Map<String, Object> texts = new TreeMap<>(table.toMap());
        return Optional.of(texts);
    }

    private static Optional<Instant> instant(TomlSection table, String key) {
        Object value = table.value(key).orElse("");
        if (value instanceof OffsetDateTime time) {
            return Optional.of(time.toInstant());
        }
        try {
            return Optional.of(Instant.parse(value instanceof String s ? s : ""));
        } catch (DateTimeException e) {
            table.errorAtValue(key, "'" + key + "' must be " + expects(Fact.Type.TIMESTAMP));
            return Optional.empty();
        }
    }

    /** A list of words, all of a kind where one is given. */
    private static List<String> names(TomlSection table, String key, List<String> allowed) {
        List<String> words = table.strings(key);
        for (String word : words) {
            if (!allowed.isEmpty() && !allowed.contains(word)) {
                table.errorAtValue(
                        key,
                        "'" + word + "' cannot be in '" + key + "', only " + String.join(", ", allowed)
                                + Suggest.hint(word, allowed));
            }
        }
        return allowed.isEmpty()
                ? words
                : words.stream().filter(allowed::contains).toList();
    }
}
