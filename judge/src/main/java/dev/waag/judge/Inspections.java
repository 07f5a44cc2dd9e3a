package dev.waag.judge;

import dev.waag.core.Json;
import dev.waag.inspect.Delta;
import dev.waag.inspect.Finding;
import dev.waag.inspect.Inspection;
import dev.waag.inspect.Profile;
import dev.waag.policy.Inspected;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import dev.waag.python.Version;
import dev.waag.store.Database;
import dev.waag.store.InspectionRow;
import dev.waag.store.InspectionTable;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What was found in files, remembered by their bytes and names, so that none is inspected twice. */
public final class Inspections {
    /** Goes up when an inspection would tell something else of the same file: what an older one told counts no more. */
    static final int REVISION = 3;

    private final Database database;
    private final InstantSource clock;

    Inspections(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A file by the digest of its bytes, or by nothing where its index names none, and by its name. */
    record Key(String sha256, String filename) {
        static Key of(SimpleFile file) {
            return new Key(file.hashes().getOrDefault("sha256", ""), file.filename());
        }
    }

    /** Whether the file was inspected. */
    public boolean has(String sha256, String filename) throws SQLException {
        return database.read(c -> InspectionTable.find(c, sha256, filename, REVISION))
                .isPresent();
    }

    /** What inspecting a file told, in the shape of {@code waag inspect --format json}: {@code findings}, {@code capabilities}, {@code facts}. */
    public Optional<JsonNode> told(String sha256, String filename) throws SQLException {
        return database.read(c -> InspectionTable.find(c, sha256, filename, REVISION))
                .map(row -> {
                    JsonNode body = Json.MAPPER.readTree(row.body());
                    ObjectNode told = Json.MAPPER.createObjectNode();
                    told.set("findings", body.path("findings"));
                    told.set("capabilities", body.path("profile").path("capabilities"));
                    told.set("facts", body.path("told"));
                    return told;
                });
    }

    /** Facts of a project's inspected files, each also under its name alone, for files whose index gives no digest. */
    Map<Key, Inspected> ofProject(ProjectName project) throws SQLException {
        List<InspectionRow> rows = database.read(c -> InspectionTable.ofProject(c, project, REVISION));
        Map<Key, Inspected> facts = new HashMap<>();
        for (InspectionRow row : rows) {
            Inspected known = facts(row.facts());
            facts.put(new Key(row.sha256(), row.filename()), known);
            facts.put(new Key("", row.filename()), known);
        }
        return facts;
    }

    /** Remembers what was found, and what is new in it against the highest older release of its kind that was inspected. */
    public Inspected save(ProjectName project, Inspection found) throws SQLException {
        List<InspectionRow> rows = database.read(c -> InspectionTable.ofProject(c, project, REVISION));
        List<Finding> delta = older(rows, found)
                .map(r -> Delta.between(profile(r.body()), found.profile()))
                .orElse(List.of());
        Inspected facts = InspectedFacts.of(found, delta);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("findings", found.with(delta).findings());
        body.put("profile", found.profile());
        body.put("told", InspectedFacts.told(found, delta));
        InspectionRow row = new InspectionRow(
                found.sha256().hex(),
                found.filename(),
                project.value(),
                found.version(),
                REVISION,
                clock.instant(),
                Json.MAPPER.writeValueAsBytes(facts),
                Json.MAPPER.writeValueAsBytes(body));
        database.write(c -> InspectionTable.save(c, row));
        return facts;
    }

    private static Optional<InspectionRow> older(List<InspectionRow> rows, Inspection found) {
        record Older(Version version, InspectionRow row) {}
        boolean wheel = found.kind().equals("wheel");
        Optional<Version> mine = Version.parse(found.version());
        return rows.stream()
                .filter(r -> r.filename().endsWith(".whl") == wheel)
                .flatMap(r -> Version.parse(r.version()).stream().map(v -> new Older(v, r)))
                .filter(o -> mine.isPresent() && o.version().compareTo(mine.get()) < 0)
                .max(Comparator.comparing(Older::version))
                .map(Older::row);
    }

    private static Inspected facts(byte[] json) {
        JsonNode n = Json.MAPPER.readTree(json);
        return new Inspected(
                list(n, "archiveFaults"),
                n.path("installScore").asDouble(),
                list(n, "installSigns"),
                list(n, "capabilities"),
                list(n, "startupFiles"),
                list(n, "nativeFiles"),
                list(n, "delta"));
    }

    private static Profile profile(byte[] json) {
        JsonNode n = Json.MAPPER.readTree(json).path("profile");
        return new Profile(
                set(n, "installCode"),
                set(n, "startup"),
                set(n, "entryPoints"),
                set(n, "capabilities"),
                set(n, "natives"),
                set(n, "requires"),
                set(n, "emails"),
                set(n, "repositories"));
    }

    private static List<String> list(JsonNode n, String field) {
        return n.path(field).values().stream().map(JsonNode::asString).toList();
    }

    private static Set<String> set(JsonNode n, String field) {
        return new HashSet<>(list(n, field));
    }
}
