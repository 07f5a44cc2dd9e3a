package dev.waag.lock;

import dev.waag.python.ProjectName;
import dev.waag.python.Requirement;
import dev.waag.python.RequirementException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A manifest while it is being read. */
final class ManifestDraft {
    final ManifestKind kind;
    final String file;
    Optional<ProjectName> name = Optional.empty();
    String requiresPython = "";
    boolean dynamic;
    Optional<Node> document = Optional.empty();

    final List<Direct> requirements = new ArrayList<>();
    final List<Direct> build = new ArrayList<>();
    final List<Unnamed> unnamed = new ArrayList<>();
    final List<LockNote> notes = new ArrayList<>();
    final Map<String, IndexUse> indexes = new LinkedHashMap<>();

    ManifestDraft(ManifestKind kind, String file) {
        this.kind = kind;
        this.file = file;
    }

    void index(String setting, Node url) throws LockException {
        if (url.isText() && !url.text().isEmpty()) {
            indexes.putIfAbsent(setting + " " + url.text(), new IndexUse(setting, url.text(), url.place()));
        }
    }

    /** A requirement in the standard's form. */
    void add(Node text, Direct.Scope scope, String group) throws LockException {
        requirements.add(Direct.of(RequirementTexts.requirement(text), scope, group, text.place()));
    }

    /** A requirement made of parts that another form has. */
    static Requirement compose(
            Node at, ProjectName project, List<String> extras, String specifiers, String url, String marker)
            throws LockException {
        StringBuilder text = new StringBuilder(project.value());
        if (!extras.isEmpty()) {
            text.append('[').append(String.join(",", extras)).append(']');
        }
        text.append(url.isEmpty() ? specifiers : " @ " + url);
        text.append(marker.isEmpty() ? "" : " ; " + marker);
        try {
            return Requirement.parse(text.toString());
        } catch (RequirementException e) {
            throw at.wrong("not a requirement: " + LockException.quote(text.toString()) + ": " + e.getMessage());
        }
    }

    Manifest finish() {
        return new Manifest(this);
    }
}
