package dev.waag.check;

import dev.waag.advisory.AdvisoryIndex;
import dev.waag.index.ReleaseReader.Found;
import dev.waag.lock.Direct;
import dev.waag.lock.LockException;
import dev.waag.lock.LockFile;
import dev.waag.lock.LockKind;
import dev.waag.lock.Manifest;
import dev.waag.lock.PinSource;
import dev.waag.lock.Place;
import dev.waag.python.RequirementException;
import dev.waag.python.Specifier;
import dev.waag.python.Specifiers;
import dev.waag.python.Version;
import dev.waag.report.Finding;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes the {@link FixPlan}: lock by lock, which pins have to move, where to, and how that is written. */
final class Fixes {
    /** What another version clears. */
    private static final Set<String> CLEARED = Set.of("known-vulnerable", "known-malicious", "yanked", "cooldown");

    private final CheckRequest request;
    private final Target target;
    private final Map<Item, Optional<Found>> releases;
    private final Asked asked;
    private final Inputs inputs;
    private final Candidates.Judges judges;
    private final boolean online;
    private final List<PinFix> fixes = new ArrayList<>();
    private final List<FileChange> changes = new ArrayList<>();
    private final List<ToolFix> tools = new ArrayList<>();
    private final Map<String, Map<Integer, Edit>> edits = new TreeMap<>();
    private final Set<String> withoutHashes = new LinkedHashSet<>();

    /**
     * A change of a pin in a requirements file.
     *
     * @param hashes of the new release
     * @param moved whether only another change needs it
     */
    private record Edit(Item before, Item after, List<String> hashes, boolean moved, List<String> notes) {}

    Fixes(
            CheckRequest request,
            Target target,
            Optional<AdvisoryIndex> advisories,
            Map<Item, Optional<Found>> releases,
            Asked asked,
            Inputs inputs,
            Instant now) {
        this.request = request;
        this.target = target;
        this.releases = releases;
        this.asked = asked;
        this.inputs = inputs;
        this.online = request.index().isPresent();
        this.judges = new Candidates.Judges(
                request.policy(), target, new IndexReleases(request, target, advisories, releases, asked, now), now);
    }

    FixPlan plan(List<Item> items, List<Finding> findings, Progress progress) {
        Map<Item, List<Finding>> wanted = new LinkedHashMap<>();
        for (Item item : items) {
            List<Finding> its = findings.stream().filter(f -> isOf(f, item)).toList();
            if (!its.isEmpty()) {
                wanted.putIfAbsent(item, its);
            }
        }
        Set<Place> done = new HashSet<>();
        for (LockFile lock : inputs.locks()) {
            List<Item> its = items.stream()
                    .filter(i -> isIn(lock, i))
                    .distinct()
                    .map(this::asDecided)
                    .toList();
            Map<Item, List<Finding>> here = new LinkedHashMap<>();
            its.stream()
                    .filter(i -> wanted.containsKey(i) && done.add(place(i)))
                    .forEach(i -> here.put(i, wanted.getOrDefault(i, List.of())));
            if (!here.isEmpty()) {
                lock(lock, its, here, progress);
            }
        }
        wanted.keySet().stream()
                .filter(i -> i.origin() != Item.Origin.LOCK)
                .forEach(i -> elsewhere(i, wanted.getOrDefault(i, List.of())));
        edits.forEach(this::edit);
        return new FixPlan(fixes, changes, tools, List.copyOf(withoutHashes));
    }

    private static Place place(Item item) {
        return new Place(item.file(), item.line());
    }

    /** A pin that several locks include, as it will be once that is done which an earlier one needs. */
    private Item asDecided(Item item) {
        Edit edit = edits.getOrDefault(item.file(), Map.of()).get(item.line());
        return edit == null ? item : edit.after();
    }

