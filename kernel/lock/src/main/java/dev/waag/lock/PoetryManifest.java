package dev.waag.lock;

import dev.waag.lock.Direct.Scope;
import dev.waag.python.ProjectName;
import dev.waag.python.Requirement;
import dev.waag.python.RequirementException;
import dev.waag.python.Specifiers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Poetry's own tables: {@code dependencies}, {@code extras}, {@code group} and, before 1.2, {@code dev-dependencies}. */
final class PoetryManifest {
    private static final String MARKERS = "markers";
    private static final String DEPENDENCIES = "dependencies";
    private static final String TABLE = "[[tool.poetry.source]]";

    private final ManifestDraft manifest;
    private final Map<String, Node> sources = new HashMap<>();
    private final Map<ProjectName, List<String>> extras = new HashMap<>();
    /** What {@code [project]} states already. */
    private final Set<ProjectName> stated = new HashSet<>();

    private PoetryManifest(ManifestDraft manifest) {
        this.manifest = manifest;
    }

    static void read(Node poetry, ManifestDraft manifest, boolean hasProject) throws LockException {
        PoetryManifest reader = new PoetryManifest(manifest);
        if (manifest.document.orElseThrow().at("project", DEPENDENCIES).isPresent()) {
            for (Direct direct : manifest.requirements) {
                if (direct.scope() != Scope.GROUP) {
                    reader.stated.add(direct.requirement().name());
                }
            }
        }
        for (Node source : poetry.items("source")) {
            Optional<Node> url = source.find("url");
            if (url.isPresent()) {
                reader.sources.put(source.text("name"), url.get());
                manifest.index(TABLE, url.get());
            }
        }
        Optional<Node> name = poetry.find("name");
        if (manifest.name.isEmpty() && name.isPresent()) {
            manifest.name = Optional.of(PinDraft.name(name.get()));
        }
        // Beside [project] dependencies, Poetry's table only says more about these; a project it adds counts all the
        // same.
        for (Map.Entry<String, Node> extra : hasProject
                ? Map.<String, Node>of().entrySet()
                : poetry.entries("extras").entrySet()) {
            for (Node item : extra.getValue().items()) {
                ProjectName project = PinDraft.name(item);
                reader.extras
                        .computeIfAbsent(project, p -> new ArrayList<>(1))
                        .add(ProjectName.normalize(extra.getKey()));
            }
        }
        reader.table(poetry.entries(DEPENDENCIES), Scope.MAIN, "");
        reader.table(poetry.entries("dev-dependencies"), Scope.GROUP, "dev");
        for (Map.Entry<String, Node> group : poetry.entries("group").entrySet()) {
            reader.table(group.getValue().entries(DEPENDENCIES), Scope.GROUP, ProjectName.normalize(group.getKey()));
        }
    }

    private void table(Map<String, Node> table, Scope scope, String group) throws LockException {
        for (Map.Entry<String, Node> entry : table.entrySet()) {
            Node value = entry.getValue();
            if (entry.getKey().equalsIgnoreCase("python")) {
                python(value, scope);
                continue;
            }
            Optional<ProjectName> name = ProjectName.parse(entry.getKey());
            if (name.isEmpty()) {
                throw value.wrong("not a project's name: " + LockException.quote(entry.getKey()));
            }
            for (Node one : value.isList() ? value.items() : List.of(value)) {
                add(name.get(), one, value, scope, group);
            }
        }
    }

    private void python(Node value, Scope scope) throws LockException {
        if (scope == Scope.MAIN && value.isText() && manifest.requiresPython.isEmpty()) {
            List<String> alternatives = constraint(value);
            manifest.requiresPython = alternatives.size() == 1 ? alternatives.getFirst() : "";
        }
    }

    private void add(ProjectName name, Node one, Node key, Scope scope, String group) throws LockException {
        boolean known = scope == Scope.MAIN && stated.contains(name);
        List<String> alternatives = one.isTable()
                ? one.find("version").isPresent() ? constraint(one.get("version")) : List.of("")
                : constraint(one);
        if (known) {
            return;
        }
        List<Specifiers> parsed = new ArrayList<>(1);
        for (String alternative : alternatives) {
            parsed.add(specifiers(one, alternative));
        }
        List<String> asked = one.isTable() ? one.texts("extras") : List.of();
        String specifiers = alternatives.size() == 1 ? alternatives.getFirst() : "";
        Requirement requirement =
                ManifestDraft.compose(one, name, asked, specifiers, "", one.isTable() ? marker(one) : "");
        PinSource source = one.isTable() ? source(one) : PinSource.DEFAULT_INDEX;
        boolean optional = one.isTable() && one.flag("optional");
        if (scope == Scope.MAIN && optional) {
            for (String extra : extras.getOrDefault(name, List.of(""))) {
                manifest.requirements.add(new Direct(requirement, parsed, Scope.EXTRA, extra, key.place(), source));
            }
        } else {
            manifest.requirements.add(new Direct(requirement, parsed, scope, group, key.place(), source));
        }
    }

