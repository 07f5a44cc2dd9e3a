package dev.waag.feeds;

import static dev.waag.feeds.Fixture.HOLE;
import static dev.waag.feeds.Fixture.folder;
import static dev.waag.feeds.Fixture.ids;
import static dev.waag.feeds.Fixture.record;
import static dev.waag.feeds.Fixture.zip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.advisory.SourceInfo;
import dev.waag.advisory.Vulnerability;
import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdvisorySourcesTest {
    @TempDir
    private Path root;

    private Fixture fixture = new Fixture(Path.of("unset"));

    @BeforeEach
    void makeCache() {
        fixture = new Fixture(root.resolve("cache"));
    }

    private List<Path> indexes() {
        try (Stream<Path> files = Files.list(fixture.cache.resolve("index"))) {
            return files.filter(f -> f.toString().endsWith(".idx")).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void refused(String source, String what, String cause) {
        assertThatThrownBy(() -> fixture.open(source)).isInstanceOfSatisfying(UserException.class, e -> {
            assertThat(e.exit()).isEqualTo(Exit.INCOMPLETE);
            assertThat(e).hasMessageContaining(what);
            assertThat(e.render()).contains("\n  cause: ").contains(cause).contains("\n  to do: ");
        });
    }

    @Test
    void aFolderWithFoldersInIt() {
        Path osv = folder(
                root.resolve("osv"),
                Map.of(
                        "a/GHSA-1.json", record("GHSA-1"),
                        "b/c/MAL-1.JSON", record("MAL-1", "2026-11-05T00:00:00Z", "2"),
                        "README.md", "none",
                        ".git/x.json", "none",
                        "b/npm.json",
                                "{\"id\": \"N-1\", \"affected\": [{\"package\": {\"ecosystem\": \"npm\", \"name\": \"x\"}}]}"));
        Advisories advisories = fixture.open(osv);
        assertThat(ids(advisories)).containsExactly("MAL-1", "GHSA-1");
        assertThat(advisories.warnings()).isEmpty();
        assertThat(advisories.index().sources())
                .containsExactly(new SourceInfo(osv.toString(), 2, Optional.of(Instant.parse("2026-11-05T00:00:00Z"))));
    }

    @Test
    void anArchiveAndASingleRecord() throws IOException {
        Path zip = Files.write(
                root.resolve("all.zip"), zip(Map.of("GHSA-1.json", record("GHSA-1"), "x/B-1.json", record("B-1"))));
        Path one = Files.writeString(root.resolve("C-1.json"), record("C-1"));
        assertThat(ids(fixture.open(zip.toString(), one.toString()))).containsExactly("GHSA-1", "B-1", "C-1");
    }

    @Test
    void whatDidNotChangeIsNotReadAgain() throws IOException {
        Path osv = folder(root.resolve("osv"), Map.of("A-1.json", record("A-1")));
        Advisories first = fixture.open(osv);
        Path index = indexes().getFirst();
        FileTime old = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        Files.setLastModifiedTime(index, old);
        assertThat(fixture.open(osv).id()).isEqualTo(first.id());
        assertThat(Files.getLastModifiedTime(index)).isEqualTo(old);
        Files.setLastModifiedTime(osv.resolve("A-1.json"), old);
        assertThat(fixture.open(osv).id()).isNotEqualTo(first.id());
        folder(osv, Map.of("B-1.json", record("B-1")));
        assertThat(ids(fixture.open(osv))).containsExactly("A-1", "B-1");
        Files.delete(osv.resolve("A-1.json"));
        assertThat(ids(fixture.open(osv))).containsExactly("B-1");
        assertThat(ids(first)).containsExactly("A-1");
    }

    @Test
    void oldIndexesAreRemoved() {
        Path osv = root.resolve("osv");
        for (int i = 0; i < 12; i++) {
            fixture.open(folder(osv, Map.of(i + ".json", record("A-" + i))));
        }
        assertThat(indexes()).hasSize(8);
    }

    @Test
    void whatCannotBeReadIsNamedAndTheRestCounts() {
        Path osv = folder(
                root.resolve("osv"),
                Map.of("A-1.json", record("A-1"), "bad.json", "{\"id\": 1,\n]", "x/bad.json", "[]"));
        for (int i = 0; i < 2; i++) { // from the sources, and from the cache
            Advisories advisories = fixture.open(osv);
            assertThat(ids(advisories)).containsExactly("A-1");
            assertThat(advisories.warnings()).hasSize(2);
            assertThat(advisories.warnings().getFirst())
                    .startsWith(osv + " has a record that cannot be read, bad.json: line 2, column 1: ");
        }
    }

    @Test
    void sourcesThatHoldNothingAreErrors() throws IOException {
        refused(root.resolve("nowhere").toString(), "nowhere is not there", "spelled differently");
        Files.createDirectory(root.resolve("empty"));
        refused(
                root.resolve("empty").toString(),
                "hold no record about a Python package",
                "no file in it ends in .json");
        Path broken = Files.writeString(root.resolve("broken.zip"), "PK\3\4 nonsense");
        refused(broken.toString(), "neither a folder nor a whole zip file", "");
        byte[] sound = zip(Map.of("A-1.json", record("A-1").repeat(1)));
        Path cut = Files.write(root.resolve("cut.zip"), Arrays.copyOf(sound, sound.length / 2));
        refused(cut.toString(), "neither a folder nor a whole zip file", "");
        Path npm = Files.write(root.resolve("npm.zip"), zip(Map.of("N-1.json", "{\"id\": \"N-1\", \"affected\": []}")));
        refused(
                npm.toString(),
                "hold no record about a Python package",
                "all 1 records in it are about other ecosystems");
        Path wrong = folder(root.resolve("wrong"), Map.of("x.json", "[]", "y.json", "{}"));
        refused(
                wrong.toString(),
                "hold no record",
                "2 of its files are no OSV records, the first: x.json: line 1, column 1: ");
        assertThatThrownBy(() -> fixture.open()).isInstanceOfSatisfying(UserException.class, e -> {
            assertThat(e.exit()).isEqualTo(Exit.INCOMPLETE);
            assertThat(e).hasMessageContaining("no advisories");
        });
    }

    @Test
    void limits() throws IOException {
        Path zip = Files.write(
                root.resolve("all.zip"),
                zip(Map.of("A-1.json", record("A-1"), "B-1.json", record("B-1") + " ".repeat(5_000))));
        fixture.limits = new FeedLimits(4_000, 10, 1 << 20, 1 << 20, 10, 1 << 20);
        Advisories advisories = fixture.open(zip);
        assertThat(ids(advisories)).containsExactly("A-1");
        assertThat(advisories.warnings()).singleElement().asString().contains("B-1.json: larger than");
        fixture.limits = new FeedLimits(1 << 20, 1, 1 << 20, 1 << 20, 10, 1 << 20);
        refused(
                Files.copy(zip, root.resolve("2.zip")).toString(),
                "is refused: it has more than 1 members",
                "made to harm");
        fixture.limits = new FeedLimits(1 << 20, 10, 1 << 20, 5_000, 10, 1 << 20);
        refused(
                Files.copy(zip, root.resolve("3.zip")).toString(),
                "is refused: it unpacks to more than",
                "made to harm");
        fixture.limits = new FeedLimits(1 << 20, 1, 1 << 20, 1 << 20, 10, 1 << 20);
        Path many = folder(root.resolve("many"), Map.of("A-1.json", record("A-1"), "B-1.json", record("B-1")));
        refused(many.toString(), "is refused: it has more than 1 records", "made to harm");
    }

    @Test
    void catalogues() throws IOException {
        Path osv = folder(root.resolve("osv"), Map.of("A-1.json", record("A-1"), "B-1.json", record("B-1")));
        fixture.kev = Optional.of(Files.writeString(
                        root.resolve("kev.json"),
                        "{\"dateReleased\": \"2026-11-20T00:00:00Z\", \"vulnerabilities\": [{\"cveID\": \"CVE-A-1\"}]}")
                .toString());
        String csv =
                "#model_version:v1,score_date:2026-11-21T00:00:00+0000\ncve,epss,percentile\nCVE-A-1,0.5,0.9\nCVE-X,0.1,0.2\n";
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(csv.getBytes(UTF_8));
        }
        fixture.epss = Optional.of(
                Files.write(root.resolve("epss.csv.gz"), packed.toByteArray()).toString());
        Advisories advisories = fixture.open(osv);
        List<Vulnerability> found = advisories.index().affecting(HOLE, "1");
        assertThat(found).extracting(Vulnerability::knownExploited).containsExactly(true, false);
        assertThat(found.getFirst().epss())
                .hasValueSatisfying(e -> assertThat(e.score()).isEqualTo(0.5));
        assertThat(advisories.index().exploitedSource())
                .hasValue(new SourceInfo(fixture.kev.get(), 1, Optional.of(Instant.parse("2026-11-20T00:00:00Z"))));
        assertThat(advisories.index().epssSource())
                .hasValue(new SourceInfo(fixture.epss.get(), 2, Optional.of(Instant.parse("2026-11-21T00:00:00Z"))));
        FeedLimits limits = fixture.limits;
        fixture.limits = new FeedLimits(1 << 20, 10, 1 << 20, 1 << 20, 10, 60);
        fixture.kev = Optional.empty();
        refused(osv.toString(), "is refused: it has more than 0 MiB", "made to harm");
        fixture.limits = limits;
        fixture.kev = Optional.of(root.resolve("kev.json").toString());
        fixture.epss = fixture.kev;
        refused(
                osv.toString(),
                "the catalogue " + fixture.kev.get() + " cannot be used",
                "line 1, column 1: the columns are not");
        fixture.epss = Optional.empty();
        fixture.kev = Optional.of(osv.toString());
        refused(osv.toString(), "the catalogue " + osv + " cannot be used", "it is a folder");
    }

    @Test
    void timesToComeDoNotCount() {
        Path osv = folder(
                root.resolve("osv"),
                Map.of("A-1.json", record("A-1"), "B-1.json", record("B-1", "2126-01-01T00:00:00Z", "1")));
        assertThat(fixture.open(osv).index().sources().getFirst().asOf())
                .hasValue(Instant.parse("2026-11-01T00:00:00Z"));
        Path later = folder(root.resolve("later"), Map.of("B-1.json", record("B-1", "2126-01-01T00:00:00Z", "1")));
        assertThat(fixture.open(later).index().sources().getFirst().asOf()).hasValue(Fixture.START);
    }

    @Test
    void aBrokenIndexIsMadeAgain() throws IOException {
        Path osv = folder(root.resolve("osv"), Map.of("A-1.json", record("A-1")));
        fixture.open(osv);
        Path index = indexes().getFirst();
        for (byte[] broken :
                new byte[][] {{}, "nonsense".getBytes(UTF_8), Arrays.copyOf(Files.readAllBytes(index), 80)}) {
            Files.delete(index);
            Files.write(index, broken);
            assertThat(ids(fixture.open(osv))).containsExactly("A-1");
            assertThat(Files.size(index)).isGreaterThan(80);
        }
    }

    @Test
    void withoutACacheTheIndexServesOnce() throws IOException {
        Path osv = folder(root.resolve("osv"), Map.of("A-1.json", record("A-1")));
        Fixture nowhere =
                new Fixture(Files.writeString(root.resolve("file"), "").resolve("cache"));
        Advisories advisories = nowhere.open(osv);
        assertThat(ids(advisories)).containsExactly("A-1");
        assertThat(advisories.warnings()).singleElement().asString().contains("could not be kept in");
    }

    @Test
    void secretsAreMasked() {
        fixture.offline = true;
        assertThatThrownBy(() -> fixture.open("https://user:secret@files.example/all.zip"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("files.example")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> fixture.open("https://user:secret@files.example/a b"))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.exit()).isEqualTo(Exit.USAGE))
                .hasMessageNotContaining("secret");
    }
}