    private static boolean isOf(Finding finding, Item item) {
        return CLEARED.contains(finding.rule())
                && finding.waiver().isEmpty()
                && finding.project().equals(item.name().value())
                && finding.version().equals(item.version())
                && finding.file().equals(item.file())
                && finding.line() == item.line();
    }

    private static boolean isIn(LockFile lock, Item item) {
        return item.origin() == Item.Origin.LOCK
                && lock.pins().stream()
                        .anyMatch(p -> p.name().equals(item.name())
                                && p.place().file().equals(item.file())
                                && p.place().line() == item.line());
    }

    private void lock(LockFile lock, List<Item> items, Map<Item, List<Finding>> wanted, Progress progress) {
        List<Candidates> moving = new ArrayList<>();
        Optional<Manifest> manifest = manifestOf(lock);
        wanted.forEach((item, findings) -> {
            if (item.source().kind() != PinSource.Kind.INDEX) {
                fixes.add(fix(
                        item,
                        "",
                        "it comes from " + item.source().location() + ", not from the index; change it there",
                        List.of()));
                return;
            }
            Candidates candidates = candidates(item, findings, lock, manifest);
            if (candidates.at(0).isEmpty()) {
                fixes.add(fix(item, "", candidates.whyNone(), List.of()));
            } else {
                moving.add(candidates);
            }
        });
        if (moving.isEmpty()) {
            return;
        }
        if (lock.kind() == LockKind.REQUIREMENTS) {
            Needed needed = new Needed(lock, target, releases, asked, online);
            needed.prepare(items, progress);
            Together.Choice choice =
                    new Together(items, needed, i -> candidates(i, List.of(), lock, manifest)).choose(moving);
            choice.why().forEach((item, why) -> fixes.add(fix(item, "", why, List.of())));
            decide(choice, wanted.keySet(), needed);
        } else if (lock.kind() == LockKind.PYLOCK) {
            String tool = lock.createdBy().isEmpty() ? "the tool that made it" : lock.createdBy();
            moving.forEach(c -> {
                Candidate lowest = c.at(0).orElseThrow();
                fixes.add(fix(c.item(), lowest.version(), "let " + tool + " make the lock again", lowest.notes()));
            });
        } else {
            List<PinFix> pins = moving.stream()
                    .map(c -> {
                        Candidate lowest = c.at(0).orElseThrow();
                        return fix(c.item(), lowest.version(), "", lowest.notes());
                    })
                    .toList();
            fixes.addAll(pins);
            tools.add(new ToolFix(Path.of(lock.file()), lock.kind(), pins));
        }
    }

    private Candidates candidates(Item item, List<Finding> findings, LockFile lock, Optional<Manifest> manifest) {
        List<String> fixedIn =
                findings.stream().flatMap(f -> f.fixedIn().stream()).distinct().toList();
        List<Direct> directs = manifest.stream()
                .flatMap(m -> m.requirements().stream())
                .filter(d -> d.requirement().name().equals(item.name()))
                .toList();
        return new Candidates(item, fixedIn, directs, python(lock, manifest), judges);
    }

    private Optional<Manifest> manifestOf(LockFile lock) {
        return inputs.pairs().stream()
                .filter(p -> p.lock().file().equals(lock.file()))
                .map(Inputs.Pair::manifest)
                .findFirst();
    }

    /** The Python that was named, else the oldest that the lock or its manifest is for. */
    private Optional<Version> python(LockFile lock, Optional<Manifest> manifest) {
        if (request.python().isPresent()) {
            return Version.parse(request.python().get().replace("t", ""));
        }
        String asked = lock.requiresPython().isEmpty()
                ? manifest.map(Manifest::requiresPython).orElse("")
                : lock.requiresPython();
        try {
            return Specifiers.parse(asked).members().stream()
                    .filter(s -> Set.of(">=", "~=", "==").contains(s.operator()))
                    .map(Specifier::version)
                    .map(v -> Version.parse(v.replace(".*", "")))
                    .flatMap(Optional::stream)
                    .max(Comparator.naturalOrder());
        } catch (RequirementException e) {
            return Optional.empty();
        }
    }

