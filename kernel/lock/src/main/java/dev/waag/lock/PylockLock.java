package dev.waag.lock;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads {@code pylock.toml} of format 1 (PEP 751). */
final class PylockLock {
    private static final List<String> SOURCES = List.of("vcs", "directory", "archive");

    private PylockLock() {}

    static LockFile read(String file, Node root, LockLimits limits) throws LockException {
        LockDraft lock = new LockDraft(LockKind.PYLOCK, file);
        lock.document = Optional.of(root);
        Node version = root.get("lock-version");
        lock.format = version.text();
        if (!lock.format.startsWith("1.")) {
            throw version.wrong("a pylock.toml of format " + LockException.quote(lock.format) + "; only 1 is known");
        }
        lock.createdBy = root.text("created-by");
        lock.requiresPython = root.text("requires-python");
        Optional<Node> pdm = root.at("tool", "pdm", "hashes", "sha256");
        lock.contentHash = pdm.isPresent() ? Optional.of(pdm.get().text()) : Optional.empty();
        for (Node table : root.items("packages")) {
            lock.pins.add(pin(lock, table));
        }
        return lock.finish(limits);
    }

    private static PinDraft pin(LockDraft lock, Node table) throws LockException {
        PinDraft pin = PinDraft.of(table);
        Optional<Node> version = table.find("version");
        if (version.isPresent()) {
            pin.version = Optional.of(PinDraft.version(version.get()));
        }
        pin.marker = table.text("marker");
        for (Node dependency : table.items("dependencies")) {
            pin.dependencies.add(new PinDependency(
                    PinDraft.name(dependency.get("name")), dependency.text("version"), List.of(), ""));
        }
        pin.source = source(lock, table, pin);
        Optional<Node> sdist = table.find("sdist");
        if (sdist.isPresent()) {
            distribution(pin, sdist.get());
        }
        for (Node wheel : table.items("wheels")) {
            distribution(pin, wheel);
        }
        return pin;
    }

    /** PEP 751: a package has vcs, directory or archive, or else files of an index. */
    private static PinSource source(LockDraft lock, Node table, PinDraft pin) throws LockException {
        String found = "";
        for (String key : SOURCES) {
            if (table.find(key).isPresent()) {
                if (!found.isEmpty()) {
                    throw table.get(key).wrong("a package has either " + found + " or " + key);
                }
                found = key;
            }
        }
        if (found.isEmpty()) {
            String index = table.text("index");
            Optional<Node> at = table.find("index");
            if (at.isPresent()) {
                lock.index("packages.index", index, at.get().place());
            }
            return PinSource.of(PinSource.Kind.INDEX, index);
        }
        Node source = table.get(found);
        String url = source.text("url");
        String path = source.text("path");
        return switch (found) {
            case "vcs" ->
                new PinSource(
                        PinSource.Kind.VCS,
                        url.isEmpty() ? path : url,
                        source.get("commit-id").text());
            case "directory" ->
                PinSource.of(
                        source.flag("editable") ? PinSource.Kind.EDITABLE : PinSource.Kind.DIRECTORY,
                        source.get("path").text());
            default -> {
                distribution(pin, source);
                yield url.isEmpty() ? PinSource.of(PinSource.Kind.FILE, path) : PinSource.of(PinSource.Kind.URL, url);
            }
        };
    }

    private static void distribution(PinDraft pin, Node item) throws LockException {
        String url = item.text("url");
        String path = item.text("path");
        String name = item.text("name");
        List<String> hashes = new ArrayList<>(1);
        for (Map.Entry<String, Node> hash : item.get("hashes").entries().entrySet()) {
            String text = hash.getKey() + ":" + hash.getValue().text();
            if (!PinDraft.isHash(text)) {
                throw hash.getValue().wrong("not a hash in hexadecimal digits: " + LockException.quote(text));
            }
            hashes.add(PinDraft.lower(text));
        }
        if (hashes.isEmpty()) {
            throw item.get("hashes").wrong("a file needs at least one hash");
        }
        Optional<Node> size = item.find("size");
        Optional<Node> time = item.find("upload-time");
        pin.file(
                name.isEmpty() ? Urls.fileName(url.isEmpty() ? path : url) : name,
                url,
                hashes,
                size.isPresent() ? OptionalLong.of(size.get().number()) : OptionalLong.empty(),
                time.isPresent() ? Optional.of(time(time.get())) : Optional.empty());
    }

    private static String time(Node node) throws LockException {
        if (node.value() instanceof OffsetDateTime time) {
            return time.toString();
        }
        throw node.wrong("expected a time with its offset, found " + node.kind());
    }
}
