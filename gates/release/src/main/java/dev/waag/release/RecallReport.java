package dev.waag.release;

import dev.waag.core.Json;
import dev.waag.index.IndexGate;
import dev.waag.python.ProjectName;
import dev.waag.release.Affected.Release;
import dev.waag.release.Affected.Target;
import dev.waag.store.Channels;
import dev.waag.store.Deliveries.Delivery;
import dev.waag.store.Receipts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a recall found and did, as it is told. */
final class RecallReport {
    /** Downloads that are listed; how many there were is told besides. */
    private static final int LISTED = 10_000;

    private RecallReport() {}

    static Map<String, Object> of(
            Connection c,
            IndexGate index,
            Target target,
            Reach reach,
            List<Map<String, Object>> moved,
            Set<Release> blocked)
            throws SQLException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("target", target.name());
        report.put("recalled", target.releases().stream().map(Release::toString).toList());
        List<Delivery> downloads = reach.downloads();
        report.put(
                "downloads",
                downloads.subList(Math.max(0, downloads.size() - LISTED), downloads.size()).stream()
                        .map(RecallReport::download)
                        .toList());
        report.put("downloads_total", reach.given());
        report.put("receipts", receipts(c, downloads));
        List<Map<String, Object>> releases = new ArrayList<>();
        List<Map<String, Object>> channels = new ArrayList<>(moved);
        Set<String> act = new TreeSet<>();
        Set<ProjectName> projects =
                reach.releases().keySet().stream().map(Release::project).collect(Collectors.toSet());
        Map<String, Map<String, Set<String>>> channelsOf = Channels.byVersion(c, projects);
        Map<String, Map<String, Set<String>>> publishersOf = Channels.publishers(c, projects);
        projects.forEach(p -> act.add(index.owner(p)));
        for (Map.Entry<Release, Reach.Concern> e : reach.releases().entrySet()) {
            Set<String> in = of(channelsOf, e.getKey());
            releases.add(release(e.getKey(), e.getValue(), in));
            act.addAll(of(publishersOf, e.getKey()));
            if (e.getValue().certain()) {
                in.stream()
                        .filter(channel -> moved.stream().noneMatch(m -> is(m, channel, e.getKey())))
                        .forEach(channel -> channels.add(channel(channel, e.getKey(), blocked)));
            }
        }
        downloads.forEach(d -> act.add(d.actor()));
        act.removeAll(Set.of("anonymous", ""));
        report.put("releases", releases);
        report.put("channels", channels);
        report.put(
                "blocked",
                blocked.stream()
                        .map(r -> {
                            Map<String, Object> row = new LinkedHashMap<>();
                            row.put("project", r.project().value());
                            row.put("version", r.version());
                            return row;
                        })
                        .toList());
        report.put("must_act", List.copyOf(act));
        return report;
    }

    private static Set<String> of(Map<String, Map<String, Set<String>>> all, Release r) {
        return all.getOrDefault(r.project().value(), Map.of()).getOrDefault(r.version(), Set.of());
    }

    private static boolean is(Map<String, Object> moved, String channel, Release r) {
        return channel.equals(moved.get("channel"))
                && r.project().value().equals(moved.get("project"))
                && r.version().equals(moved.get("from"));
    }

    private static Map<String, Object> download(Delivery d) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("project", d.project());
        row.put("version", d.version());
        row.put("filename", d.filename());
        row.put("sha256", d.sha256());
        row.put("actor", d.actor());
        row.put("at", d.at().toString());
        row.put("ledger_index", d.entry());
        row.put("count", d.count());
        return row;
    }

    /** The jobs that got it under a receipt, with who they are. */
    private static List<Map<String, Object>> receipts(Connection c, List<Delivery> downloads) throws SQLException {
        Map<Long, Instant> when = new HashMap<>();
        downloads.forEach(d -> when.put(d.entry(), d.at()));
        Set<String> files = downloads.stream().map(Delivery::sha256).collect(Collectors.toCollection(TreeSet::new));
        List<Map<String, Object>> receipts = new ArrayList<>();
        for (String sha256 : files) {
            for (Receipts.Under under : Receipts.of(c, sha256)) {
                Receipts.Served file = under.file();
                if (!when.containsKey(file.entry())) {
                    continue; // the same bytes under another name
                }
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("id", under.receipt());
                row.put("user", under.body().map(RecallReport::user).orElse(""));
                row.put("project", file.project());
                row.put("version", file.version());
                row.put("filename", file.filename());
                row.put("sha256", sha256);
                row.put("at", String.valueOf(when.get(file.entry())));
                row.put("ledger_index", file.entry());
                receipts.add(row);
            }
        }
        return receipts;
    }

    private static String user(byte[] receipt) {
        return Json.MAPPER.readTree(receipt).path("user").asString("");
    }

    private static Map<String, Object> release(Release r, Reach.Concern concern, Set<String> in) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("project", r.project().value());
        row.put("version", r.version());
        row.put("how", concern.how());
        row.put("on", concern.on().toString());
        row.put("certain", concern.certain());
        row.put("channels", List.copyOf(in));
        return row;
    }

    private static Map<String, Object> channel(String channel, Release r, Set<Release> blocked) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("channel", channel);
        row.put("project", r.project().value());
        row.put("from", r.version());
        row.put("to", r.version());
        row.put("action", blocked.contains(r) ? "blocked" : "none");
        return row;
    }
}
