package dev.waag.lock;

import dev.waag.lock.Direct.Scope;
import dev.waag.python.ProjectName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code pyproject.toml}: the standard's tables (PEP 518, 621, 735), then those of Poetry, PDM and uv. */
final class PyprojectManifest {
    private static final String DEPENDENCIES = "dependencies";

    private final ManifestDraft manifest;
    private final Node root;
    private final LockContext context;

    private PyprojectManifest(ManifestDraft manifest, Node root, LockContext context) {
        this.manifest = manifest;
        this.root = root;
        this.context = context;
    }

    static Manifest read(String file, Node root, LockContext context) throws LockException {
        ManifestDraft draft = new ManifestDraft(ManifestKind.PYPROJECT, file);
        draft.document = Optional.of(root);
        PyprojectManifest reader = new PyprojectManifest(draft, root, context);
        reader.build();
        reader.project();
        Optional<Node> groups = root.find("dependency-groups");
        if (groups.isPresent()) {
            for (List<Direct> group :
                    DependencyGroups.read(groups.get(), context.limits()).values()) {
                draft.requirements.addAll(group);
            }
        }
        Optional<Node> poetry = root.at("tool", "poetry");
        if (poetry.isPresent()) {
            PoetryManifest.read(poetry.get(), draft, root.at("project").isPresent());
        }
        reader.pdm();
        UvTables.read(root, draft);
        return draft.finish();
    }

    private void build() throws LockException {
        Optional<Node> system = root.find("build-system");
        if (system.isEmpty()) {
            return;
        }
        for (Node item : system.get().items("requires")) {
            manifest.build.add(Direct.of(RequirementTexts.requirement(item), Scope.BUILD, "", item.place()));
        }
    }

    private void project() throws LockException {
        Optional<Node> project = root.find("project");
        if (project.isEmpty()) {
            return;
        }
        Optional<Node> name = project.get().find("name");
        manifest.name = name.isPresent() ? Optional.of(PinDraft.name(name.get())) : Optional.empty();
        manifest.requiresPython = project.get().text("requires-python");
        for (Node item : project.get().items(DEPENDENCIES)) {
            manifest.add(item, Scope.MAIN, "");
        }
        for (Map.Entry<String, Node> extra :
                project.get().entries("optional-dependencies").entrySet()) {
            for (Node item : extra.getValue().items()) {
                manifest.add(item, Scope.EXTRA, ProjectName.normalize(extra.getKey()));
            }
        }
        List<String> dynamic = project.get().texts("dynamic");
        if (dynamic.contains(DEPENDENCIES) || dynamic.contains("optional-dependencies")) {
            boolean known = setuptools(dynamic);
            manifest.dynamic = !known;
        }
    }

    /** What setuptools computes from files that can be read here too; false where something else computes it. */
    private boolean setuptools(List<String> dynamic) throws LockException {
        boolean known = true;
        if (dynamic.contains(DEPENDENCIES)) {
            Optional<Node> from = root.at("tool", "setuptools", "dynamic", DEPENDENCIES);
            known = from.isPresent() && files(from.get(), Scope.MAIN, "");
        }
        if (dynamic.contains("optional-dependencies")) {
            Optional<Node> from = root.at("tool", "setuptools", "dynamic", "optional-dependencies");
            known &= from.isPresent() && from.get().isTable();
            for (Map.Entry<String, Node> extra : from.isPresent() && from.get().isTable()
                    ? from.get().entries().entrySet()
                    : Map.<String, Node>of().entrySet()) {
                known &= files(extra.getValue(), Scope.EXTRA, ProjectName.normalize(extra.getKey()));
            }
        }
        return known;
    }

    private boolean files(Node from, Scope scope, String group) throws LockException {
        Optional<Node> files = from.isTable() ? from.find("file") : Optional.empty();
        if (files.isEmpty()) {
            return false;
        }
        List<Node> names = files.get().isList() ? files.get().items() : List.of(files.get());
        for (Node name : names) {
            String path = Paths.join(manifest.file, name.text());
            Optional<byte[]> content = context.files().find(path);
            if (content.isEmpty()) {
                throw name.wrong("the file " + LockException.quote(path) + " that it names cannot be read");
            }
            RequirementsIn.addAll(manifest, path, content.get(), context, scope, group);
        }
        return true;
    }

    private void pdm() throws LockException {
        Optional<Node> pdm = root.at("tool", "pdm");
        if (pdm.isEmpty()) {
            return;
        }
        for (Map.Entry<String, Node> group :
                pdm.get().entries("dev-dependencies").entrySet()) {
            for (Node item : group.getValue().items()) {
                String name = ProjectName.normalize(group.getKey());
                if (item.text().strip().startsWith("-")) {
                    // PDM takes a line of a requirements file here, for editable ones.
                    RequirementsIn.addLine(manifest, item, context, Scope.GROUP, name);
                } else {
                    manifest.add(item, Scope.GROUP, name);
                }
            }
        }
        for (Node source : pdm.get().items("source")) {
            Optional<Node> url = source.find("url");
            if (url.isPresent()) {
                manifest.index("[[tool.pdm.source]]", url.get());
            }
        }
    }
}
