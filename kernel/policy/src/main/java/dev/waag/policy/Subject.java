package dev.waag.policy;

import dev.waag.python.Version;
import java.util.Optional;
import java.util.Set;

/** What a reason is about, which is what the scope of a waiver is held against. */
record Subject(String project, String version, Optional<String> sha256, Set<String> advisory) {
    static Subject of(Facts facts) {
        return of(facts, Set.of());
    }

    /** A file, for the sake of an advisory with these names. */
    static Subject of(Facts facts, Set<String> advisory) {
        return new Subject(
                facts.project(),
                facts.version(),
                Optional.ofNullable(facts.hashes().get("sha256")),
                advisory);
    }

    static Subject of(Sighting seen) {
        return new Subject(seen.project(), seen.version(), seen.sha256(), seen.advisory());
    }

    /** Whether it is of that version (PEP 440: {@code 1.0} is {@code 1.0.0}); what is no version is compared as text. */
    boolean isOf(String other) {
        if (version.equals(other)) {
            return true;
        }
        Optional<Version> mine = Version.parse(version);
        return mine.isPresent() && mine.equals(Version.parse(other));
    }
}
