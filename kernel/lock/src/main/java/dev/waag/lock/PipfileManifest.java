package dev.waag.lock;

import dev.waag.lock.Direct.Scope;
import dev.waag.python.MarkerEnvironment;
import dev.waag.python.ProjectName;
import dev.waag.python.Requirement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads Pipenv's {@code Pipfile}: {@code [packages]}, {@code [dev-packages]} and categories of any other name. */
final class PipfileManifest {
    private static final Set<String> OTHERS = Set.of("source", "requires", "scripts", "pipfile", "pipenv");

    private PipfileManifest() {}

    static Manifest read(String file, Node root) throws LockException {
        ManifestDraft manifest = new ManifestDraft(ManifestKind.PIPFILE, file);
        manifest.document = Optional.of(root);
        Map<String, String> sources = new HashMap<>();
        for (Node source : root.items("source")) {
            Node url = source.get("url");
            sources.put(source.text("name"), url.text());
            manifest.index("[[source]]", url);
        }
        Optional<Node> requires = root.find("requires");
        if (requires.isPresent()) {
            String full = requires.get().text("python_full_version");
            String version = requires.get().text("python_version");
            manifest.requiresPython = !full.isEmpty() ? "==" + full : version.isEmpty() ? "" : "==" + version + ".*";
        }
        for (Map.Entry<String, Node> table : root.entries().entrySet()) {
            if (OTHERS.contains(table.getKey())) {
                continue;
            }
            boolean isMain = table.getKey().equals("packages");
            String group = isMain ? "" : table.getKey().equals("dev-packages") ? "develop" : table.getKey();
            for (Map.Entry<String, Node> entry : table.getValue().entries().entrySet()) {
                manifest.requirements.add(
                        direct(entry.getKey(), entry.getValue(), isMain ? Scope.MAIN : Scope.GROUP, group, sources));
            }
        }
        return manifest.finish();
    }

    private static Direct direct(String key, Node value, Scope scope, String group, Map<String, String> sources)
            throws LockException {
        Optional<ProjectName> name = ProjectName.parse(key);
        if (name.isEmpty()) {
            throw value.wrong("not a project's name: " + LockException.quote(key));
        }
        String version = value.isTable() ? value.text("version") : value.text();
        List<String> extras = value.isTable() ? value.texts("extras") : List.of();
        String marker = value.isTable() ? marker(value) : "";
        String specifiers = version.strip().equals("*") ? "" : version;
        Requirement requirement = ManifestDraft.compose(value, name.get(), extras, specifiers, "", marker);
        return Direct.of(requirement, scope, group, value.place())
                .from(value.isTable() ? source(value, sources) : PinSource.DEFAULT_INDEX);
    }

    /** {@code markers}, and each variable that is a key with a comparison: {@code sys_platform = "== 'win32'"}. */
    private static String marker(Node table) throws LockException {
        List<String> parts = new ArrayList<>(1);
        for (Map.Entry<String, Node> entry : table.entries().entrySet()) {
            if (entry.getKey().equals("markers")) {
                parts.add(entry.getValue().text());
            } else if (MarkerEnvironment.NAMES.contains(entry.getKey())) {
                parts.add(entry.getKey() + " " + entry.getValue().text());
            }
        }
        return parts.size() == 1 ? parts.getFirst() : parts.isEmpty() ? "" : "(" + String.join(") and (", parts) + ")";
    }

    private static PinSource source(Node table, Map<String, String> sources) throws LockException {
        for (String repository : List.of("git", "hg", "svn", "bzr")) {
            String url = table.text(repository);
            if (!url.isEmpty()) {
                return new PinSource(PinSource.Kind.VCS, url, table.text("ref"));
            }
        }
        String path = table.text("path");
        String file = table.text("file");
        if (!path.isEmpty()) {
            PinSource.Kind folder = table.flag("editable") ? PinSource.Kind.EDITABLE : PinSource.Kind.DIRECTORY;
            return PinSource.of(Archives.isArchive(path) ? PinSource.Kind.FILE : folder, path);
        }
        if (!file.isEmpty()) {
            return PinSource.of(file.contains("://") ? PinSource.Kind.URL : PinSource.Kind.FILE, file);
        }
        return PinSource.of(PinSource.Kind.INDEX, sources.getOrDefault(table.text("index"), ""));
    }
}