    private static List<String> constraint(Node value) throws LockException {
        Optional<List<String>> alternatives = PoetryConstraint.parse(value.text());
        if (alternatives.isEmpty()) {
            throw value.wrong("not a version constraint: " + LockException.quote(value.text()));
        }
        return alternatives.get();
    }

    private static Specifiers specifiers(Node at, String text) throws LockException {
        try {
            return Specifiers.parse(text);
        } catch (RequirementException e) {
            throw at.wrong("not a version constraint: " + LockException.quote(text) + ": " + e.getMessage());
        }
    }

    /** {@code python}, {@code platform} and {@code markers} together. */
    private static String marker(Node table) throws LockException {
        List<String> parts = new ArrayList<>(1);
        Optional<Node> python = table.find("python");
        if (python.isPresent()) {
            parts.add(alternatives(constraint(python.get()), ""));
        }
        Optional<Node> platform = table.find("platform");
        if (platform.isPresent()) {
            List<String> names = List.of(platform.get().text().split("\\|\\|?"));
            StringBuilder any = new StringBuilder();
            for (String name : names) {
                boolean not = name.strip().startsWith("!=");
                String value = name.strip()
                        .substring(not ? 2 : name.strip().startsWith("==") ? 2 : 0)
                        .strip();
                any.append(any.isEmpty() ? "" : " or ")
                        .append("sys_platform ")
                        .append(not ? "!=" : "==")
                        .append(" \"")
                        .append(value)
                        .append('"');
            }
            parts.add(any.toString());
        }
        String markers = table.text(MARKERS);
        if (!markers.isEmpty()) {
            parts.add(markers);
        }
        parts.removeIf(String::isEmpty);
        return parts.size() == 1 ? parts.getFirst() : parts.isEmpty() ? "" : "(" + String.join(") and (", parts) + ")";
    }

    /** Specifiers of Python as a marker; those of three numbers are about the full version. */
    private static String alternatives(List<String> alternatives, String none) {
        StringBuilder any = new StringBuilder();
        for (String alternative : alternatives) {
            if (alternative.isEmpty()) {
                return none;
            }
            StringBuilder all = new StringBuilder();
            for (String specifier : alternative.split(",")) {
                int digit = 0;
                while (!TomlScalars.isDigit(specifier.charAt(digit))) {
                    digit++;
                }
                String version = specifier.substring(digit);
                boolean full = !version.endsWith(".*") && version.indexOf('.') != version.lastIndexOf('.');
                all.append(all.isEmpty() ? "" : " and ")
                        .append(full ? "python_full_version " : "python_version ")
                        .append(specifier, 0, digit)
                        .append(" \"")
                        .append(version)
                        .append('"');
            }
            any.append(any.isEmpty() ? "" : " or ").append(all);
        }
        return any.toString();
    }

    private PinSource source(Node table) throws LockException {
        String git = table.text("git");
        if (!git.isEmpty()) {
            String revision = table.text("rev");
            String tag = table.text("tag");
            return new PinSource(
                    PinSource.Kind.VCS,
                    git,
                    !revision.isEmpty() ? revision : !tag.isEmpty() ? tag : table.text("branch"));
        }
        String path = table.text("path");
        if (!path.isEmpty()) {
            boolean develop = table.flag("develop");
            return PinSource.of(
                    develop
                            ? PinSource.Kind.EDITABLE
                            : Archives.isArchive(path) ? PinSource.Kind.FILE : PinSource.Kind.DIRECTORY,
                    path);
        }
        String file = table.text("file");
        if (!file.isEmpty()) {
            return PinSource.of(PinSource.Kind.FILE, file);
        }
        String url = table.text("url");
        if (!url.isEmpty()) {
            return PinSource.of(PinSource.Kind.URL, url);
        }
        Node named = sources.get(table.text("source"));
        return named == null ? PinSource.DEFAULT_INDEX : PinSource.of(PinSource.Kind.INDEX, named.text());
    }
}
