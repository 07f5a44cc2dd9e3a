package dev.waag.lock;

import dev.waag.python.ProjectName;
import dev.waag.python.Specifiers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares what {@code uv.lock} remembers of its manifests with what they say now, in the order of uv's own check: settings of the
 * resolution, Pythons, members of the workspace, constraints, then the metadata of each project that is a folder.
 */
final class UvSync {
    private final Node pyproject;
    private final Node lock;
    private final LockFile file;
    private final LockContext context;
    private final UvDifferences found;
    private final Map<ProjectName, Node> packages = new HashMap<>();
    /** The manifests of the workspace's members by their names, the root's among them. */
    private final Map<ProjectName, Node> manifests = new HashMap<>();

    private UvSync(Manifest manifest, LockFile file, LockContext context, Specifiers pythons) throws LockException {
        this.pyproject = manifest.document().orElseThrow();
        this.file = file;
        this.lock = file.document().orElseThrow();
        this.context = context;
        this.found = new UvDifferences(pythons, !file.format().equals("1"));
        for (Node table : lock.items("package")) {
            if (isFolder(table)) {
                packages.put(PinDraft.name(table.get("name")), table);
            }
        }
    }

    static SyncResult judge(Manifest manifest, LockFile file, LockContext context) throws LockException {
        Optional<Node> python = file.document().orElseThrow().find("requires-python");
        boolean simplifies = !file.format().equals("1");
        // Before revisions were counted, markers were stored as they stand.
        Specifiers pythons = python.isPresent() && simplifies ? UvMarkers.specifiers(python.get()) : Specifiers.ANY;
        return new UvSync(manifest, file, context, pythons).judge();
    }

    private SyncResult judge() throws LockException {
        Set<ProjectName> members = members();
        new UvSettings(pyproject, file, found).compare(projectName());
        requiresPython();
        UvSources sources = new UvSources(pyproject, Optional.empty());
        Optional<Node> manifest = lock.find("manifest");
        for (String kind : List.of("constraint", "override", "build-constraint")) {
            found.compare(
                    kind + " of [tool.uv]",
                    new UvManifest(pyproject, sources).list(kind + "-dependencies"),
                    entries(manifest, kind + "s"),
                    pyproject.place());
        }
        groupsWithoutProject(manifest, sources);
        for (Map.Entry<ProjectName, Node> member : manifests.entrySet()) {
            Node table = packages.get(member.getKey());
            if (table == null) {
                found.add(member.getValue().place(), member.getKey(), "the lock has no package " + member.getKey());
            } else {
                compare(member.getValue(), table, members.size() > 1);
            }
        }
        beside();
        return found.result();
    }

    private Optional<ProjectName> projectName() throws LockException {
        Optional<Node> name = pyproject.at("project", "name");
        return name.isPresent() ? Optional.of(PinDraft.name(name.get())) : Optional.empty();
    }

    /** The members that the lock names, their manifests read; one project alone is not named as a member. */
    private Set<ProjectName> members() throws LockException {
        Optional<ProjectName> root = projectName();
        if (root.isPresent()) {
            manifests.put(root.get(), pyproject);
        }
        Set<ProjectName> members = new TreeSet<>();
        Optional<Node> manifest = lock.find("manifest");
        for (Node member : manifest.isPresent() ? manifest.get().items("members") : List.<Node>of()) {
            members.add(PinDraft.name(member));
        }
        boolean isWorkspace = pyproject.at("tool", "uv", "workspace").isPresent();
        if (!members.isEmpty() && !isWorkspace) {
            found.add(pyproject.place(), "the lock is of a workspace, which the manifest is not any more");
        }
        if (!members.isEmpty() && root.isPresent() && !members.contains(root.get())) {
            found.add(pyproject.place(), root.get(), "the project " + root.get() + " is not among the lock's members");
        }
        for (ProjectName member : members) {
            Node table = packages.get(member);
            if (table != null && !manifests.containsKey(member)) {
                member(member, table);
            }
        }
        if (isWorkspace) {
            literalMembers();
        }
        return members;
    }

    private void member(ProjectName name, Node table) throws LockException {
        Optional<Node> manifest = manifest(table);
        if (manifest.isEmpty()) {
            found.unknown(table.place(), "the manifest of the member " + name + " cannot be read");
        } else if (!name.equals(nameOf(manifest.get()))) {
            found.add(manifest.get().place(), name, "the member " + name + " has another name now");
        } else {
            manifests.put(name, manifest.get());
        }
    }

