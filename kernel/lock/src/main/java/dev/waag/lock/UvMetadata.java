package dev.waag.lock;

import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares the package that a folder's project is in a uv lock with the project's manifest. */
final class UvMetadata {
    private static final String DEFAULT_GROUPS = "default-groups";

    private final UvDifferences found;
    private final boolean counted;
    private final boolean hasGroupSettings;

    /** The format tells what the lock can have: extras and empty groups since revisions are counted, settings of groups since the fifth. */
    UvMetadata(UvDifferences found, String format) {
        this.found = found;
        counted = !format.equals("1");
        hasGroupSettings = counted && format.compareTo("1.5") >= 0;
    }

    void compareVersion(Node manifest, Node table) throws LockException {
        Optional<Node> version = manifest.at("project", "version");
        Optional<Node> locked = table.find("version");
        if (version.isEmpty()) {
            Optional<Node> project = manifest.at("project");
            if (counted
                    && locked.isPresent()
                    && project.isPresent()
                    && project.get().texts("dynamic").contains("version")) {
                found.add(
                        project.get().place(),
                        PinDraft.name(table.get("name")),
                        "the project's version is dynamic now, in the lock it is "
                                + locked.get().text());
            }
            return;
        }
        Optional<Version> now = Version.parse(version.get().text());
        if (locked.isEmpty() || !now.equals(Version.parse(locked.get().text()))) {
            found.add(
                    version.get().place(),
                    PinDraft.name(table.get("name")),
                    "the project's version is " + version.get().text() + ", in the lock it is "
                            + (locked.isEmpty() ? "none" : locked.get().text()));
        }
    }

    /** Whether the project is installed, which a build system or {@code tool.uv.package} says; members that others need are anyway. */
    void compareKind(Node manifest, Node table, boolean amongOthers) throws LockException {
        Optional<Node> said = manifest.at("tool", "uv", "package");
        boolean isPackage = said.isPresent()
                ? said.get().flag()
                : manifest.at("build-system").isPresent();
        boolean isVirtual = table.get("source").find("virtual").isPresent();
        boolean open = counted && said.isEmpty() && amongOthers && !isPackage;
        if (isPackage == isVirtual && !open) {
            found.add(
                    manifest.place(),
                    PinDraft.name(table.get("name")),
                    isPackage
                            ? "the project has a build system now, in the lock it is not installed"
                            : "the project is not installed any more, in the lock it is");
        }
    }

    void compare(Node manifest, Node table, UvSources sources) throws LockException {
        Optional<Node> metadata = table.find("metadata");
        Optional<Node> project = manifest.at("project");
        List<String> dynamic = project.isPresent() ? project.get().texts("dynamic") : List.of();
        UvManifest now = new UvManifest(manifest, sources);
        Place place = project.isPresent() ? project.get().place() : manifest.place();
        if (dynamic.contains("dependencies") || dynamic.contains("optional-dependencies")) {
            found.unknown(place, "some requirements are only known when the project is built");
        } else {
            List<Node> before = metadata.isPresent() ? metadata.get().items("requires-dist") : List.of();
            found.compare("[project]", now.requiresDist(), before, place);
            if (counted) {
                extras(project, metadata, place);
            }
        }
        Map<String, Node> before = metadata.isPresent() ? metadata.get().entries("requires-dev") : Map.of();
        found.compareGroups(now.groups(LockLimits.DEFAULT), before, counted, place);
    }

    /** Which groups are installed by default, and the Pythons of groups that have some of their own. */
    void compareGroupSettings(Node manifest, Node table) throws LockException {
        if (!hasGroupSettings) {
            return;
        }
        Optional<Node> now = manifest.at("tool", "uv", DEFAULT_GROUPS);
        Set<String> groups = groups(now);
        Set<String> before = groups(table.find(DEFAULT_GROUPS));
        if (!groups.equals(before)) {
            found.add(
                    now.isPresent() ? now.get().place() : manifest.place(),
                    "the default groups are " + groups + ", in the lock they are " + before);
        }
        Map<String, Node> pythons = table.entries("group-requires-python");
        Set<String> named = new TreeSet<>();
        for (Map.Entry<String, Node> group : UvManifest.groupTables(manifest).entrySet()) {
            Optional<Node> python = group.getValue().find("requires-python");
            Node locked = pythons.get(ProjectName.normalize(group.getKey()));
            if (python.isPresent()) {
                named.add(ProjectName.normalize(group.getKey()));
                if (locked == null
                        || !UvMarkers.samePythons(UvMarkers.specifiers(python.get()), UvMarkers.specifiers(locked))) {
                    found.add(
                            python.get().place(),
                            "the Pythons of the group " + group.getKey() + " changed since the lock was made");
                }
            }
        }
        if (!named.containsAll(pythons.keySet())) {
            found.add(manifest.place(), "a group has no Pythons of its own any more, in the lock it has");
        }
    }

    private static Set<String> groups(Optional<Node> node) throws LockException {
        if (node.isEmpty()) {
            return Set.of("dev");
        }
        Set<String> groups = new TreeSet<>();
        for (String group :
                node.get().isText() ? List.of("all of them: " + node.get().text()) : texts(node.get())) {
            groups.add(ProjectName.normalize(group));
        }
        return groups;
    }

    private static List<String> texts(Node list) throws LockException {
        List<String> texts = new ArrayList<>();
        for (Node item : list.items()) {
            texts.add(item.text());
        }
        return texts;
    }

    private void extras(Optional<Node> project, Optional<Node> metadata, Place place) throws LockException {
        Set<String> now = new TreeSet<>();
        for (String extra : project.isPresent()
                ? project.get().entries("optional-dependencies").keySet()
                : Set.<String>of()) {
            now.add(ProjectName.normalize(extra));
        }
        Set<String> before = new TreeSet<>();
        for (String extra : metadata.isPresent() ? metadata.get().texts("provides-extras") : List.<String>of()) {
            before.add(ProjectName.normalize(extra));
        }
        if (!now.equals(before)) {
            found.add(place, "the project has the extras " + now + ", in the lock it has " + before);
        }
    }
}
