package dev.waag.check;

import dev.waag.index.ReleaseReader.Found;
import dev.waag.lock.Direct;
import dev.waag.policy.KnownAdvisory;
import dev.waag.policy.Policy;
import dev.waag.policy.Sighting;
import dev.waag.python.DistributionName;
import dev.waag.python.PreReleases;
import dev.waag.python.RequirementException;
import dev.waag.python.SimpleFile;
import dev.waag.python.Specifiers;
import dev.waag.python.Version;
import dev.waag.python.WheelName;
import dev.waag.report.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The releases above a pin that could take its place, lowest first: no advisory affects them, the project's own requirement takes them, and
 * the policy lets them pass. Where every one of them is affected by something, those count whose advisories the policy lets pass.
 */
final class Candidates {
    /** Further ones help nobody: by then it is another project. */
    private static final int MOST = 20;

    /** What candidates are judged with, the same for all pins. */
    record Judges(Policy policy, Target target, Releases releases, Instant now) {}

    /** What is known beyond the lock. */
    interface Releases {
        /** The versions of a project, or empty where no index may be asked. */
        Optional<List<String>> versions(Item item);

        /** The advisories that affect a version; empty where nobody can tell. */
        Optional<List<KnownAdvisory>> affecting(Item item, String version);

        /** What the index has of one release; empty where no index may be asked. */
        Optional<Found> release(Item item, String version);

        /** The findings of an item's release by its files, as the gate would judge it. */
        List<Finding> judge(Item item, Found found, List<KnownAdvisory> known);
    }

    private final Item item;
    private final Judges with;
    private final List<Direct> directs;
    private final Optional<Version> python;
    private final List<Version> open = new ArrayList<>();
    private final List<Candidate> found = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final List<Version> affected = new ArrayList<>();
    private boolean lenient;

    /**
     * @param fixedIn the versions that its advisories name, for where no index may be asked
     * @param directs what the project itself asks of it
     * @param python the oldest Python that it is for, where that is known
     */
    Candidates(Item item, List<String> fixedIn, List<Direct> directs, Optional<Version> python, Judges with) {
        this.item = item;
        this.with = with;
        this.directs = directs;
        this.python = python;
        Optional<Version> pinned = Version.parse(item.version());
        TreeSet<Version> above = new TreeSet<>();
        for (String text : with.releases().versions(item).orElse(fixedIn)) {
            Version.parse(text)
                    .filter(v -> pinned.isPresent() && v.compareTo(pinned.get()) > 0)
                    .ifPresent(above::add);
        }
        boolean pre = pinned.isPresent() && pinned.get().isPrerelease();
        above.stream().filter(v -> pre || !v.isPrerelease()).forEach(open::add);
    }

    Item item() {
        return item;
    }

    /** The candidate of that rank, from 0; the releases are looked at no further than that needs. */
    Optional<Candidate> at(int rank) {
        while (found.size() <= rank && found.size() < MOST) {
            if (open.isEmpty()) {
                if (lenient || !found.isEmpty() || affected.isEmpty()) {
                    return Optional.empty();
                }
                lenient = true;
                open.addAll(affected);
            } else {
                look(open.removeFirst());
            }
        }
        return rank < found.size() ? Optional.of(found.get(rank)) : Optional.empty();
    }

    /** Why there is none, in a sentence. */
    String whyNone() {
        if (Version.parse(item.version()).isEmpty()) {
            return "'" + item.version() + "' is no version by PEP 440, so nothing is known to be above it";
        }
        if (refused.isEmpty()) {
            return with.releases().versions(item).isPresent()
                    ? "the index has no release above " + item.version()
                    : "no advisory names a fixed version above " + item.version()
                            + ", and no index may be asked for others";
        }
        int shown = Math.min(3, refused.size());
        String more = refused.size() > shown ? "; and " + (refused.size() - shown) + " more" : "";
        return "no release above " + item.version() + " will do: " + String.join("; ", refused.subList(0, shown))
                + more;
    }

    private void look(Version version) {
        String text = version.toString();
        Optional<Direct> against =
                directs.stream().filter(d -> !d.allows(version)).findFirst();
        if (against.isPresent()) {
            refused.add(text + " is not what " + against.get().place() + " asks for ("
                    + against.get().requirement() + ")");
            return;
        }
        Optional<List<KnownAdvisory>> told = with.releases().affecting(item, text);
        List<KnownAdvisory> known = told.orElse(List.of());
        List<String> notes = new ArrayList<>();
        if (told.isEmpty()) {
            notes.add("not checked: whether an advisory affects " + item.name() + " " + text);
        }
        if (!known.isEmpty()) {
            String ids = known.getFirst().id() + (known.size() > 1 ? " and " + (known.size() - 1) + " more" : "");
            if (!lenient) {
                affected.add(version);
                addFixesOf(version, known);
                refused.add(text + " is affected by " + ids);
                return;
            }
            if (known.stream().anyMatch(this::counts)) {
                return;
            }
            notes.add(text + " is affected by " + ids + ", which the policy lets pass");
        }
        Optional<Found> release = with.releases().release(item, text);
        if (release.isEmpty()) {
            notes.add("not checked: whether the index has " + item.name() + " " + text
                    + " and the gate lets it pass; no index may be asked");
            found.add(new Candidate(text, List.of(), notes));
            return;
        }
        Optional<String> why = against(text, release.get(), known);
        if (why.isPresent()) {
            refused.add(text + " " + why.get());
        } else {
            found.add(new Candidate(text, release.get().files(), notes));
        }
    }

    /** Where no index tells the releases, the fixed versions of what affects a candidate are candidates too. */
    private void addFixesOf(Version version, List<KnownAdvisory> known) {
        if (with.releases().versions(item).isPresent()) {
            return;
        }
        Set<Version> more = new TreeSet<>(open);
        known.stream()
                .flatMap(a -> a.fixedIn().stream())
                .map(Version::parse)
                .flatMap(Optional::stream)
                .filter(v -> v.compareTo(version) > 0)
                .forEach(more::add);
        open.clear();
        open.addAll(more);
    }

    /** Whether the policy has something against a version that this advisory affects. */
    private boolean counts(KnownAdvisory advisory) {
        return with.policy()
                .judge(Sighting.of(advisory, item.name().value(), item.version(), Optional.empty()), with.now())
                .filter(r -> !r.waived())
                .isPresent();
    }

    private Optional<String> against(String version, Found release, List<KnownAdvisory> known) {
        if (release.files().stream().noneMatch(this::installs)) {
            return Optional.of("has no file that can be installed there");
        }
        List<Finding> findings = with.releases().judge(item.at(version), release, known);
        return findings.stream()
                .filter(f -> f.waiver().isEmpty() && (f.fails() || f.rule().equals("yanked")))
                .map(f -> "is refused by " + f.rule() + " (" + f.message() + ")")
                .findFirst();
    }

    private boolean installs(SimpleFile file) {
        DistributionName name = DistributionName.parse(file.filename(), item.name());
        boolean kind = name instanceof WheelName wheel
                ? with.target().accepts(wheel)
                : name.kind().equals("sdist");
        return kind && (python.isEmpty() || fits(file.requiresPython(), python.get()));
    }

    /** Of {@code 3.11} the patch level is open: any that fits will do. */
    private static boolean fits(String requiresPython, Version python) {
        try {
            Specifiers asked = Specifiers.parse(requiresPython);
            return asked.contains(python, PreReleases.ALLOWED) || asked.contains(python + ".999", PreReleases.ALLOWED);
        } catch (RequirementException e) {
            return true; // pip passes over one that it cannot read
        }
    }
}