    /** Members that the manifest names without a pattern have to be in the lock. */
    private void literalMembers() throws LockException {
        Node workspace = pyproject.at("tool", "uv", "workspace").orElseThrow();
        for (Node member : workspace.items("members")) {
            String folder = member.text();
            if (folder.indexOf('*') >= 0 || folder.indexOf('?') >= 0 || folder.indexOf('[') >= 0) {
                continue;
            }
            Optional<Node> manifest = read(folder + "/pyproject.toml");
            if (manifest.isPresent() && !manifests.containsKey(nameOf(manifest.get()))) {
                found.add(member.place(), nameOf(manifest.get()), "the member " + folder + " is not in the lock");
            }
        }
    }

    private static ProjectName nameOf(Node manifest) throws LockException {
        Optional<Node> name = manifest.at("project", "name");
        if (name.isEmpty()) {
            throw manifest.wrong("it has no project name");
        }
        return PinDraft.name(name.get());
    }

    /** Projects in folders that are no members: their metadata counts as far as their manifests can be read. */
    private void beside() throws LockException {
        for (Map.Entry<ProjectName, Node> entry : packages.entrySet()) {
            if (!manifests.containsKey(entry.getKey())) {
                Optional<Node> manifest = manifest(entry.getValue());
                if (manifest.isPresent() && manifest.get().at("project").isPresent()) {
                    UvMetadata metadata = new UvMetadata(found, file.format());
                    if (!file.format().equals("1")) {
                        metadata.compareVersion(manifest.get(), entry.getValue());
                    }
                    metadata.compare(manifest.get(), entry.getValue(), new UvSources(manifest.get(), Optional.empty()));
                }
            }
        }
    }

    private Optional<Node> manifest(Node table) throws LockException {
        String folder = folder(table);
        return folder.equals(".") ? Optional.of(pyproject) : read(folder + "/pyproject.toml");
    }

    private Optional<Node> read(String path) throws LockException {
        String joined = Paths.join(file.file(), path);
        Optional<byte[]> content = context.files().find(joined);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        context.limits().checkSize(joined, content.get().length);
        return Optional.of(TomlReader.read(joined, Encodings.utf8(joined, content.get()), context.limits()));
    }

    private void compare(Node manifest, Node table, boolean amongOthers) throws LockException {
        boolean isRoot = manifest == pyproject;
        UvMetadata metadata = new UvMetadata(found, file.format());
        metadata.compareVersion(manifest, table);
        metadata.compareKind(manifest, table, amongOthers);
        metadata.compareGroupSettings(manifest, table);
        metadata.compare(manifest, table, new UvSources(manifest, isRoot ? Optional.empty() : Optional.of(pyproject)));
    }

    /** A root without project has its groups in the lock's manifest. */
    private void groupsWithoutProject(Optional<Node> manifest, UvSources sources) throws LockException {
        if (pyproject.at("project").isPresent()) {
            return;
        }
        Map<String, Node> actual = manifest.isPresent() ? manifest.get().entries("dependency-groups") : Map.of();
        Map<String, List<UvRequirement>> expected = new UvManifest(pyproject, sources).groups(context.limits());
        found.compareGroups(expected, actual, false, pyproject.place());
    }

    private void requiresPython() throws LockException {
        StringBuilder all = new StringBuilder();
        Node place = pyproject;
        for (Node manifest : manifests.values()) {
            Optional<Node> own = manifest.at("project", "requires-python");
            if (own.isPresent()) {
                all.append(all.isEmpty() ? "" : ",").append(own.get().text());
                place = own.get();
            }
        }
        Optional<Node> locked = lock.find("requires-python");
        if (all.isEmpty() || locked.isEmpty()) {
            return;
        }
        Specifiers expected =
                UvMarkers.specifiers(new Node(place.file(), all.toString(), place.line(), place.column()));
        if (!UvMarkers.samePythons(expected, UvMarkers.specifiers(locked.get()))) {
            found.add(place.place(), "the lock is for Python " + locked.get().text() + ", the manifest for " + all);
        }
    }

    private static List<Node> entries(Optional<Node> manifest, String key) throws LockException {
        return manifest.isPresent() ? manifest.get().items(key) : List.of();
    }

    private static boolean isFolder(Node table) throws LockException {
        return !folder(table).isEmpty();
    }

    private static String folder(Node table) throws LockException {
        Node source = table.get("source");
        for (String kind : List.of("editable", "virtual", "directory")) {
            String folder = source.text(kind);
            if (!folder.isEmpty()) {
                return folder;
            }
        }
        return "";
    }
}
