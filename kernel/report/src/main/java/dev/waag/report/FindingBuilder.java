package dev.waag.report;

import java.util.List;
import java.util.Optional;

/** Builds a {@link Finding} name by name. */
public final class FindingBuilder {
    private final String rule;
    private final String severity;
    private final String action;
    private String project = "";
    private String version = "";
    private String file = "";
    private int line;
    private String advisory = "";
    private List<String> aliases = List.of();
    private List<String> fixedIn = List.of();
    private boolean knownExploited;
    private List<String> path = List.of();
    private String message = "";
    private String help = "";
    private Optional<FindingWaiver> waiver = Optional.empty();

    FindingBuilder(String rule, String severity, String action) {
        this.rule = rule;
        this.severity = severity;
        this.action = action;
    }

    FindingBuilder(Finding from) {
        this(from.rule(), from.severity(), from.action());
        project = from.project();
        version = from.version();
        file = from.file();
        line = from.line();
        advisory = from.advisory();
        aliases = from.aliases();
        fixedIn = from.fixedIn();
        knownExploited = from.knownExploited();
        path = from.path();
        message = from.message();
        help = from.help();
        waiver = from.waiver();
    }

    /** The project, by its normalized name, and the version that is pinned ("" for none). */
    public FindingBuilder of(String project, String version) {
        this.project = project;
        this.version = version;
        return this;
    }

    /** The file as it is to be shown, and the line from 1, or 0 for none. */
    public FindingBuilder at(String file, int line) {
        this.file = file;
        this.line = line;
        return this;
    }

    /** The advisory's id and its other ids. */
    public FindingBuilder advisory(String id, List<String> aliases) {
        this.advisory = id;
        this.aliases = aliases;
        return this;
    }

    /** Fixed versions above the pinned one, ascending. */
    public FindingBuilder fixedIn(List<String> versions) {
        this.fixedIn = versions;
        return this;
    }

    /** Whether it is known to be exploited in the wild. */
    public FindingBuilder knownExploited(boolean known) {
        this.knownExploited = known;
        return this;
    }

    /** Names from the direct requirement to the project, both included. */
    public FindingBuilder path(List<String> names) {
        this.path = names;
        return this;
    }

    /** What is wrong. */
    public FindingBuilder message(String text) {
        this.message = text;
        return this;
    }

    /** What the reader can do. */
    public FindingBuilder help(String text) {
        this.help = text;
        return this;
    }

    /** A waiver in force. */
    public FindingBuilder waiver(FindingWaiver inForce) {
        this.waiver = Optional.of(inForce);
        return this;
    }

    /** The finding. */
    public Finding build() {
        return new Finding(
                rule,
                severity,
                action,
                project,
                version,
                file,
                line,
                advisory,
                aliases,
                fixedIn,
                knownExploited,
                path,
                message,
                help,
                waiver);
    }
}
