package dev.waag.policy;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An exception from one rule, with somebody who answers for it and an end.
 *
 * @param id names the waiver in decisions and in the ledger
 * @param rule the rule that it waives
 * @param project normalized name; may be empty only where a digest or an advisory says what is meant
 * @param version one version, in any spelling (PEP 440: {@code 1.0} is {@code 1.0.0}); with a project only
 * @param sha256 one file's digest in hex, the narrowest scope
 * @param advisory one advisory, by its id or any alias
 * @param owner who answers for it
 * @param reason why it is right
 * @param expires the first instant at which it no longer holds
 */
public record Waiver(
        String id,
        String rule,
        String project,
        Optional<String> version,
        Optional<String> sha256,
        Optional<String> advisory,
        String owner,
        String reason,
        Instant expires) {
    public Waiver {
        project = Names.normalize(project);
        sha256 = sha256.map(s -> s.toLowerCase(Locale.ROOT));
        if (project.isEmpty() && sha256.isEmpty() && advisory.isEmpty()) {
            throw new IllegalArgumentException("a waiver names a project, a file's digest or an advisory");
        }
        if (project.isEmpty() && version.isPresent()) {
            throw new IllegalArgumentException("a waiver for a version names its project");
        }
        if (rule.isBlank() || owner.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("a waiver has a rule, an owner and a reason");
        }
    }

    /** What it is for, in a few words: {@code imaging 1.0, CVE-2026-1}. */
    public String scope() {
        String release = (project + " " + version.orElse("")).strip();
        return Stream.of(
                        release,
                        advisory.orElse(""),
                        sha256.map(s -> "sha256:" + s).orElse(""))
                .filter(s -> !s.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** Whether it still holds at that instant. */
    public boolean inForce(Instant now) {
        return now.isBefore(expires);
    }

    /** Whether everything that its scope names is so. What is not about an advisory is not covered by a waiver for one. */
    boolean covers(Subject subject) {
        return (advisory.isEmpty() || KnownAdvisory.isNamed(subject.advisory(), advisory.get()))
                && (project.isEmpty() || project.equals(subject.project()))
                && (version.isEmpty() || subject.isOf(version.get()))
                && (sha256.isEmpty() || sha256.equals(subject.sha256()));
    }
}
