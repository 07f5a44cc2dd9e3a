package dev.waag.policy;

import dev.waag.core.Sha256;
import dev.waag.core.Suggest;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code sighting} of a policy's test. */
final class SightingReader {
    private static final List<String> FACTS = List.of("licence", "source", "as_of");
    private static final List<String> KEYS = List.of(
            "rule", "project", "version", "sha256", "advisory", "severity", "message", "licence", "source", "as_of");

    private SightingReader() {}

    static Optional<Sighting> read(TomlSection table) {
        table.allow(KEYS);
        Optional<String> rule = table.requiredString("rule");
        if (rule.isPresent() && DefaultPack.find(rule.get()).isEmpty()) {
            table.errorAtValue(
                    "rule",
                    "there is no default rule '" + rule.get() + "'" + Suggest.hint(rule.get(), DefaultPack.ids()));
            return Optional.empty();
        }
        Optional<String> sha256 = table.string("sha256");
        if (sha256.isPresent() && Sha256.parse(sha256.get()).isEmpty()) {
            table.errorAtValue("sha256", "'sha256' must be 64 hexadecimal digits");
        }
        List<String> advisory = table.strings("advisory");
        Map<String, Object> facts = new LinkedHashMap<>();
        if (!advisory.isEmpty()) {
            facts.put("advisory", advisory.getFirst());
            facts.put("aliases", advisory.subList(1, advisory.size()));
        }
        for (String fact : FACTS) {
            table.string(fact).ifPresent(t -> facts.put(fact, t));
        }
        return rule.map(r -> new Sighting(
                r,
                table.string("project").orElse("example"),
                table.string("version").orElse("1.0"),
                sha256,
                new LinkedHashSet<>(advisory),
                table.word("severity", Severities.ALL).orElse(""),
                table.string("message").orElse(""),
                "",
                facts));
    }
}