    private void decide(Together.Choice choice, Set<Item> wanted, Needed needed) {
        choice.chosen().forEach((item, candidate) -> {
            Map<Integer, Edit> file = edits.computeIfAbsent(item.file(), f -> new TreeMap<>());
            Edit earlier = file.get(item.line());
            Item from = earlier == null ? item : earlier.before();
            Item to = item.at(candidate.version());
            boolean moved = earlier == null ? !wanted.contains(item) : earlier.moved();
            file.put(item.line(), new Edit(from, to, candidate.hashes(), moved, notes(item, candidate, needed)));
            releases.getOrDefault(item, Optional.empty())
                    .ifPresent(f -> releases.put(to, Optional.of(new Found(f.page(), candidate.files()))));
        });
    }

    /** Makes all edits of a file that can be made safely; of others it says why not. */
    private void edit(String file, Map<Integer, Edit> its) {
        byte[] before = Inputs.read(Path.of(file));
        List<RequirementsEdit.Change> possible = new ArrayList<>();
        its.forEach((line, edit) -> {
            Item item = edit.before();
            List<String> hashes = item.hashes().isEmpty() ? List.of() : edit.hashes();
            RequirementsEdit.Change change = new RequirementsEdit.Change(
                    line, item.version(), edit.after().version(), hashes);
            String reason = "";
            try {
                RequirementsEdit.apply(file, before, List.of(change), inputs.context());
                possible.add(change);
                if (!item.hashes().isEmpty() && hashes.isEmpty()) {
                    withoutHashes.add(file);
                }
            } catch (LockException e) {
                reason = e.reason();
            }
            fixes.add(new PinFix(
                    item.name().value(),
                    item.version(),
                    edit.after().version(),
                    file,
                    line,
                    edit.moved(),
                    reason,
                    edit.notes()));
        });
        if (!possible.isEmpty()) {
            try {
                byte[] after = RequirementsEdit.apply(file, before, possible, inputs.context());
                changes.add(new FileChange(Path.of(file), before, after));
            } catch (LockException e) {
                throw new IllegalStateException("edits that are possible alone are not together: " + e.getMessage(), e);
            }
        }
    }

    private List<String> notes(Item item, Candidate candidate, Needed needed) {
        String release = item.name() + " " + candidate.version();
        Stream<String> unknown = !online
                ? Stream.of("not checked: whether the pins require each other so; no index may be asked")
                : needed.unread().stream()
                        .filter(release::equals)
                        .map(r -> "not checked: what " + r + " requires; the index has no metadata of it");
        return Stream.concat(candidate.notes().stream(), unknown).toList();
    }

    /** A pin that stands in no lock. */
    private void elsewhere(Item item, List<Finding> findings) {
        List<Direct> none = List.of();
        List<String> fixedIn =
                findings.stream().flatMap(f -> f.fixedIn().stream()).distinct().toList();
        Optional<Version> python = request.python().flatMap(p -> Version.parse(p.replace("t", "")));
        Candidates candidates = new Candidates(item, fixedIn, none, python, judges);
        Optional<Candidate> lowest = candidates.at(0);
        if (lowest.isEmpty()) {
            fixes.add(fix(item, "", candidates.whyNone(), List.of()));
            return;
        }
        String how = switch (item.origin()) {
            case MANIFEST -> "it is pinned by hand in a manifest; ask for the other version there";
            case ENVIRONMENT -> "it is installed; install the other version there";
            case FILE, LOCK -> "it is a file; take that of the other version";
        };
        fixes.add(fix(item, lowest.get().version(), how, lowest.get().notes()));
    }

    private static PinFix fix(Item item, String to, String reason, List<String> notes) {
        return new PinFix(item.name().value(), item.version(), to, item.file(), item.line(), false, reason, notes);
    }
}
