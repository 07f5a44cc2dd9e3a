package dev.waag.check;

import dev.waag.index.ReleaseReader.Found;
import dev.waag.lock.LockFile;
import dev.waag.lock.Pin;
import dev.waag.lock.PinDependency;
import dev.waag.python.CoreMetadata;
import dev.waag.python.Marker;
import dev.waag.python.ProjectName;
import dev.waag.python.Requirement;
import dev.waag.python.RequirementException;
import dev.waag.python.SimpleFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the releases of one lock require, by their metadata, as far as the index can be asked. */
final class Needed implements Together.Needs {
    private final Target target;
    private final Map<Item, Optional<Found>> releases;
    private final Asked asked;
    private final boolean online;
    private final Set<ProjectName> pinned = new HashSet<>();
    private final Map<ProjectName, Set<ProjectName>> told = new HashMap<>();
    private final Map<String, Optional<List<Requirement>>> read = new HashMap<>();
    private final Set<String> unread = new LinkedHashSet<>();

    Needed(LockFile lock, Target target, Map<Item, Optional<Found>> releases, Asked asked, boolean online) {
        this.target = target;
        this.releases = releases;
        this.asked = asked;
        this.online = online;
        for (Pin pin : lock.pins()) {
            pinned.add(pin.name());
            for (PinDependency dependency : pin.dependencies()) {
                told.computeIfAbsent(pin.name(), n -> new HashSet<>()).add(dependency.name());
            }
        }
    }

    /** Releases, as {@code NAME VERSION}, whose requirements could not be read. */
    Set<String> unread() {
        return unread;
    }

    @Override
    public boolean mayNeed(Item item, Set<ProjectName> moving) {
        return online
                && (told.isEmpty()
                        || told.getOrDefault(item.name(), Set.of()).stream().anyMatch(moving::contains));
    }

    /** Asks for all pins at once where the lock does not tell who needs whom. */
    void prepare(List<Item> items, Progress progress) {
        if (!online || !told.isEmpty()) {
            return;
        }
        Map<Item, List<SimpleFile>> files = new LinkedHashMap<>();
        items.forEach(i -> files.put(i, files(i, Optional.empty())));
        asked.metadata(files, progress)
                .forEach((item, metadata) -> read.put(key(item, item.version()), parsed(metadata)));
    }

    @Override
    public Optional<List<Requirement>> of(Item item, Optional<Candidate> candidate) {
        if (!online) {
            return Optional.empty();
        }
        String version = candidate.map(Candidate::version).orElse(item.version());
        String key = key(item, version);
        Optional<List<Requirement>> known = read.get(key);
        if (known == null) {
            Item at = item.at(version);
            known = parsed(asked.metadata(Map.of(at, files(item, candidate)), Progress.NONE)
                    .getOrDefault(at, Optional.empty()));
            read.put(key, known);
        }
        if (known.isEmpty()) {
            unread.add(key);
        }
        return known;
    }

    private static String key(Item item, String version) {
        return item.name() + " " + version;
    }

    private List<SimpleFile> files(Item item, Optional<Candidate> candidate) {
        return candidate
                .map(Candidate::files)
                .orElseGet(() -> releases.getOrDefault(item, Optional.empty())
                        .map(Found::files)
                        .orElse(List.of()));
    }

    private Optional<List<Requirement>> parsed(Optional<CoreMetadata> metadata) {
        if (metadata.isEmpty()) {
            return Optional.empty();
        }
        List<Requirement> needs = new ArrayList<>();
        for (String text : metadata.get().requiresDist()) {
            try {
                Requirement requirement = Requirement.parse(text);
                if (requirement.url().isEmpty() && applies(requirement)) {
                    needs.add(requirement);
                }
            } catch (RequirementException e) {
                return Optional.empty();
            }
        }
        return Optional.of(needs);
    }

    /** Where nobody knows, one that is pinned is looked at, and one that is not is not missed. */
    private boolean applies(Requirement requirement) throws RequirementException {
        Optional<Marker> marker = requirement.marker();
        if (marker.isEmpty()) {
            return true;
        }
        return marker.get().evaluate(target.environment(), Set.of()).orElse(pinned.contains(requirement.name()));
    }
}
