package dev.waag.lock;

import dev.waag.lock.Direct.Scope;
import dev.waag.python.ProjectName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** uv's own tables in {@code pyproject.toml}: {@code dev-dependencies}, {@code index} and {@code sources}, which say where projects come from. */
final class UvTables {
    private UvTables() {}

    static void read(Node root, ManifestDraft manifest) throws LockException {
        Optional<Node> uv = root.at("tool", "uv");
        if (uv.isEmpty()) {
            return;
        }
        for (Node item : uv.get().items("dev-dependencies")) {
            manifest.add(item, Scope.GROUP, "dev");
        }
        Map<String, String> indexes = new HashMap<>();
        for (Node index : uv.get().items("index")) {
            Optional<Node> url = index.find("url");
            if (url.isPresent()) {
                indexes.put(index.text("name"), url.get().text());
                manifest.index("[[tool.uv.index]]", url.get());
            }
        }
        for (String key : List.of("index-url", "extra-index-url", "find-links")) {
            Optional<Node> urls = uv.get().find(key);
            for (Node url : urls.isEmpty()
                    ? List.<Node>of()
                    : urls.get().isList() ? urls.get().items() : List.of(urls.get())) {
                manifest.index("[tool.uv] " + key, url);
            }
        }
        Map<String, Node> sources = uv.get().entries("sources");
        if (!sources.isEmpty()) {
            apply(sources, indexes, manifest);
        }
    }

    private static void apply(Map<String, Node> sources, Map<String, String> indexes, ManifestDraft manifest)
            throws LockException {
        Map<ProjectName, PinSource> byName = new HashMap<>();
        for (Map.Entry<String, Node> entry : sources.entrySet()) {
            Optional<ProjectName> name = ProjectName.parse(entry.getKey());
            if (name.isEmpty()) {
                throw entry.getValue().wrong("not a project's name: " + LockException.quote(entry.getKey()));
            }
            // Several sources are for different environments; the first stands for them here.
            List<Node> all = entry.getValue().isList() ? entry.getValue().items() : List.of(entry.getValue());
            if (!all.isEmpty()) {
                byName.put(name.get(), source(all.getFirst(), indexes));
            }
        }
        for (int i = 0; i < manifest.requirements.size(); i++) {
            Direct direct = manifest.requirements.get(i);
            PinSource source = byName.get(direct.requirement().name());
            if (source != null) {
                manifest.requirements.set(i, direct.from(source));
            }
        }
    }

    private static PinSource source(Node table, Map<String, String> indexes) throws LockException {
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
            PinSource.Kind folder = table.flag("editable") ? PinSource.Kind.EDITABLE : PinSource.Kind.DIRECTORY;
            return PinSource.of(Archives.isArchive(path) ? PinSource.Kind.FILE : folder, path);
        }
        if (table.flag("workspace")) {
            return PinSource.of(PinSource.Kind.EDITABLE, ".");
        }
        String url = table.text("url");
        return url.isEmpty()
                ? PinSource.of(PinSource.Kind.INDEX, indexes.getOrDefault(table.text("index"), ""))
                : PinSource.of(PinSource.Kind.URL, url);
    }
}
