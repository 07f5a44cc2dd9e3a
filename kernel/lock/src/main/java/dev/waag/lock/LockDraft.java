package dev.waag.lock;

import dev.waag.python.ProjectName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A lock file while it is being read. */
final class LockDraft {
    final LockKind kind;
    final String file;
    String createdBy = "";
    String format = "";
    String requiresPython = "";
    Optional<String> contentHash = Optional.empty();
    Optional<Node> document = Optional.empty();
    /** What the file itself says is direct. */
    Optional<Set<ProjectName>> direct = Optional.empty();

    final List<PinDraft> pins = new ArrayList<>();
    final List<PinDraft> constraints = new ArrayList<>();
    /** What the comments of a requirements file say about the pin at a place. */
    final Map<Place, List<String>> requestedBy = new LinkedHashMap<>();

    final List<Unnamed> unnamed = new ArrayList<>();
    final List<LockNote> notes = new ArrayList<>();
    final Map<String, IndexUse> indexes = new LinkedHashMap<>();

    LockDraft(LockKind kind, String file) {
        this.kind = kind;
        this.file = file;
    }

    void index(String setting, String url, Place place) {
        if (!url.isEmpty()) {
            indexes.putIfAbsent(setting + " " + url, new IndexUse(setting, url, place));
        }
    }

    void note(Place place, String text) {
        notes.add(new LockNote(place, text));
    }

    /** A lock has several pins of a project for different environments, but not hundreds. */
    void checkPins(PinDraft pin, int number, LockLimits limits) throws LockException {
        if (number > limits.pins()) {
            throw new LockException(
                    pin.place.file(),
                    pin.place.line(),
                    1,
                    "more than " + limits.pins() + " pins of " + pin.name + " (limit: pins)");
        }
    }

    LockFile finish(LockLimits limits) throws LockException {
        Set<ProjectName> needed = new HashSet<>();
        Map<ProjectName, Integer> numbers = new HashMap<>();
        for (PinDraft pin : pins) {
            checkPins(pin, numbers.merge(pin.name, 1, Integer::sum), limits);
            for (PinDependency dependency : pin.dependencies) {
                if (!dependency.name().equals(pin.name) && !pin.source.isFolder()) {
                    needed.add(dependency.name());
                }
            }
        }
        List<Pin> distributions = new ArrayList<>(pins.size());
        List<Pin> folders = new ArrayList<>(1);
        for (PinDraft pin : pins) {
            pin.direct = direct.isPresent() ? direct.get().contains(pin.name) : !needed.contains(pin.name);
            (pin.source.isFolder() ? folders : distributions).add(pin.pin());
        }
        return new LockFile(this, distributions, folders, direct.isPresent());
    }
}
