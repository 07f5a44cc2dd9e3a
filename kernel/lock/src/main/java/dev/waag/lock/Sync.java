package dev.waag.lock;

import dev.waag.lock.Direct.Scope;
import dev.waag.lock.SyncResult.Reason;
import dev.waag.python.PartialEnvironment;
import dev.waag.python.ProjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether a lock is in sync with its manifest, in the way of the tool that made it: Poetry, PDM and Pipenv by their own content
 * hashes, uv by comparing what the lock remembers of its manifest, others by whether each direct requirement has a pin that fits.
 */
public final class Sync {
    private final Manifest manifest;
    private final LockFile lock;
    private final LockContext context;
    private final PartialEnvironment target;

    private Sync(Manifest manifest, LockFile lock, LockContext context, PartialEnvironment target) {
        this.manifest = manifest;
        this.lock = lock;
        this.context = context;
        this.target = target;
    }

    /**
     * Judges a lock by the manifest beside it.
     *
     * @param context for the manifests of further projects of a workspace
     * @param target what is known of where the lock is to be installed: a requirement that does not hold there needs no pin
     */
    public static SyncResult judge(Manifest manifest, LockFile lock, LockContext context, PartialEnvironment target)
            throws LockException {
        return new Sync(manifest, lock, context, target).judge();
    }

    private SyncResult judge() throws LockException {
        try {
            return switch (lock.kind()) {
                case POETRY -> poetry();
                case PDM -> pdm(lock.format());
                case PIPENV -> pipenv();
                case UV -> uv();
                case PYLOCK -> pylock();
                case REQUIREMENTS -> pins();
            };
        } catch (PythonJson.NotJson e) {
            return SyncResult.unknown(new Place(manifest.file(), 1), String.valueOf(e.getMessage()));
        }
    }

    private SyncResult poetry() throws LockException, PythonJson.NotJson {
        if (manifest.kind() != ManifestKind.PYPROJECT) {
            return unlike();
        }
        return byHash(PoetrySync.hashes(manifest.document().orElseThrow(), lock.createdBy()), "Poetry");
    }

    private SyncResult pdm(String format) throws LockException, PythonJson.NotJson {
        if (manifest.kind() != ManifestKind.PYPROJECT) {
            return unlike();
        }
        Node pyproject = manifest.document().orElseThrow();
        if (pyproject.at("project").isEmpty()) {
            return SyncResult.unknown(
                    new Place(manifest.file(), 1),
                    "PDM converts a manifest without [project] in its own way before it hashes it");
        }
        return byHash(PdmSync.hashes(pyproject, format), "PDM");
    }

    private SyncResult pipenv() throws LockException, PythonJson.NotJson {
        if (manifest.kind() != ManifestKind.PIPFILE) {
            return unlike();
        }
        Optional<Node> sources = lock.document().flatMap(d -> d.at("_meta", "sources"));
        return byHash(PipenvSync.hashes(manifest.document().orElseThrow(), sources), "Pipenv");
    }

    private SyncResult uv() throws LockException {
        if (manifest.kind() != ManifestKind.PYPROJECT) {
            return unlike();
        }
        return UvSync.judge(manifest, lock, context);
    }

    /** One by PDM has PDM's hash. */
    private SyncResult pylock() throws LockException, PythonJson.NotJson {
        return lock.contentHash().isPresent() && manifest.kind() == ManifestKind.PYPROJECT ? pdm("") : pins();
    }

    private SyncResult byHash(Set<String> fitting, String tool) throws LockException {
        if (lock.contentHash().isEmpty()) {
            return SyncResult.drifted(List.of(new Reason(
                    new Place(lock.file(), 1),
                    Optional.empty(),
                    "the lock has no hash of its manifest, so " + tool + " takes it for out of date")));
        }
        if (fitting.contains(lock.contentHash().get())) {
            return SyncResult.inSync(List.of());
        }
        // The hash says that something changed; the pins may say what.
        List<Reason> reasons = new ArrayList<>(new PinSync(lock, target).missing(manifest.requirements()));
        if (reasons.isEmpty()) {
            reasons.add(new Reason(
                    new Place(manifest.file(), 1),
                    Optional.empty(),
                    "the manifest's requirements, groups, sources or Python changed since " + tool
                            + " wrote the lock"));
        }
        return SyncResult.drifted(reasons);
    }

    private SyncResult pins() throws LockException {
        List<Direct> main = new ArrayList<>();
        for (Direct direct : manifest.requirements()) {
            if (direct.scope() == Scope.MAIN) {
                main.add(direct);
            }
        }
        List<Reason> reasons = new ArrayList<>(new PinSync(lock, target).missing(main));
        reasons.addAll(leftOver());
        if (!reasons.isEmpty()) {
            return SyncResult.drifted(reasons);
        }
        return manifest.isDynamic()
                ? SyncResult.unknown(
                        new Place(manifest.file(), 1), "some requirements are only known when the project is built")
                : SyncResult.inSync(List.of());
    }

    /** Pins whose comment says that this manifest asks for them, though it does not any more. */
    private List<Reason> leftOver() {
        List<Reason> reasons = new ArrayList<>();
        Set<ProjectName> asked = manifest.directNames();
        String file = Urls.fileName(manifest.file());
        for (Map.Entry<Pin, List<String>> entry : lock.requestedBy().entrySet()) {
            Pin pin = entry.getKey();
            for (String by : entry.getValue()) {
                boolean here = by.startsWith("-r ")
                                && Urls.fileName(by.substring(3).strip()).equals(file)
                        || by.endsWith("(" + file + ")");
                if (here && !asked.contains(pin.name()) && !manifest.isDynamic()) {
                    reasons.add(new Reason(
                            pin.place(),
                            Optional.of(pin.name()),
                            pin.name() + " is pinned for " + file + ", which does not ask for it"));
                }
            }
        }
        return reasons;
    }

    private SyncResult unlike() {
        return SyncResult.unknown(
                new Place(lock.file(), 1),
                "a lock by " + lock.kind().tool() + " is not made from "
                        + manifest.kind().fileName());
    }
}
