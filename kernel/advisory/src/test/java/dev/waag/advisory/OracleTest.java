package dev.waag.advisory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.advisory.Assessment.Standing;
import dev.waag.core.Json;
import dev.waag.python.ProjectName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Equal to an implementation of the OSV evaluation algorithm over Python's {@code packaging} 26.3, on generated records: {@code
 * evaluation.jsonl} has a set of records a line, and versions with the records that affect them, grouped by shared ids, and their fixes.
 */
final class OracleTest {
    @Test
    void sameRecordsSameGroupsSameFixes() throws IOException {
        int questions = 0;
        var resource = Objects.requireNonNull(OracleTest.class.getResourceAsStream("evaluation.jsonl"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                questions += ask(Json.MAPPER.readTree(line));
            }
        }
        assertThat(questions).isGreaterThan(500);
    }

    private static int ask(JsonNode set) {
        AdvisoryIndexWriter writer = new AdvisoryIndexWriter();
        List<String> records = new ArrayList<>();
        set.get("records").forEach(r -> records.add(r.toString()));
        Indexes.add(writer, "test", records);
        AdvisoryIndex index = AdvisoryIndex.open(ByteBuffer.wrap(Indexes.bytes(writer)));
        for (JsonNode query : set.get("queries")) {
            ProjectName project =
                    ProjectName.parse(query.get("name").asString()).orElseThrow();
            String version = query.get("version").asString();
            List<Vulnerability> found = index.affecting(project, version);
            List<Group> groups = new ArrayList<>();
            for (Vulnerability v : found) {
                TreeSet<String> recordIds = new TreeSet<>();
                v.assessments().stream()
                        .filter(a -> a.standing() == Standing.AFFECTED)
                        .forEach(a -> recordIds.add(a.id()));
                TreeSet<String> ids = new TreeSet<>(v.aliases());
                assertThat(ids.add(v.id())).isTrue();
                groups.add(new Group(recordIds, ids, v.fixedIn()));
            }
            List<Group> expected = new ArrayList<>();
            query.get("groups")
                    .forEach(g -> expected.add(new Group(texts(g, "records"), texts(g, "ids"), list(g, "fixes"))));
            assertThat(groups)
                    .as("%s of %s in %s", version, project, set)
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(index.isUnaffected(project, version)).isEqualTo(expected.isEmpty());
        }
        return set.get("queries").size();
    }

    /** Fixes as they print: equal versions have other spellings, of which one is shown. */
    private record Group(Set<String> records, Set<String> ids, List<String> fixes) {
        Group {
            fixes = fixes.stream().map(Group::canonical).toList();
        }

        private static String canonical(String version) {
            String v = version;
            while (v.endsWith(".0")) {
                v = v.substring(0, v.length() - 2);
            }
            return v;
        }
    }

    private static Set<String> texts(JsonNode group, String name) {
        return new TreeSet<>(list(group, name));
    }

    private static List<String> list(JsonNode group, String name) {
        List<String> texts = new ArrayList<>();
        group.get(name).forEach(t -> texts.add(t.asString()));
        return texts;
    }
}
