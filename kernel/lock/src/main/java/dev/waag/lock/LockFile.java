package dev.waag.lock;

import dev.waag.python.ProjectName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A lock file that was read. Pins stand in the file's order; the same project may have several, for different environments. */
public final class LockFile {
    private final LockDraft draft;
    private final List<Pin> pins;
    private final List<Pin> folders;
    private final boolean directKnown;

    LockFile(LockDraft draft, List<Pin> pins, List<Pin> folders, boolean directKnown) {
        this.draft = draft;
        this.pins = List.copyOf(pins);
        this.folders = List.copyOf(folders);
        this.directKnown = directKnown;
    }

    public LockKind kind() {
        return draft.kind;
    }

    /** The file's name as the caller gave it. */
    public String file() {
        return draft.file;
    }

    /** The tool that wrote it, with its version where it says so; {@code ""} where it does not. */
    public String createdBy() {
        return draft.createdBy;
    }

    /** The format's version as the file has it; {@code ""} where the format has none. */
    public String format() {
        return draft.format;
    }

    /** What is installed as distributions: from an index, a URL, a repository or a file. */
    public List<Pin> pins() {
        return pins;
    }

    /** Folders of this machine, the project's own root among them where the lock names it. */
    public List<Pin> folders() {
        return folders;
    }

    /** What the file says about its manifest: the digest without its algorithm's name. */
    public Optional<String> contentHash() {
        return draft.contentHash;
    }

    /** Which Pythons it is for, as written; {@code ""} where it does not say. */
    public String requiresPython() {
        return draft.requiresPython;
    }

    /**
     * Whether {@link Pin#direct()} is what the file or its manifest says. Otherwise a pin counts as direct that no other pin needs; that
     * is all of them where the file tells no dependencies.
     */
    public boolean directKnown() {
        return directKnown;
    }

    /** Each index or other place for files that it names, once. */
    public List<IndexUse> indexes() {
        return List.copyOf(draft.indexes.values());
    }

    /** Requirements whose project is not known before they are installed; only requirements files have them. */
    public List<Unnamed> unnamed() {
        return List.copyOf(draft.unnamed);
    }

    /** What constraints files pin, whether it is asked for or not; pins that are asked for have it already. */
    public List<Pin> constraints() {
        List<Pin> constraints = new ArrayList<>(draft.constraints.size());
        for (PinDraft constraint : draft.constraints) {
            constraints.add(constraint.pin());
        }
        return constraints;
    }

    public List<LockNote> notes() {
        return List.copyOf(draft.notes);
    }

    /** The parsed file, for comparing it with its manifest; a requirements file has none. */
    Optional<Node> document() {
        return draft.document;
    }

    /** For each pin of a requirements file with comments by pip-compile or uv, who asks for it: projects, {@code -r file}, {@code name (file)}. */
    Map<Pin, List<String>> requestedBy() {
        Map<Pin, List<String>> by = new LinkedHashMap<>();
        for (Pin pin : pins) {
            List<String> some = draft.requestedBy.get(pin.place());
            if (some != null) {
                by.put(pin, some);
            }
        }
        return by;
    }

    /** The same lock, its pins direct or not as these names have it: those that the manifest asks for. */
    public LockFile withDirect(Set<ProjectName> names) {
        List<Pin> next = new ArrayList<>(pins.size());
        for (Pin pin : pins) {
            next.add(pin.withDirect(names.contains(pin.name())));
        }
        return new LockFile(draft, next, folders, true);
    }

    /** How each project comes to be in the lock. */
    public DependencyPaths paths() {
        return new DependencyPaths(pins);
    }
}
