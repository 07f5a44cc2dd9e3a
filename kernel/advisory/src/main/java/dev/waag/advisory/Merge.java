package dev.waag.advisory;

import dev.waag.advisory.Assessment.Standing;
import dev.waag.advisory.Vulnerability.Disagreement;
import dev.waag.python.ProjectName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes vulnerabilities of the records of a project, for one version.
 *
 * <p>Only records that affect the version are merged; one that does not, or was withdrawn, never joins two that do, but is heard as a voice
 * that disagrees where it shares an id with them.
 */
final class Merge {
    private static final Comparator<Assessment> BY_ID = Comparator.comparing(Assessment::id, AdvisoryIds.ORDER);
    private static final Comparator<Vulnerability> VULNERABILITIES_BY_ID =
            Comparator.comparing(Vulnerability::id, AdvisoryIds.ORDER);

    private final AdvisoryIndex index;
    private final Block block;
    private final ProjectName project;
    private final String version;
    private final int position;
    private final List<Voice> affecting = new ArrayList<>();

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
        AliasGroups aliases = new AliasGroups();
        List<Entry> others = new ArrayList<>();
        for (Entry entry : block.entries()) {
            if (!entry.isWithdrawn() && entry.covers(position, version)) {
                Entry.Ids ids = entry.ids();
                affecting.add(new Voice(entry, ids));
                aliases.add(ids);
            } else {
                others.add(entry);
            }
        }
        List<Vulnerability> found = new ArrayList<>();
        if (affecting.isEmpty()) {
            return found;
        }
        List<List<Integer>> groups = aliases.groups();
        List<List<Voice>> dissent = dissent(groups, others);
        for (int i = 0; i < groups.size(); i++) {
            found.add(vulnerability(groups.get(i), dissent.get(i)));
        }
        found.sort(VULNERABILITIES_BY_ID);
        return found;
    }

    /** For each group those that do not affect the version, yet share an id with it. */
    private List<List<Voice>> dissent(List<List<Integer>> groups, List<Entry> others) {
        Map<String, List<Voice>> byId = new HashMap<>();
        List<List<Voice>> dissent = new ArrayList<>(groups.size());
        for (List<Integer> group : groups) {
            List<Voice> voices = new ArrayList<>(0);
            dissent.add(voices);
            for (int i : group) {
                Entry.Ids ids = affecting.get(i).ids();
                byId.put(ids.id(), voices);
                for (String alias : ids.aliases()) {
                    byId.put(alias, voices);
                }
            }
        }
        for (Entry other : others) {
            Entry.Ids ids = other.ids();
            Voice voice = new Voice(other, ids);
            say(voice, byId.get(ids.id()));
            for (String alias : ids.aliases()) {
                say(voice, byId.get(alias));
            }
        }
        return dissent;
    }

    private static void say(Voice voice, @Nullable List<Voice> to) {
        if (to != null && (to.isEmpty() || !to.getLast().entry().equals(voice.entry()))) {
            to.add(voice);
        }
    }

    private Vulnerability vulnerability(List<Integer> group, List<Voice> dissent) {
        TreeSet<String> ids = new TreeSet<>(AdvisoryIds.ORDER);
        TreeSet<Integer> fixed = new TreeSet<>();
        List<Assessment> assessments = new ArrayList<>(group.size() + dissent.size());
        String id = "";
        String summary = "";
        for (int i : group) {
            Voice voice = affecting.get(i);
            Entry.Detail detail = voice.entry().detail();
            ids.add(voice.ids().id());
            ids.addAll(voice.ids().aliases());
            for (int rank : detail.fixed()) {
                if (isAbove(rank)) {
                    fixed.add(rank);
                }
            }
            assessments.add(assessment(voice, detail, Standing.AFFECTED));
            boolean first =
                    id.isEmpty() || AdvisoryIds.ORDER.compare(voice.ids().id(), id) < 0;
            if (summary.isEmpty() || first && !detail.summary().isEmpty()) {
                summary = detail.summary();
            }
            id = first ? voice.ids().id() : id;
        }
        assessments.sort(BY_ID);
        Set<Disagreement> disagreements = disagreements(assessments);
        for (Voice other : dissent) {
            Standing standing = other.entry().isWithdrawn() ? Standing.WITHDRAWN : Standing.NOT_AFFECTED;
            assessments.add(assessment(other, other.entry().detail(), standing));
            disagreements.add(Disagreement.AFFECTED);
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
        List<String> fixed = new ArrayList<>();
        for (int rank : detail.fixed()) {
            if (isAbove(rank)) {
                fixed.add(block.version(rank));
            }
        }
        return new Assessment(
                voice.ids().id(), index.source(detail.source()), detail.modified(), standing, detail.ratings(), fixed);
    }

    /** What is no version has none above it that could be named. */
    private boolean isAbove(int rank) {
        return position != Block.NOWHERE && 2 * rank + 1 > position;
    }

    private List<String> versions(Set<Integer> ranks) {
        List<String> versions = new ArrayList<>(ranks.size());
        for (int rank : ranks) {
            versions.add(block.version(rank));
        }
        return versions;
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
