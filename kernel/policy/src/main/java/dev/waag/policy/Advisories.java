package dev.waag.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the rules about advisories have in common: the sightings of a file's facts, and how they are told. */
final class Advisories {
    /** Of the fixed releases, in a message. */
    private static final int SHOWN_FIXES = 3;

    private Advisories() {}

    static List<Sighting> in(Facts facts, boolean malicious) {
        if (facts.advisories().isEmpty()) {
            return List.of();
        }
        Optional<String> sha256 = Optional.ofNullable(facts.hashes().get("sha256"));
        return facts.advisories().stream()
                .filter(a -> a.malicious() == malicious)
                .sorted(KnownAdvisory.WORST_FIRST)
                .map(a -> Sighting.of(a, facts.project(), facts.version(), sha256))
                .toList();
    }

    static Map<String, String> words(Sighting seen) {
        String id = seen.advisory().isEmpty()
                ? "an advisory"
                : seen.advisory().iterator().next();
        List<String> fixes = strings(seen.facts().getOrDefault("fixed_in", List.of()));
        boolean exploited = Boolean.TRUE.equals(seen.facts().get("known_exploited"));
        String summary = String.valueOf(seen.facts().getOrDefault("summary", ""));
        return Map.of(
                "advisory",
                id,
                "aka",
                cve(seen, id),
                "how bad",
                (seen.severity().isEmpty() ? "no score" : seen.severity()) + (exploited ? ", exploited" : ""),
                "fix",
                fixes.isEmpty() ? "no fix known" : "fixed in " + shown(fixes),
                "remedy",
                fixes.isEmpty()
                        ? "No release mends it: look for another project, or waive this advisory once you know that you are not open to it"
                        : "Move to " + fixes.getFirst() + " or a later release that mends it",
                "about",
                summary.isBlank() ? "" : " What it is about: " + Texts.line(summary));
    }

    /** The CVE's id is what most people know a fault by. */
    private static String cve(Sighting seen, String id) {
        if (!id.startsWith("CVE-")) {
            for (String alias : seen.advisory()) {
                if (alias.startsWith("CVE-")) {
                    return " = " + alias;
                }
            }
        }
        return "";
    }

    private static String shown(List<String> fixes) {
        int more = fixes.size() - SHOWN_FIXES;
        return more <= 0
                ? String.join(", ", fixes)
                : String.join(", ", fixes.subList(0, SHOWN_FIXES)) + " and " + more + " more";
    }

    private static List<String> strings(Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object one : list) {
                texts.add(String.valueOf(one));
            }
        }
        return texts;
    }
}
