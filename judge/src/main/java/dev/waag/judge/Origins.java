package dev.waag.judge;

import dev.waag.attest.Publisher;
import dev.waag.policy.Origin;
import dev.waag.store.AttestedFiles.Accepted;
import dev.waag.store.AttestedFiles.Finding;
import dev.waag.store.FileRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the files of a project come from, by their attestations, and how that changed: a ratchet. Releases are walked in the order
 * of their upload. The first that is attested makes its publishers known; from then on a file by another publisher, or by none, is a
 * change, until somebody accepts it. A release that is held makes nothing known.
 */
public final class Origins {
    /** Nothing is attested. */
    public static final Origins NONE = new Origins(List.of(), List.of(), List.of());

    private final Map<String, Origin> byFile = new HashMap<>();
    private final List<Release> history = new ArrayList<>();
    private final Map<String, Finding> findings;

    /**
     * A release, for people.
     *
     * @param publishers who attested files of it
     * @param unattested how many of its files nobody did
     * @param change how it differs from those before; empty where it does not, or where that was accepted
     * @param held who attested the files that differ, an empty text for nobody: what accepting the change accepts
     */
    public record Release(
            String version, Instant at, List<String> publishers, int unattested, String change, List<String> held) {
        public Release {
            publishers = List.copyOf(publishers);
            held = List.copyOf(held);
        }
    }

    private Origins(List<FileRecord> files, List<Finding> found, List<Accepted> accepted) {
        this.findings = found.stream().collect(Collectors.toMap(Finding::filename, f -> f, (a, b) -> b));
        walk(files, accepted);
    }

    /**
     * Those of a project.
     *
     * @param files as they are now
     * @param found what is known of their provenance, as their bytes are now
     * @param accepted which changes somebody accepted
     */
    public static Origins of(List<FileRecord> files, List<Finding> found, List<Accepted> accepted) {
        return new Origins(files, found, accepted);
    }

    /** What its attestations prove about a file. */
    Origin of(FileRecord file) {
        return byFile.getOrDefault(file.filename(), Origin.UNATTESTED);
    }

    /** The releases in the order of their upload. */
    public List<Release> history() {
        return List.copyOf(history);
    }

    /** Whether a decision has to be made anew, for the sake of what was found out or accepted since. */
    boolean overtakes(FileRecord file) {
        boolean held = file.decision().rules().contains("provenance-changed");
        return held == of(file).change().isEmpty() || file.decision().rules().contains("attestation");
    }

    private void walk(List<FileRecord> files, List<Accepted> accepted) {
        Map<String, List<FileRecord>> releases = new LinkedHashMap<>();
        files.forEach(f ->
                releases.computeIfAbsent(f.version(), v -> new ArrayList<>()).add(f));
        List<Map.Entry<String, List<FileRecord>>> ordered = new ArrayList<>(releases.entrySet());
        ordered.sort(Comparator.comparing(r -> time(r.getValue())));
        Set<String> welcome = new HashSet<>();
        accepted.stream().map(Accepted::publisher).filter(p -> !p.isEmpty()).forEach(welcome::add);
        Set<String> known = new LinkedHashSet<>();
        boolean bareIsKnown = true;
        String last = "";
        for (Map.Entry<String, List<FileRecord>> release : ordered) {
            Map<FileRecord, Optional<Finding>> looked = new LinkedHashMap<>();
            release.getValue().forEach(f -> looked.put(f, Optional.ofNullable(findings.get(f.filename()))));
            Set<String> publishers = looked.values().stream()
                    .flatMap(Optional::stream)
                    .flatMap(f -> f.publisher().stream())
                    .map(Publisher::toString)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            boolean acceptedBare = accepted.stream()
                    .anyMatch(a -> a.publisher().isEmpty() && a.version().equals(release.getKey()));
            String before = known.isEmpty() ? "" : "attested by " + String.join(" and ", known) + " up to " + last;
            String worst = "";
            Set<String> held = new LinkedHashSet<>();
            int bare = 0;
            for (Map.Entry<FileRecord, Optional<Finding>> one : looked.entrySet()) {
                Origin origin = origin(one.getKey(), one.getValue());
                boolean nobody = origin.attested().equals(Optional.of(false));
                bare += nobody ? 1 : 0;
                String change = known.isEmpty()
                        ? ""
                        : change(origin, known, welcome, nobody && (bareIsKnown || acceptedBare), publishers);
                String sentence = change.isEmpty() ? "" : before + ", this file " + change;
                if (!change.isEmpty()) {
                    worst = worst.isEmpty() ? sentence : worst;
                    origin.attested().ifPresent(a -> held.add(origin.publisher()));
                    if (origin.attested().isEmpty()) {
                        held.addAll(publishers);
                    }
                }
                byFile.put(one.getKey().filename(), with(origin, sentence));
            }
            history.add(new Release(
                    release.getKey(),
                    time(release.getValue()),
                    List.copyOf(publishers),
                    bare,
                    worst,
                    List.copyOf(held)));
            if (known.isEmpty()) {
                known.addAll(publishers);
                bareIsKnown = known.isEmpty();
            } else {
                publishers.stream().filter(welcome::contains).forEach(known::add);
                boolean attestedAgain = publishers.stream().anyMatch(known::contains);
                bareIsKnown = acceptedBare && bare > 0 || bareIsKnown && !attestedAgain;
            }
            if (publishers.stream().anyMatch(known::contains)) {
                last = release.getKey();
            }
        }
    }

    /** Until a file itself was looked at, a sibling of its release speaks for it; what is proved is proved of the file alone. */
    private static Origin origin(FileRecord file, Optional<Finding> finding) {
        if (finding.isEmpty()) {
            return file.shown().provenance().isPresent() ? Origin.UNKNOWN : Origin.UNATTESTED;
        }
        Optional<Publisher> by = finding.get().publisher();
        return by.map(p -> new Origin(
                        Optional.of(true),
                        "",
                        p.toString(),
                        p.issuer(),
                        p.repository(),
                        p.workflow(),
                        p.environment(),
                        ""))
                .orElseGet(() -> new Origin(Optional.of(false), finding.get().fault(), "", "", "", "", "", ""));
    }

    private static String change(
            Origin origin, Set<String> known, Set<String> welcome, boolean bareIsKnown, Set<String> siblings) {
        if (origin.attested().isEmpty()) {
            if (siblings.isEmpty()) {
                return "by an attestation that could not be fetched";
            }
            return siblings.stream().anyMatch(p -> !known.contains(p) && !welcome.contains(p))
                    ? "by " + String.join(" and ", siblings)
                    : "";
        }
        if (origin.attested().get()) {
            boolean expected = known.contains(origin.publisher()) || welcome.contains(origin.publisher());
            return expected ? "" : "by " + origin.publisher();
        }
        if (bareIsKnown) {
            return "";
        }
        return origin.fault().isEmpty() ? "by nobody" : "by an attestation that does not verify: " + origin.fault();
    }

    private static Origin with(Origin o, String change) {
        return new Origin(
                o.attested(),
                o.fault(),
                o.publisher(),
                o.issuer(),
                o.repository(),
                o.workflow(),
                o.environment(),
                change);
    }

    private static Instant time(List<FileRecord> release) {
        return release.stream()
                .map(f -> f.shown().uploadTime().orElse(f.firstSeen()))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}
