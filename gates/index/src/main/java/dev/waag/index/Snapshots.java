package dev.waag.index;

import dev.waag.core.Json;
import dev.waag.core.Sha256;
import dev.waag.judge.Judge;
import dev.waag.python.ProjectName;
import dev.waag.store.Blobs;
import dev.waag.store.Database;
import dev.waag.store.Ledger;
import dev.waag.store.LedgerEntry;
import dev.waag.store.SnapshotRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * The index as of an instant: every project that is known here as the last channel shows it, with the decisions on its files, the policy
 * and the set of advisories. A snapshot's id is the SHA-256 of its manifest, which names each page by the SHA-256 of its bytes, so that nothing in it
 * can change, and the same index has the same id.
 *
 * <pre>
 * {"schema": "waag-snapshot/1", "policy": DIGEST, "advisories": ID, "projects": {NAME: SHA-256 of its page, ...}}
 * </pre>
 */
public final class Snapshots {
    /** What stands in a stored page in the place of the address that it is served at. */
    private static final String BASE = "https://snapshot.invalid";

    private final Database database;
    private final Ledger ledger;
    private final Blobs blobs;
    private final Judge judge;
    private final IndexGate index;
    private final InstantSource clock;

    public Snapshots(Database database, Ledger ledger, Blobs blobs, Judge judge, IndexGate index, InstantSource clock)
            throws SQLException {
        this.database = database;
        this.ledger = ledger;
        this.blobs = blobs;
        this.judge = judge;
        this.index = index;
        this.clock = clock;
        keep();
    }

    /** Pages are nobody's cache: the snapshot is all there is of them. */
    private void keep() throws SQLException {
        List<Sha256> pages = new ArrayList<>();
        for (SnapshotRows.Row row : all()) {
            manifest(row.id()).ifPresent(m -> m.path("projects").forEach(d -> pages.add(new Sha256(d.asString("")))));
        }
        blobs.keep(pages);
    }

    /**
     * Takes a snapshot of what is known here now; no upstream is asked.
     *
     * @param actor who wants it
     * @return its id
     */
    public Sha256 create(String actor) throws IOException, SQLException {
        Map<String, String> projects = new TreeMap<>();
        for (ProjectName name : index.known()) {
            Optional<ProjectView> view = index.asKnown(name);
            if (view.isPresent()) {
                projects.put(name.value(), store(page(view.get())).hex());
            }
        }
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("schema", "waag-snapshot/1");
        manifest.put("policy", judge.policy().digest());
        manifest.put("advisories", judge.lastAdvisories().orElse(""));
        manifest.put("projects", projects);
        byte[] body = Json.MAPPER.writeValueAsBytes(manifest);
        Sha256 id = Sha256.of(body);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        database.write(c -> {
            if (SnapshotRows.manifest(c, id).isEmpty()) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("id", id.hex());
                fields.put("policy", judge.policy().digest());
                fields.put("projects", projects.size());
                long entry = ledger.append(c, new LedgerEntry("snapshot", now, actor, fields));
                SnapshotRows.save(c, id, body, now, entry);
            }
            return true;
        });
        return id;
    }

    private static byte[] page(ProjectView view) {
        return view.bytes(ProjectView.Format.JSON, BASE);
    }

    private Sha256 store(byte[] page) throws IOException {
        Sha256 digest = Sha256.of(page);
        blobs.keep(List.of(digest));
        if (blobs.find(digest).isEmpty()) {
            Path file = blobs.temporary();
            Files.write(file, page);
            blobs.adoptPlain(file, digest);
        }
        return digest;
    }

    /** All snapshots, oldest first. */
    public List<SnapshotRows.Row> all() throws SQLException {
        return database.read(SnapshotRows::all);
    }

    /** What a snapshot consists of; empty where there is none of that id. */
    public Optional<JsonNode> manifest(Sha256 id) throws SQLException {
        return database.read(c -> SnapshotRows.manifest(c, id)).map(Json.MAPPER::readTree);
    }

    /** The names in a snapshot, in order. */
    public Optional<List<ProjectName>> projects(Sha256 id) throws SQLException {
        return manifest(id)
                .map(m -> m.path("projects").propertyNames().stream()
                        .map(ProjectName::new)
                        .toList());
    }

    /**
     * A project's page in a snapshot, as JSON (PEP 691).
     *
     * @param base the URL that its links begin with
     */
    public Optional<byte[]> page(Sha256 id, ProjectName project, String base) throws IOException, SQLException {
        String digest = manifest(id)
                .map(m -> m.path("projects").path(project.value()).asString(""))
                .orElse("");
        Optional<Path> stored = Sha256.parse(digest).flatMap(blobs::find);
        return stored.isEmpty()
                ? Optional.empty()
                : Optional.of(Files.readString(stored.get()).replace(BASE, base).getBytes(StandardCharsets.UTF_8));
    }

    /** What is different in the second: empty where one of them is not there. */
    public Optional<Map<String, Object>> diff(Sha256 a, Sha256 b) throws IOException, SQLException {
        Optional<JsonNode> left = manifest(a);
        Optional<JsonNode> right = manifest(b);
        if (left.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> diff = new LinkedHashMap<>();
        diff.put("same", a.equals(b));
        diff.put("policy_changed", !left.get().path("policy").equals(right.get().path("policy")));
        diff.put(
                "advisories_changed",
                !left.get().path("advisories").equals(right.get().path("advisories")));
        Set<String> names = new TreeSet<>(left.get().path("projects").propertyNames());
        names.addAll(right.get().path("projects").propertyNames());
        List<Map<String, Object>> changes = new ArrayList<>();
        for (String name : names) {
            Map<String, String> before = files(a, left.get(), name);
            Map<String, String> after = files(b, right.get(), name);
            if (!before.equals(after)) {
                changes.add(change(name, before, after));
            }
        }
        diff.put("projects", changes);
        return Optional.of(diff);
    }

    /** A page's files, each with all that is said of it. */
    private Map<String, String> files(Sha256 id, JsonNode manifest, String name) throws IOException, SQLException {
        Map<String, String> files = new TreeMap<>();
        if (manifest.path("projects").has(name)) {
            Optional<byte[]> page = page(id, new ProjectName(name), BASE);
            if (page.isPresent()) {
                for (JsonNode file : Json.MAPPER.readTree(page.get()).path("files")) {
                    files.put(file.path("filename").asString(""), file.toString());
                }
            }
        }
        return files;
    }

    private static Map<String, Object> change(String name, Map<String, String> before, Map<String, String> after) {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("project", name);
        change.put(
                "added",
                after.keySet().stream().filter(f -> !before.containsKey(f)).toList());
        change.put(
                "removed",
                before.keySet().stream().filter(f -> !after.containsKey(f)).toList());
        change.put(
                "changed",
                after.entrySet().stream()
                        .filter(e ->
                                before.containsKey(e.getKey()) && !e.getValue().equals(before.get(e.getKey())))
                        .map(Map.Entry::getKey)
                        .toList());
        return change;
    }
}
