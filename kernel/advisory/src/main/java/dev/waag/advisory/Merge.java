package dev.waag.advisory;

import dev.waag.advisory.Assessment.Standing;
import dev.waag.advisory.Vulnerability.Disagreement;
import dev.waag.python.ProjectName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes vulnerabilities of the records of a project, for one version.
 *
 * <p>Only records that affect the version are merged; one that does not, or was withdrawn, never joins two that do, but is heard as a voice
 * that disagrees where it shares an id with them.
 */
final class Merge {
    /** A class, as all that a look-up needs: the first lambda of a process may take longer than matching a lock. */
    private static final class ById implements Comparator<Vulnerability> {
        @Override
        public int compare(Vulnerability a, Vulnerability b) {
            return AdvisoryIds.ORDER.compare(a.id(), b.id());
        }
    }

    private static final class AssessmentsById implements Comparator<Assessment> {
        @Override
        public int compare(Assessment a, Assessment b) {
            return AdvisoryIds.ORDER.compare(a.id(), b.id());
        }
    }

    private final List<SourceInfo> sources;
    private final Block block;
    private final ProjectName project;
    private final String version;
    private final int position;

    /** @param position the version's, in the block */
    Merge(List<SourceInfo> sources, Block block, ProjectName project, String version, int position) {
        this.sources = sources;
        this.block = block;
        this.project = project;
        this.version = version;
        this.position = position;
    }

    List<Vulnerability> vulnerabilities() {
        List<Vulnerability> found = new ArrayList<>();
        for (List<Entry> family : block.families()) {
            if (family.size() > 1) {
                several(family, found);
            } else if (!family.isEmpty() && family.getFirst().affects(position, version)) {
                found.add(vulnerability(List.of(family.getFirst().detail()), List.of()));
            }
        }
        if (found.size() > 1) {
            found.sort(new ById());
        }
        return found;
    }

    /** Records that share ids, but perhaps only through such as do not affect the version. */
    private void several(List<Entry> family, List<Vulnerability> into) {
        AliasGroups aliases = new AliasGroups();
        List<Entry.Detail> affecting = new ArrayList<>();
        List<Assessment> others = new ArrayList<>();
        List<Entry.Detail> otherDetails = new ArrayList<>();
        for (Entry entry : family) {
            if (entry.affects(position, version)) {
                Entry.Detail detail = entry.detail();
                affecting.add(detail);
                aliases.add(detail.id(), detail.aliases());
            }
        }
        if (affecting.isEmpty()) {
            return;
        }
        for (Entry entry : family) {
            if (!entry.affects(position, version)) {
                Entry.Detail detail = entry.detail();
                otherDetails.add(detail);
                others.add(assessment(detail, entry.isWithdrawn() ? Standing.WITHDRAWN : Standing.NOT_AFFECTED));
            }
        }
        for (List<Integer> group : aliases.groups()) {
            Set<String> ids = new HashSet<>();
            List<Entry.Detail> members = new ArrayList<>(group.size());
            for (int i : group) {
                members.add(affecting.get(i));
                ids.add(affecting.get(i).id());
                ids.addAll(affecting.get(i).aliases());
            }
            List<Assessment> dissent = new ArrayList<>();
            for (int i = 0; i < others.size(); i++) {
                if (shares(otherDetails.get(i), ids)) {
                    dissent.add(others.get(i));
                }
            }
            into.add(vulnerability(members, dissent));
        }
    }

    private static boolean shares(Entry.Detail other, Set<String> ids) {
        if (ids.contains(other.id())) {
            return true;
        }
        for (String alias : other.aliases()) {
            if (ids.contains(alias)) {
                return true;
            }
        }
        return false;
    }

    private Vulnerability vulnerability(List<Entry.Detail> members, List<Assessment> dissent) {
        Entry.Detail first = members.getFirst();
        List<Assessment> assessments = new ArrayList<>(members.size() + dissent.size());
        CveFacts facts = CveFacts.NONE;
        for (Entry.Detail member : members) {
            first = AdvisoryIds.ORDER.compare(member.id(), first.id()) < 0 ? member : first;
            assessments.add(assessment(member, Standing.AFFECTED));
            facts = member.facts().isNone() ? facts : facts.and(member.facts());
        }
        List<String> fixedIn = assessments.getFirst().fixedIn();
        List<String> aliases = first.aliases();
        String summary = first.summary();
        if (members.size() > 1) {
            assessments.sort(new AssessmentsById());
            fixedIn = fixedIn(members);
            aliases = aliases(members, first.id());
            for (Entry.Detail member : members) {
                summary = summary.isEmpty() ? member.summary() : summary;
            }
        }
        Set<Disagreement> disagreements = assessments.size() > 1 ? disagreements(assessments) : Set.of();
        if (!dissent.isEmpty()) {
            disagreements = EnumSet.of(Disagreement.AFFECTED, disagreements.toArray(new Disagreement[0]));
            assessments.addAll(dissent);
        }
        boolean malicious = AdvisoryIds.isMalware(first.id());
        for (String alias : aliases) {
            malicious |= AdvisoryIds.isMalware(alias);
        }
        return new Vulnerability(
                first.id(),
                aliases,
                project,
                version,
                malicious,
                summary,
                worst(assessments),
                fixedIn,
                facts.exploited(),
                facts.epss(),
                assessments,
                disagreements);
    }

    private static List<String> aliases(List<Entry.Detail> members, String id) {
        TreeSet<String> ids = new TreeSet<>(AdvisoryIds.ORDER);
        for (Entry.Detail member : members) {
            ids.add(member.id());
            ids.addAll(member.aliases());
        }
        ids.remove(id);
        return new ArrayList<>(ids);
    }

    private List<String> fixedIn(List<Entry.Detail> members) {
        TreeSet<Integer> ranks = new TreeSet<>();
        for (Entry.Detail member : members) {
            ranks.addAll(member.fixed());
        }
        return above(ranks);
    }

    /** Those above the version; what is no version has none above it that could be named. */
    private List<String> above(Collection<Integer> ranks) {
        List<String> versions = new ArrayList<>();
        for (int rank : ranks) {
            if (position != Block.NOWHERE && 2 * rank + 1 > position) {
                versions.add(block.version(rank));
            }
        }
        return versions;
    }

    private Assessment assessment(Entry.Detail detail, Standing standing) {
        if (detail.source() >= sources.size()) {
            throw new BrokenIndexException("it names a source that it does not hold");
        }
        return new Assessment(
                detail.id(),
                sources.get(detail.source()).name(),
                detail.modified(),
                standing,
                detail.ratings(),
                above(detail.fixed()));
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
