package dev.waag.lock;

import dev.waag.python.ProjectName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads {@code poetry.lock} of formats 1.0 to 2.1, so of Poetry 1.0 and later. Before 2.0 the hashes stand in one table at the end. */
final class PoetryLock {
    private PoetryLock() {}

    static LockFile read(String file, String text, Node root, LockLimits limits) throws LockException {
        LockDraft lock = new LockDraft(LockKind.POETRY, file);
        lock.document = Optional.of(root);
        lock.createdBy = createdBy(text);
        Node metadata = root.get("metadata");
        lock.format = metadata.text("lock-version");
        if (!lock.format.isEmpty() && !lock.format.startsWith("1.") && !lock.format.startsWith("2.")) {
            throw metadata.get("lock-version")
                    .wrong("a poetry.lock of format " + LockException.quote(lock.format) + "; only 1 and 2 are known");
        }
        lock.requiresPython = metadata.text("python-versions");
        String hash = metadata.text("content-hash");
        lock.contentHash = hash.isEmpty() ? Optional.empty() : Optional.of(hash);
        Map<String, Node> files = metadata.entries("files");
        for (Node table : root.items("package")) {
            lock.pins.add(pin(lock, table, files));
        }
        return lock.finish(limits);
    }

    private static PinDraft pin(LockDraft lock, Node table, Map<String, Node> files) throws LockException {
        PinDraft pin = PinDraft.of(table);
        pin.version = Optional.of(PinDraft.version(table.get("version")));
        pin.source = source(lock, table);
        pin.groups.addAll(table.texts("groups"));
        String category = table.text("category");
        if (!category.isEmpty()) {
            pin.groups.add(category);
        }
        pin.marker = marker(table, pin);
        for (Map.Entry<String, Node> dependency : table.entries("dependencies").entrySet()) {
            dependency(pin, dependency.getKey(), dependency.getValue());
        }
        Node old = files.get(table.text("name"));
        for (Node item : old == null ? table.items("files") : old.items()) {
            pin.file(
                    item.text("file"),
                    item.text("url"),
                    List.of(PinDraft.hash(item.get("hash"))),
                    OptionalLong.empty(),
                    Optional.empty());
        }
        return pin;
    }

    /** Format 2.1 has one marker for all groups, or one for each. */
    private static String marker(Node table, PinDraft pin) throws LockException {
        Optional<Node> markers = table.find("markers");
        // In formats 1, "marker" is part of a dependency only.
        if (markers.isEmpty() || markers.get().isText()) {
            return markers.isEmpty() ? "" : markers.get().text();
        }
        StringBuilder any = new StringBuilder();
        Map<String, Node> byGroup = markers.get().entries();
        for (String group : pin.groups) {
            Node marker = byGroup.get(group);
            if (marker == null) {
                return "";
            }
            any.append(any.isEmpty() ? "(" : " or (").append(marker.text()).append(')');
        }
        return any.toString();
    }

    private static PinSource source(LockDraft lock, Node table) throws LockException {
        Optional<Node> source = table.find("source");
        if (source.isEmpty()) {
            return PinSource.DEFAULT_INDEX;
        }
        Node type = source.get().get("type");
        String url = source.get().text("url");
        return switch (type.text()) {
            case "legacy" -> {
                lock.index("[package.source]", url, source.get().place());
                yield PinSource.of(PinSource.Kind.INDEX, url);
            }
            case "git" -> {
                String resolved = source.get().text("resolved_reference");
                yield new PinSource(
                        PinSource.Kind.VCS,
                        url,
                        resolved.isEmpty() ? source.get().text("reference") : resolved);
            }
            case "url" -> PinSource.of(PinSource.Kind.URL, url);
            case "file" -> PinSource.of(PinSource.Kind.FILE, url);
            case "directory" ->
                PinSource.of(table.flag("develop") ? PinSource.Kind.EDITABLE : PinSource.Kind.DIRECTORY, url);
            default -> throw type.wrong("no kind of source that Poetry has: " + LockException.quote(type.text()));
        };
    }

    /** A constraint, a table with one, or an array of such tables for different environments. */
    private static void dependency(PinDraft pin, String name, Node value) throws LockException {
        Optional<ProjectName> project = ProjectName.parse(name);
        if (project.isEmpty()) {
            throw value.wrong("not a project's name: " + LockException.quote(name));
        }
        if (value.isList()) {
            for (Node one : value.items()) {
                dependency(pin, name, one);
            }
        } else if (value.isTable()) {
            pin.dependencies.add(new PinDependency(project.get(), "", value.texts("extras"), value.text("markers")));
        } else {
            value.text();
            pin.dependencies.add(PinDependency.on(project.get()));
        }
    }

    /** The first line's comment, as {@code Poetry 2.1.3}; earlier ones did not write one. */
    private static String createdBy(String text) {
        int start = text.indexOf("generated by Poetry ");
        int end = start < 0 ? -1 : text.indexOf(' ', start + 20);
        return end < 0 || end > 200 ? "" : text.substring(start + 13, end);
    }
}
