package dev.waag.feeds;

import static dev.waag.feeds.Fixture.ids;
import static dev.waag.feeds.Fixture.record;
import static dev.waag.feeds.Fixture.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.core.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WebSourcesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path root;

    private Web web;
    private Fixture fixture;

    WebSourcesTest() throws IOException {
        web = new Web();
        fixture = new Fixture(Path.of("unset"));
    }

    @BeforeEach
    void makeCache() {
        fixture = new Fixture(root.resolve("cache"));
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private void later() {
        fixture.now = fixture.now.plus(HOUR);
    }

    @Test
    void anArchiveIsAskedForAgainAfterAWhileAndOnlyIfItChanged() {
        web.put("all.zip", zip(Map.of("A-1.json", record("A-1"))));
        String url = web.url("all.zip");
        String id = fixture.open(url).id();
        assertThat(web.requests()).containsExactly("/all.zip 200");
        assertThat(fixture.open(url).id()).isEqualTo(id);
        assertThat(web.requests()).isEmpty();
        later();
        assertThat(fixture.open(url).id()).isEqualTo(id);
        assertThat(fixture.open(url).id()).isEqualTo(id);
        assertThat(web.requests()).containsExactly("/all.zip 304");
        web.put("all.zip", zip(Map.of("B-1.json", record("B-1"))));
        assertThat(ids(fixture.open(url))).containsExactly("A-1");
        later();
        assertThat(ids(fixture.open(url))).containsExactly("B-1");
        fixture.now = fixture.now.minus(Duration.ofDays(1));
        fixture.open(url);
        assertThat(web.requests()).containsExactly("/all.zip 200", "/all.zip 304");
    }

    @Test
    void whatTheServerStatesIsTheAge() {
        web.put("all.zip", zip(Map.of("A-1.json", record("A-1"))));
        web.lastModified("Sun, 22 Nov 2026 10:00:00 GMT");
        assertThat(fixture.open(web.url("all.zip")).index().sources().getFirst().asOf())
                .hasValue(Instant.parse("2026-11-22T10:00:00Z"));
        web.put("other.zip", zip(Map.of("B-1.json", record("B-1"))));
        web.lastModified("Sun, 22 Nov 2099 10:00:00 GMT");
        assertThat(fixture.open(web.url("other.zip"))
                        .index()
                        .sources()
                        .getFirst()
                        .asOf())
                .hasValue(Instant.parse("2026-11-01T00:00:00Z"));
    }

    @Test
    void whileTheServerFailsTheOldStateServes() {
        web.put("all.zip", zip(Map.of("A-1.json", record("A-1"))));
        String url = web.url("all.zip");
        fixture.open(url);
        later();
        web.fail(503);
        Advisories old = fixture.open(url);
        assertThat(ids(old)).containsExactly("A-1");
        assertThat(old.warnings())
                .singleElement()
                .asString()
                .contains("could not be fetched, its state of 2026-11-22T12:00:00Z is used: 127.0.0.1 answered 503");
        web.fail(0);
        web.put("all.zip", "<html>Please log in</html>");
        assertThat(ids(fixture.open(url))).containsExactly("A-1");
        web.put("all.zip", zip(Map.of("B-1.json", record("B-1"))));
        Advisories fresh = fixture.open(url);
        assertThat(ids(fresh)).containsExactly("B-1");
        assertThat(fresh.warnings()).isEmpty();
    }

    @Test
    void whatWasNeverFetchedIsAnError() {
        web.fail(500);
        assertThatThrownBy(() -> fixture.open(web.url("all.zip")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("all.zip could not be fetched, and was never before");
        assertThatThrownBy(() -> fixture.open(web.url("osv/")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("osv/ could not be fetched, and was never before");
    }

    @Test
    void offlineNobodyIsAsked() {
        web.put("all.zip", zip(Map.of("A-1.json", record("A-1"))));
        web.put("kev", "{\"vulnerabilities\": [{\"cveID\": \"CVE-A-1\"}]}");
        String url = web.url("all.zip");
        fixture.kev = Optional.of(web.url("kev"));
        fixture.offline = true;
        assertThatThrownBy(() -> fixture.open(url)).hasMessageContaining("was never fetched");
        assertThatThrownBy(() -> fixture.open(web.url("osv/"))).hasMessageContaining("was never fetched");
        fixture.offline = false;
        fixture.open(url);
        assertThat(web.requests()).hasSize(2);
        fixture.offline = true;
        fixture.now = fixture.now.plus(Duration.ofDays(100));
        Advisories advisories = fixture.open(url);
        assertThat(advisories.index().affecting(Fixture.HOLE, "1").getFirst().knownExploited())
                .isTrue();
        assertThat(web.requests()).isEmpty();
    }

    @Test
    void aPageIsNoCatalogue() {
        web.put("all.zip", zip(Map.of("A-1.json", record("A-1"))));
        web.put("kev", "<html>");
        fixture.kev = Optional.of(web.url("kev"));
        assertThatThrownBy(() -> fixture.open(web.url("all.zip"))).hasMessageContaining("kev could not be fetched");
    }

    private void list(Map<String, String> modified) {
        StringBuilder csv = new StringBuilder();
        modified.forEach((id, time) -> csv.append(time).append(',').append(id).append('\n'));
        web.put("osv/modified_id.csv", csv.toString());
    }

    @Test
    void ofAFolderOnlyWhatChangedIsFetched() {
        String old = "2026-11-01T00:00:00Z";
        String fresh = "2026-11-02T00:00:00.5Z";
        web.put(
                "osv/all.zip",
                zip(Map.of("A-1.json", record("A-1"), "B-1.json", record("B-1"), "C-1.json", record("C-1"))));
        list(Map.of("A-1", old, "B-1", old, "C-1", old));
        String url = web.url("osv/");
        assertThat(ids(fixture.open(url))).containsExactly("A-1", "B-1", "C-1");
        assertThat(web.requests()).containsExactly("/osv/modified_id.csv 200", "/osv/all.zip 200");
        later();
        fixture.open(url);
        assertThat(web.requests()).containsExactly("/osv/modified_id.csv 304");
        later();
        list(Map.of("A-1", fresh, "B-1", old, "D-1", fresh));
        web.put("osv/A-1.json", record("A-1", "2026-11-02T00:00:00Z", "7"));
        web.put("osv/D-1.json", record("D-1", fresh, "3"));
        for (int i = 0; i < 2; i++) {
            assertThat(ids(fixture.open(url))).containsExactly("B-1", "D-1");
        }
        assertThat(web.requests())
                .containsExactly("/osv/modified_id.csv 200", "/osv/A-1.json 200", "/osv/D-1.json 200");
        later();
        list(Map.of("A-1", fresh, "B-1", old, "D-1", fresh, "C-1", old));
        assertThat(ids(fixture.open(url))).containsExactly("B-1", "C-1", "D-1");
        assertThat(web.requests()).containsExactly("/osv/modified_id.csv 200");
    }

    @Test
    void aFolderNeedsNoArchive() {
        list(Map.of("A-1", "2026-11-01T00:00:00Z", "B-1", "2026-11-01T00:00:00Z"));
        web.put("osv/A-1.json", record("A-1"));
        web.put("osv/B-1.json", "{}");
        Advisories advisories = fixture.open(web.url("osv/"));
        assertThat(ids(advisories)).containsExactly("A-1");
        assertThat(advisories.warnings()).singleElement().asString().endsWith("B-1.json: the record has no id");
        assertThat(web.requests())
                .containsExactly(
                        "/osv/modified_id.csv 200", "/osv/all.zip 404", "/osv/A-1.json 200", "/osv/B-1.json 200");
    }

    @Test
    void whereMuchChangedTheArchiveIsFetchedAgain() {
        web.put("osv/all.zip", zip(Map.of("A-1.json", record("A-1"))));
        list(Map.of("A-1", "2026-11-01T00:00:00Z"));
        String url = web.url("osv/");
        fixture.open(url);
        later();
        Map<String, String> records = new HashMap<>();
        Map<String, String> times = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            records.put("N-" + i + ".json", record("N-" + i));
            times.put("N-" + i, "2026-11-01T00:00:00Z");
        }
        web.put("osv/all.zip", zip(records));
        list(times);
        web.requests();
        assertThat(ids(fixture.open(url))).hasSize(400);
        assertThat(web.requests()).containsExactly("/osv/modified_id.csv 200", "/osv/all.zip 200");
    }

    @Test
    void aFolderThatFailsHalfwayStaysAsItWas() {
        web.put("osv/all.zip", zip(Map.of("A-1.json", record("A-1"))));
        list(Map.of("A-1", "2026-11-01T00:00:00Z"));
        String url = web.url("osv/");
        fixture.open(url);
        later();
        list(Map.of("A-1", "2026-11-01T00:00:00Z", "B-1", "2026-11-02T00:00:00Z"));
        Advisories old = fixture.open(url);
        assertThat(ids(old)).containsExactly("A-1");
        assertThat(old.warnings()).singleElement().asString().endsWith("127.0.0.1 answered 404");
        web.put("osv/B-1.json", record("B-1"));
        assertThat(ids(fixture.open(url))).containsExactly("A-1", "B-1");
        web.put("osv/modified_id.csv", "2026-11-02T00:00:00Z,../../x\n");
        later();
        assertThat(fixture.open(url).warnings())
                .singleElement()
                .asString()
                .contains("modified_id.csv, line 1: not a time");
    }
}
