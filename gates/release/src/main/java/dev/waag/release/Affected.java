package dev.waag.release;

import dev.waag.advisory.AdvisoryIndex;
import dev.waag.advisory.Vulnerability;
import dev.waag.core.Json;
import dev.waag.index.IndexGate;
import dev.waag.judge.Grounds;
import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import dev.waag.store.Deliveries;
import dev.waag.store.Hosted;
import dev.waag.store.Inputs;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** What a recall is of: the releases that it names, or that its advisory affects. */
final class Affected {
    /** One release. */
    record Release(ProjectName project, String version) {
        @Override
        public String toString() {
            return project + "==" + version;
        }
    }

    /**
     * A target that was understood.
     *
     * @param name as it is shown: {@code name==version}, or the advisory's id
     * @param advisory where it is one
     */
    record Target(String name, Optional<String> advisory, List<Release> releases) {}

    private final IndexGate index;

    Affected(IndexGate index) {
        this.index = index;
    }

    /** Reads {@code NAME==VERSION}; empty for anything else. */
    static Optional<Release> release(String target) {
        int at = target.indexOf("==");
        if (at < 0) {
            return Optional.empty();
        }
        String version = target.substring(at + 2).strip();
        return ProjectName.parse(target.substring(0, at).strip())
                .filter(n -> !version.isEmpty())
                .map(n -> new Release(
                        n, Version.parse(version).map(Version::toString).orElse(version)));
    }

    /** Empty where the target is neither a release nor an advisory that is known. */
    Optional<Target> target(Connection c, String text, Grounds grounds) throws SQLException {
        Optional<Release> one = release(text);
        if (one.isPresent()) {
            return Optional.of(new Target(one.get().toString(), Optional.empty(), List.of(one.get())));
        }
        if (grounds.advisories().isEmpty()) {
            return Optional.empty();
        }
        AdvisoryIndex advisories = grounds.advisories().get();
        Optional<byte[]> record = advisories.record(text);
        Set<ProjectName> projects = record.isPresent() ? named(record.get()) : everything(c);
        List<Release> affected = new ArrayList<>();
        for (ProjectName project : projects) {
            for (String version : known(c, project)) {
                if (advisories.affecting(project, version).stream().anyMatch(v -> is(v, text))) {
                    affected.add(new Release(project, version));
                }
            }
        }
        return record.isEmpty() && affected.isEmpty()
                ? Optional.empty()
                : Optional.of(new Target(text, Optional.of(text), affected));
    }

    static boolean is(Vulnerability v, String id) {
        return v.id().equalsIgnoreCase(id) || v.aliases().stream().anyMatch(a -> a.equalsIgnoreCase(id));
    }

    /** The projects that an OSV record is about. */
    private static Set<ProjectName> named(byte[] record) {
        Set<ProjectName> names = new TreeSet<>();
        for (JsonNode affected : Json.MAPPER.readTree(record).path("affected")) {
            ProjectName.parse(affected.path("package").path("name").asString(""))
                    .ifPresent(names::add);
        }
        return names;
    }

    /** Every project that somebody got, that is published here, or that something published here rests on. */
    static Set<ProjectName> everything(Connection c) throws SQLException {
        Set<ProjectName> all = new TreeSet<>(Hosted.projects(c));
        Deliveries.releases(c).keySet().forEach(n -> ProjectName.parse(n).ifPresent(all::add));
        all.addAll(Inputs.all(c));
        return all;
    }

    /** Every version of a project that is known here, or that somebody got or used. */
    Set<String> known(Connection c, ProjectName project) throws SQLException {
        Set<String> versions = new LinkedHashSet<>(index.versions(c, project));
        Deliveries.of(c, project).forEach(d -> versions.add(d.version()));
        Inputs.users(c, project).stream()
                .map(u -> u.input().version())
                .filter(v -> !v.isEmpty())
                .forEach(versions::add);
        return versions;
    }

    /** All releases that somebody got or that are published here, by project. */
    static Map<String, Set<String>> had(Connection c) throws SQLException {
        Map<String, Set<String>> all = Deliveries.releases(c);
        for (ProjectName project : Hosted.projects(c)) {
            Hosted.files(c, project)
                    .forEach(f -> all.computeIfAbsent(project.value(), k -> new LinkedHashSet<>())
                            .add(f.version()));
        }
        return all;
    }
}
