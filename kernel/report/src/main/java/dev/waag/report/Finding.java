package dev.waag.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a rule has against one place. Texts are never null; what does not apply is empty.
 *
 * @param rule the rule's id
 * @param severity one of {@code critical}, {@code high}, {@code medium}, {@code low}, {@code info}
 * @param action what the policy says of it: {@code deny}, {@code hold} or {@code warn}
 * @param project normalized name
 * @param version the pinned version as written
 * @param file path of the file that it is found in, as it is to be shown
 * @param line line in that file from 1, or 0 for none
 * @param advisory the advisory's id
 * @param aliases the advisory's other ids
 * @param fixedIn fixed versions above the pinned one, ascending
 * @param knownExploited whether it is known to be exploited in the wild
 * @param path names from the direct requirement to the project, both included
 * @param message what is wrong, one sentence
 * @param help what the reader can do
 * @param waiver the waiver in force that covers it; one that has run out is not given here, see {@link #withExpired}
 */
public record Finding(
        String rule,
        String severity,
        String action,
        String project,
        String version,
        String file,
        int line,
        String advisory,
        List<String> aliases,
        List<String> fixedIn,
        boolean knownExploited,
        List<String> path,
        String message,
        String help,
        Optional<FindingWaiver> waiver) {

    /** Failing first, then by severity, known exploited, project, version, advisory, file, line; rule and message make it total. */
    public static final Comparator<Finding> ORDER = Finding::compare;

    public Finding {
        if (rule.isBlank()) {
            throw new IllegalArgumentException("a finding names its rule");
        }
        if (SeverityWords.rank(severity) < 0) {
            throw new IllegalArgumentException("no severity: " + severity);
        }
        if (!action.equals("deny") && !action.equals("hold") && !action.equals("warn")) {
            throw new IllegalArgumentException("no action of a finding: " + action);
        }
        if (line < 0) {
            throw new IllegalArgumentException("no line: " + line);
        }
        aliases = List.copyOf(aliases);
        fixedIn = List.copyOf(fixedIn);
        path = List.copyOf(path);
    }

    /** Written out, as is {@link #hashCode}: what a record has by itself is slow to begin with, and a check gathers hundreds. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Finding f
                && line == f.line
                && knownExploited == f.knownExploited
                && rule.equals(f.rule)
                && severity.equals(f.severity)
                && action.equals(f.action)
                && project.equals(f.project)
                && version.equals(f.version)
                && file.equals(f.file)
                && advisory.equals(f.advisory)
                && message.equals(f.message)
                && help.equals(f.help)
                && aliases.equals(f.aliases)
                && fixedIn.equals(f.fixedIn)
                && path.equals(f.path)
                && waiver.equals(f.waiver);
    }

    @Override
    public int hashCode() {
        return (((rule.hashCode() * 31 + project.hashCode()) * 31 + advisory.hashCode()) * 31 + file.hashCode()) * 31
                + line;
    }

    /** Begins a finding; what is not set stays empty. */
    public static FindingBuilder builder(String rule, String severity, String action) {
        return new FindingBuilder(rule, severity, action);
    }

    /** Whether it makes the verdict {@code fail}: denied or held, and no waiver in force. */
    public boolean fails() {
        return waiver.isEmpty() && !action.equals("warn");
    }

    /** The same under a waiver in force. */
    public Finding withWaiver(FindingWaiver inForce) {
        return new FindingBuilder(this).waiver(inForce).build();
    }

    /** The same, saying that the waiver that covered it has expired. */
    public Finding withExpired(FindingWaiver expired) {
        return new FindingBuilder(this)
                .message(message + " (the waiver of " + expired.owner() + ", \"" + expired.reason()
                        + "\", expired: its last day was " + expired.expires() + ")")
                .build();
    }

    private static int compare(Finding a, Finding b) {
        int c = Boolean.compare(b.fails(), a.fails());
        c = c != 0 ? c : Integer.compare(SeverityWords.rank(a.severity), SeverityWords.rank(b.severity));
        c = c != 0 ? c : Boolean.compare(b.knownExploited, a.knownExploited);
        c = c != 0 ? c : a.project.compareTo(b.project);
        c = c != 0 ? c : a.version.compareTo(b.version);
        c = c != 0 ? c : a.advisory.compareTo(b.advisory);
        c = c != 0 ? c : a.file.compareTo(b.file);
        c = c != 0 ? c : Integer.compare(a.line, b.line);
        c = c != 0 ? c : a.rule.compareTo(b.rule);
        return c != 0 ? c : a.message.compareTo(b.message);
    }
}
