package dev.waag.lock;

import dev.waag.python.ProjectName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A file in which a project says what it needs. */
public final class Manifest {
    private final ManifestDraft draft;

    Manifest(ManifestDraft draft) {
        this.draft = draft;
    }

    public ManifestKind kind() {
        return draft.kind;
    }

    /** The file's name as the caller gave it. */
    public String file() {
        return draft.file;
    }

    /** The project's name, where the file has one. */
    public Optional<ProjectName> name() {
        return draft.name;
    }

    /** Which Pythons the project is for, as specifiers; {@code ""} where it does not say. */
    public String requiresPython() {
        return draft.requiresPython;
    }

    /** What is needed to run and develop the project, extras and groups included; one that several groups include is there for each. */
    public List<Direct> requirements() {
        return List.copyOf(draft.requirements);
    }

    /** What is needed to build it: {@code [build-system] requires}. */
    public List<Direct> buildRequirements() {
        return List.copyOf(draft.build);
    }

    /** Whether some of its requirements are only known when it is built, so that {@link #requirements()} are not all. */
    public boolean isDynamic() {
        return draft.dynamic;
    }

    /** Each index or other place for files that it names, once. */
    public List<IndexUse> indexes() {
        return List.copyOf(draft.indexes.values());
    }

    /** Requirements whose project only their content tells, such as {@code -e .}. */
    public List<Unnamed> unnamed() {
        return List.copyOf(draft.unnamed);
    }

    public List<LockNote> notes() {
        return List.copyOf(draft.notes);
    }

    /** The names of all that it asks for, for {@link LockFile#withDirect}. */
    public Set<ProjectName> directNames() {
        Set<ProjectName> names = new HashSet<>();
        for (Direct direct : draft.requirements) {
            names.add(direct.requirement().name());
        }
        return names;
    }

    /** The parsed file, for comparing it with its lock; files that are not TOML have none. */
    Optional<Node> document() {
        return draft.document;
    }
}
