package dev.waag.advisory;

import dev.waag.advisory.Assessment.Standing;
import dev.waag.advisory.Vulnerability.Disagreement;
import dev.waag.python.ProjectName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Makes vulnerabilities of the records of a project, for one version.
 *
 * <p>Only records that affect the version are merged; one that does not, or was withdrawn, never joins two that do, but is heard as a voice
 * that disagrees where it shares an id with them.
 */
final class Merge {
    private final AdvisoryIndex index;
    private final Block block;
    private final ProjectName project;
    private final String version;
    private final int position;
    private final List<Voice> affecting = new ArrayList<>();
    private final List<Voice> others = new ArrayList<>();

    /** A record with its ids. */
    private record Voice(Entry entry, Entry.Ids ids) {}

    Merge(AdvisoryIndex index, Block block, ProjectName project, String version, int position) {
        this.index = index;
        this.block = block;
        this.project = project;
        this.version = version;
        this.position = position;
    }

    List<Vulnerability> vulnerabilities() {
        AliasGroups groups = new AliasGroups();
        for (Entry entry : block.entries()) {
            if (!entry.isWithdrawn() && entry.covers(position, version)) {
                Entry.Ids ids = entry.ids();
                affecting.add(new Voice(entry, ids));
                groups.add(ids);
            }
        }
        List<Vulnerability> found = new ArrayList<>();
        if (affecting.isEmpty()) {
            return found;
        }
        if (affecting.size() < block.entries().size()) {
            for (Entry entry : block.entries()) {
                if (entry.isWithdrawn() || !entry.covers(position, version)) {
                    others.add(new Voice(entry, entry.ids()));
                }
            }
        }
        for (List<Integer> group : groups.groups()) {
            found.add(vulnerability(group));
        }
        found.sort((a, b) -> AdvisoryIds.ORDER.compare(a.id(), b.id()));
        return found;
    }

    private Vulnerability vulnerability(List<Integer> group) {
        TreeSet<String> records = new TreeSet<>(AdvisoryIds.ORDER);
        TreeSet<String> ids = new TreeSet<>(AdvisoryIds.ORDER);
        for (int i : group) {
            Entry.Ids named = affecting.get(i).ids();
            records.add(named.id());
            ids.add(named.id());
            ids.addAll(named.aliases());
        }
        TreeSet<Integer> fixed = new TreeSet<>();
        List<Assessment> assessments = new ArrayList<>();
        String summary = "";
        String id = records.first();
        for (int i : group) {
            Voice voice = affecting.get(i);
            Entry.Detail detail = voice.entry().detail();
            addFixes(detail, fixed);
            assessments.add(assessment(voice, detail, Standing.AFFECTED));
            if (summary.isEmpty()
                    || voice.ids().id().equals(id) && !detail.summary().isEmpty()) {
                summary = detail.summary();
            }
        }
        assessments.sort((a, b) -> AdvisoryIds.ORDER.compare(a.id(), b.id()));
        Set<Disagreement> disagreements = disagreements(assessments);
        for (Voice other : others) {
            if (shares(other.ids(), ids)) {
                Standing standing = other.entry().isWithdrawn() ? Standing.WITHDRAWN : Standing.NOT_AFFECTED;
                assessments.add(assessment(other, other.entry().detail(), standing));
                disagreements.add(Disagreement.AFFECTED);
            }
        }
        CveFacts facts = CveFacts.NONE;
        boolean malicious = false;
        for (String named : ids) {
            facts = facts.and(index.facts(named));
            malicious |= AdvisoryIds.isMalware(named);
        }
        List<String> aliases = new ArrayList<>(ids);
        aliases.remove(id);
        return new Vulnerability(
                id,
                aliases,
                project,
                version,
                malicious,
                summary,
                worst(assessments),
                versions(fixed),
                facts.exploited(),
                facts.epss(),
                assessments,
                disagreements);
    }

    private Assessment assessment(Voice voice, Entry.Detail detail, Standing standing) {
        TreeSet<Integer> fixed = new TreeSet<>();
        addFixes(detail, fixed);
        return new Assessment(
                voice.ids().id(),
                index.source(detail.source()),
                detail.modified(),
                standing,
                detail.ratings(),
                versions(fixed));
    }

    /** What is no version has none above it that could be named. */
    private void addFixes(Entry.Detail detail, Set<Integer> into) {
        for (int rank : detail.fixed()) {
            if (position != Block.NOWHERE && 2 * rank + 1 > position) {
                into.add(rank);
            }
        }
    }

    private List<String> versions(SortedSet<Integer> ranks) {
        List<String> versions = new ArrayList<>(ranks.size());
        for (int rank : ranks) {
            versions.add(block.version(rank));
        }
        return versions;
    }

    private static boolean shares(Entry.Ids voice, Set<String> ids) {
        if (ids.contains(voice.id())) {
            return true;
        }
        for (String alias : voice.aliases()) {
            if (ids.contains(alias)) {
                return true;
            }
        }
        return false;
    }

    private static Set<Disagreement> disagreements(List<Assessment> affecting) {
        Set<Disagreement> found = EnumSet.noneOf(Disagreement.class);
        Set<List<String>> fixes = new HashSet<>();
        Set<Severity> severities = EnumSet.noneOf(Severity.class);
        for (Assessment assessment : affecting) {
            fixes.add(assessment.fixedIn());
            if (assessment.severity().isPresent()) {
                severities.add(assessment.severity().get());
            }
        }
        if (fixes.size() > 1) {
            found.add(Disagreement.FIXED_IN);
        }
        if (severities.size() > 1) {
            found.add(Disagreement.SEVERITY);
        }
        return found;
    }

    private static Optional<Rating> worst(List<Assessment> assessments) {
        Optional<Rating> worst = Optional.empty();
        for (Assessment assessment : assessments) {
            if (assessment.standing() == Standing.AFFECTED) {
                for (Rating rating : assessment.ratings()) {
                    worst = worst.isPresent() && !isWorse(rating, worst.get()) ? worst : Optional.of(rating);
                }
            }
        }
        return worst;
    }

    private static boolean isWorse(Rating a, Rating b) {
        int order = a.severity().compareTo(b.severity());
        return order != 0 ? order > 0 : a.score().orElse(0.0) > b.score().orElse(0.0);
    }
}
