package dev.waag.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.Sha256;
import dev.waag.python.ProjectName;
import dev.waag.python.ProjectStatus;
import dev.waag.python.SimpleFile;
import dev.waag.store.DecisionRecord.ReasonRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectsTest {
    private static final String UPSTREAM = "https://index.example/simple/";
    private static final ProjectName KAAS = new ProjectName("kaas");

    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(folder.resolve("waag.db"));
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    private void save(ProjectRecord project, List<FileRecord> files) throws SQLException {
        database.write(c -> {
            Projects.save(c, project, files);
            return true;
        });
    }

    private Optional<ProjectRecord> find(ProjectName name) throws SQLException {
        return database.read(c -> Projects.find(c, UPSTREAM, name));
    }

    @Test
    void whateverIsSavedIsFoundAgainAsItWas() throws Exception {
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            ProjectName name = new ProjectName("project-" + seed);
            List<FileRecord> files = new ArrayList<>();
            int count = random.nextInt(6);
            for (int i = 0; i < count; i++) {
                files.add(file(name, random, i));
            }
            ProjectRecord saved = project(random, name, files);
            save(saved, files);
            assertThat(find(name)).as("seed %d", seed).contains(saved);
        }
    }

    @Test
    void onlyTheFilesThatAreGivenAreReplaced() throws Exception {
        Random random = new Random(1);
        FileRecord a = file(KAAS, random, 0);
        FileRecord b = file(KAAS, random, 1);
        save(project(random, KAAS, List.of(a, b)), List.of(a, b));
        FileRecord other = b.upstream(b.place(), b.seen(), b.latest(), Optional.of("changed"));
        ProjectRecord next = project(random, KAAS, List.of(a, other));
        save(next, List.of(other));
        assertThat(find(KAAS)).contains(next);
    }

    @Test
    void projectsOfOneNameAndTwoUpstreamsAreTwo() throws Exception {
        Random random = new Random(2);
        save(project(random, KAAS, List.of()), List.of());
        String other = "https://other.example/simple/";
        Optional<ProjectRecord> there = database.read(c -> Projects.find(c, other, KAAS));
        List<ProjectName> here = database.read(c -> Projects.names(c, UPSTREAM));
        List<ProjectName> elsewhere = database.read(c -> Projects.names(c, other));
        assertThat(there).isEmpty();
        assertThat(here).containsExactly(KAAS);
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void metadataAndObservedDigestsAreKept() throws Exception {
        Projects.Metadata metadata =
                new Projects.Metadata("abc", "Name: kaas\n".getBytes(StandardCharsets.UTF_8), true);
        Sha256 digest = Sha256.of(new byte[] {1});
        database.write(c -> {
            Projects.saveMetadata(c, UPSTREAM, KAAS, "kaas-1-py3-none-any.whl", metadata);
            return Observed.save(c, UPSTREAM, KAAS, "kaas-1.zip", "tag", digest);
        });
        assertThat(metadata("kaas-1-py3-none-any.whl")).hasValueSatisfying(m -> {
            assertThat(m.wheel()).isEqualTo("abc");
            assertThat(m.body()).isEqualTo(metadata.body());
            assertThat(m.confirmed()).isTrue();
        });
        assertThat(metadata("other.whl")).isEmpty();
        assertThat(observed("tag")).contains(digest);
        assertThat(observed("other tag")).isEmpty();
    }

    private Optional<Projects.Metadata> metadata(String filename) throws SQLException {
        return database.read(c -> Projects.metadata(c, UPSTREAM, KAAS, filename));
    }

    private Optional<Sha256> observed(String tag) throws SQLException {
        return database.read(c -> Observed.find(c, UPSTREAM, KAAS, "kaas-1.zip", tag));
    }

    @Test
    void waiversAreKeptUntilTheyAreRemoved() throws Exception {
        byte[] body = {1, 2};
        database.write(c -> {
            Waivers.save(c, "w-1", body, 7);
            return true;
        });
        assertThat(database.read(Waivers::all)).containsExactly(body);
        assertThat(database.<Boolean>write(c -> Waivers.remove(c, "w-1"))).isTrue();
        assertThat(database.<Boolean>write(c -> Waivers.remove(c, "w-1"))).isFalse();
        assertThat(database.read(Waivers::all)).isEmpty();
    }

    private static ProjectRecord project(Random r, ProjectName name, List<FileRecord> files) {
        return new ProjectRecord(
                UPSTREAM,
                name,
                new ProjectStatus(r.nextBoolean() ? "active" : "archived", text(r)),
                text(r),
                text(r),
                time(r),
                time(r),
                r.nextBoolean(),
                text(r),
                files);
    }

    private static FileRecord file(ProjectName project, Random r, int place) {
        String filename = project.value().replace('-', '_') + "-" + place + ".0-py3-none-any.whl";
        return FileRecord.of(
                project,
                place,
                time(r),
                simple(r, filename),
                maybe(r, simple(r, filename)),
                maybe(r, text(r)),
                new DecisionRecord(
                        List.of("allow", "hold", "deny").get(r.nextInt(3)),
                        reasons(r),
                        r.nextLong(-1, 1L << 40),
                        time(r),
                        maybe(r, time(r))));
    }

    private static SimpleFile simple(Random r, String filename) {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (String algorithm : List.of("sha256", "md5", "blake2b_256")) {
            if (r.nextBoolean()) {
                hashes.put(algorithm, Long.toHexString(r.nextLong()));
            }
        }
        boolean metadata = r.nextBoolean();
        return new SimpleFile(
                filename,
                "https://files.example/" + text(r),
                hashes,
                r.nextBoolean() ? OptionalLong.of(r.nextLong(0, Long.MAX_VALUE)) : OptionalLong.empty(),
                maybe(r, time(r).plusNanos(1000L * r.nextInt(1_000_000))),
                text(r),
                maybe(r, text(r)),
                metadata,
                metadata ? maybe(r, text(r)) : Optional.empty(),
                maybe(r, text(r)));
    }

    private static List<ReasonRecord> reasons(Random r) {
        List<ReasonRecord> reasons = new ArrayList<>();
        for (int i = r.nextInt(3); i > 0; i--) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("text", text(r));
            facts.put("number", r.nextInt());
            facts.put("flag", r.nextBoolean());
            facts.put("list", List.of("a", 1));
            reasons.add(new ReasonRecord("rule-" + i, "hold", "high", text(r), text(r), facts));
        }
        return reasons;
    }

    private static <T> Optional<T> maybe(Random r, T value) {
        return r.nextBoolean() ? Optional.of(value) : Optional.empty();
    }

    /** To the millisecond, before and after 1970. */
    private static Instant time(Random r) {
        return Instant.ofEpochMilli(r.nextLong(-1L << 40, 1L << 42));
    }

    private static String text(Random r) {
        String letters = "abc-1.0 \"'<>&\\\u00e9\u4e16\ud83e\uddc0";
        StringBuilder text = new StringBuilder();
        letters.codePoints().filter(c -> r.nextBoolean()).forEach(text::appendCodePoint);
        return r.nextInt(20) == 0 ? text.toString().repeat(100) : text.toString();
    }
}
