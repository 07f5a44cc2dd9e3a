package dev.waag.policy;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A published advisory that affects a release, as far as policies look at it.
 *
 * @param id the record's id, such as {@code GHSA-…}, {@code PYSEC-…} or {@code MAL-…}
 * @param aliases its other ids, such as {@code CVE-…}
 * @param severity {@code critical}, {@code high}, {@code medium}, {@code low} or {@code info}; empty where nobody scored it
 * @param malicious whether it says that the release is malware, not that it has a fault
 * @param knownExploited whether it is used in attacks (KEV)
 * @param fixedIn the releases above this one that mend it, ascending; empty where none does
 * @param summary what it is about, in a line; may be empty
 */
public record KnownAdvisory(
        String id,
        List<String> aliases,
        String severity,
        boolean malicious,
        boolean knownExploited,
        List<String> fixedIn,
        String summary) {
    /** What to look at first. */
    static final Comparator<KnownAdvisory> WORST_FIRST = Comparator.comparing((KnownAdvisory a) -> !a.knownExploited)
            .thenComparingInt(a -> a.severity.isEmpty() ? -1 : Severities.rank(a.severity))
            .thenComparing(KnownAdvisory::id);

    public KnownAdvisory {
        if (id.isBlank()) {
            throw new IllegalArgumentException("an advisory has an id");
        }
        severity = Severities.checked(severity);
        aliases = List.copyOf(aliases);
        fixedIn = List.copyOf(fixedIn);
    }

    /** Its id and all aliases. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        names.add(id);
        names.addAll(aliases);
        return names;
    }

    /** Whether that is one of its names; ids are told apart by their letters, not their case. */
    static boolean isNamed(Set<String> names, String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return names.stream().anyMatch(n -> n.toLowerCase(Locale.ROOT).equals(wanted));
    }
}
