package dev.waag.release;

import dev.waag.core.Json;
import dev.waag.store.Channels;
import dev.waag.store.Hosted;
import dev.waag.store.HostedFile;
import dev.waag.store.Inputs;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is different in a release from the one that a channel has now, for whoever is to approve it. */
final class Changes {
    private Changes() {}

    static Map<String, Object> since(Connection c, Releases release, String channel) throws SQLException {
        Map<String, Object> changes = new LinkedHashMap<>();
        Optional<String> head = Channels.head(Channels.history(c, release.project()), channel)
                .filter(h -> !h.equals(release.version()));
        changes.put("since", head.orElse(""));
        List<HostedFile> before = head.isPresent()
                ? Releases.find(c, release.project(), head.get())
                        .map(Releases::files)
                        .orElse(List.of())
                : List.of();
        changes.put("files", release.files().stream().map(Changes::file).toList());
        changes.put("files_before", before.stream().map(Changes::file).toList());
        Set<String> now = needs(c, release, release.version());
        Set<String> then = head.isPresent() ? needs(c, release, head.get()) : Set.of();
        changes.put("dependencies_added", minus(now, then));
        changes.put("dependencies_removed", minus(then, now));
        Set<String> can = capabilities(c, release.files());
        Set<String> could = capabilities(c, before);
        changes.put("capabilities_added", minus(can, could));
        changes.put("capabilities_removed", minus(could, can));
        Set<String> publishers = publishers(release.files());
        changes.put("publishers", publishers);
        changes.put("publishers_before", publishers(before));
        return changes;
    }

    private static Map<String, Object> file(HostedFile f) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("filename", f.filename());
        row.put("sha256", f.sha256().hex());
        row.put("size", f.size());
        return row;
    }

    private static Set<String> publishers(List<HostedFile> files) {
        return files.stream().map(HostedFile::publisher).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What the code of the files is able to do. */
    static Set<String> capabilities(Connection c, List<HostedFile> files) throws SQLException {
        Set<String> all = new TreeSet<>();
        for (HostedFile f : files) {
            for (Hosted.Evidence e : Hosted.evidence(c, f.project(), f.filename())) {
                if (e.kind().equals(Contents.EVIDENCE)) {
                    Json.MAPPER.readTree(e.body()).path("capabilities").forEach(w -> all.add(w.asString("")));
                }
            }
        }
        return all;
    }

    private static Set<String> needs(Connection c, Releases release, String version) throws SQLException {
        Set<String> needs = new TreeSet<>();
        for (Inputs.User user : Inputs.of(c, release.project(), version)) {
            if (user.input().source().equals(Requirements.SOURCE)) {
                needs.add(user.input().project() + user.input().range());
            }
        }
        return needs;
    }

    private static List<String> minus(Set<String> a, Set<String> b) {
        return a.stream().filter(x -> !b.contains(x)).toList();
    }
}
