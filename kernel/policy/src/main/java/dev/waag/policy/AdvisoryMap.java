package dev.waag.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Advisories as a {@code when} sees them, and as a policy's tests write them: maps with these keys. */
final class AdvisoryMap {
    static final List<String> KEYS =
            List.of("id", "aliases", "severity", "malicious", "known_exploited", "fixed_in", "summary");

    private AdvisoryMap() {}

    static Map<String, Object> of(KnownAdvisory a) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", a.id());
        map.put("aliases", a.aliases());
        map.put("severity", a.severity());
        map.put("malicious", a.malicious());
        map.put("known_exploited", a.knownExploited());
        map.put("fixed_in", a.fixedIn());
        map.put("summary", a.summary());
        return map;
    }

    /** The ids of maps as above, no more of them than a decision lists. */
    static List<String> ids(List<?> maps) {
        return maps.stream()
                .map(m -> String.valueOf(((Map<?, ?>) m).get("id")))
                .limit(Judgement.LISTED)
                .toList();
    }

    /** An advisory out of a test. */
    static KnownAdvisory read(TomlSection table) {
        table.allow(KEYS);
        return new KnownAdvisory(
                table.requiredString("id").orElse("?"),
                table.strings("aliases"),
                table.word("severity", Severities.ALL).orElse(""),
                table.flag("malicious"),
                table.flag("known_exploited"),
                table.strings("fixed_in"),
                table.string("summary").orElse(""));
    }
}
