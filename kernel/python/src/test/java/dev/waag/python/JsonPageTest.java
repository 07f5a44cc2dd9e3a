package dev.waag.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JsonPageTest {
    private static final String SHA256 = "0123456789abcdef".repeat(4);

    @Test
    void readsEveryFieldOfTheStandards() throws PageFormatException {
        SimplePage page = read("""
                {"meta": {"api-version": "1.4", "_last-serial": 7, "tracks": []}, "name": "demo",
                 "project-status": {"status": "archived", "reason": "no time"}, "versions": ["1.0"], "alternate-locations": [],
                 "files": [{"filename": "demo-1.0-py3-none-any.whl", "url": "https://files.example/d/demo-1.0-py3-none-any.whl#x=y",
                   "hashes": {"SHA256": "%s", "md5": "00112233445566778899AABBCCDDEEFF"}, "size": 1234,
                   "upload-time": "2026-01-02T03:04:05.678901Z", "requires-python": ">=3.9", "yanked": "broken", "gpg-sig": true,
                   "core-metadata": {"sha256": "%s"}, "dist-info-metadata": false, "provenance": "https://index.example/p"}]}
                """.formatted(SHA256, SHA256));
        assertThat(page.name()).isEqualTo("demo");
        assertThat(page.status()).isEqualTo(new ProjectStatus("archived", "no time"));
        SimpleFile file = page.files().getFirst();
        assertThat(file.filename()).isEqualTo("demo-1.0-py3-none-any.whl");
        assertThat(file.url()).isEqualTo("https://files.example/d/demo-1.0-py3-none-any.whl");
        assertThat(file.hashes()).isEqualTo(Map.of("sha256", SHA256, "md5", "00112233445566778899aabbccddeeff"));
        assertThat(file.size()).hasValue(1234);
        assertThat(file.uploadTime()).contains(Instant.parse("2026-01-02T03:04:05.678901Z"));
        assertThat(file.requiresPython()).isEqualTo(">=3.9");
        assertThat(file.yanked()).contains("broken");
        assertThat(file.hasMetadata()).isTrue();
        assertThat(file.metadataSha256()).contains(SHA256);
        assertThat(file.provenance()).contains("https://index.example/p");
    }

    @Test
    void readsTheFirstJsonVersion() throws PageFormatException {
        SimpleFile file = one("\"url\": \"../../files/demo-1.0.tar.gz\", \"hashes\": {}");
        assertThat(file.url()).isEqualTo("https://index.example/files/demo-1.0.tar.gz");
        assertThat(file.hashes()).isEmpty();
        assertThat(file.size()).isEmpty();
        assertThat(file.uploadTime()).isEmpty();
        assertThat(file.requiresPython()).isEmpty();
        assertThat(file.yanked()).isEmpty();
        assertThat(file.hasMetadata()).isFalse();
        assertThat(file.metadataSha256()).isEmpty();
        assertThat(file.provenance()).isEmpty();
    }

    @Test
    void doesNotMindTheOrderOfKeys() throws PageFormatException {
        assertThat(read("{\"files\": [], \"name\": \"x\", \"meta\": {\"api-version\": \"1.0\"}}")
                        .status())
                .isEqualTo(ProjectStatus.ACTIVE);
    }

    @Test
    void wrongTypesOfOptionalFieldsAreAbsent() throws PageFormatException {
        for (String value :
                List.of("null", "[]", "{}", "[{\"a\": [1]}]", "1.5", "1e400", "{\"sha256\": {\"x\": 1}}", "-7")) {
            SimpleFile file = one(
                    "\"size\": %1$s, \"upload-time\": %1$s, \"requires-python\": %1$s, \"provenance\": %1$s, \"hashes\": %1$s"
                            .formatted(value));
            assertThat(file).as(value).isEqualTo(Pages.file("demo-1.0.tar.gz"));
        }
        assertThat(one("\"size\": 99999999999999999999").size()).isEmpty();
        assertThat(one("\"size\": \"12\"").size()).isEmpty();
        assertThat(one("\"size\": 0").size()).hasValue(0);
        assertThat(one("\"size\": 9223372036854775807").size()).hasValue(Long.MAX_VALUE);
        SimplePage page = read(
                "{\"meta\": {\"api-version\": \"1.0\"}, \"name\": 7, \"project-status\": [\"archived\"], \"files\": []}");
        assertThat(page).isEqualTo(new SimplePage("", ProjectStatus.ACTIVE, List.of()));
    }

    @Test
    void readsYankedInAllItsForms() throws PageFormatException {
        assertThat(one("\"yanked\": false").yanked()).isEmpty();
        assertThat(one("\"yanked\": true").yanked()).contains("");
        assertThat(one("\"yanked\": \"a reason\"").yanked()).contains("a reason");
        assertThat(one("\"yanked\": \"\"").yanked()).contains("");
        assertThat(one("\"yanked\": null").yanked()).isEmpty();
    }

    @Test
    void oddYankedIsReadAsYanked() throws PageFormatException {
        for (String odd : List.of("1", "0", "1.5", "1e400", "[]", "{}", "[{\"a\": [1]}]", "{\"reason\": \"bad\"}")) {
            assertThat(one("\"yanked\": " + odd).yanked()).as(odd).contains("");
        }
    }

    @Test
    void oddStatusIsReadAsWhatItMeans() throws PageFormatException {
        String page = "{\"meta\": {\"api-version\": \"1.4\"}, \"name\": \"x\", \"project-status\": %s, \"files\": []}";
        assertThat(read(page.formatted("{\"status\": \" Quarantined\"}")).status())
                .isEqualTo(new ProjectStatus("quarantined", ""));
        assertThat(read(page.formatted("\"ARCHIVED\"")).status()).isEqualTo(new ProjectStatus("archived", ""));
        assertThat(read(page.formatted("{\"status\": \"frozen\", \"reason\": \"odd\"}"))
                        .status())
                .isEqualTo(new ProjectStatus("frozen", "odd"));
        for (String none : List.of("null", "7", "[]", "{}", "{\"status\": null}", "{\"status\": [\"quarantined\"]}")) {
            assertThat(read(page.formatted(none)).status()).as(none).isEqualTo(ProjectStatus.ACTIVE);
        }
    }

    @Test
    void prefersCoreMetadata() throws PageFormatException {
        String hashed = "{\"sha256\": \"" + SHA256 + "\"}";
        String other = "{\"sha256\": \"" + "1".repeat(64) + "\"}";
        assertThat(one("\"core-metadata\": true").hasMetadata()).isTrue();
        assertThat(one("\"core-metadata\": {}").hasMetadata()).isTrue();
        assertThat(one("\"core-metadata\": {\"sha256\": \"zz\"}").metadataSha256())
                .isEmpty();
        assertThat(one("\"dist-info-metadata\": " + hashed).metadataSha256()).contains(SHA256);
        assertThat(one("\"dist-info-metadata\": " + other + ", \"core-metadata\": " + hashed)
                        .metadataSha256())
                .contains(SHA256);
        assertThat(one("\"dist-info-metadata\": true, \"core-metadata\": false").hasMetadata())
                .isFalse();
        assertThat(one("\"dist-info-metadata\": true, \"core-metadata\": null").hasMetadata())
                .isTrue();
    }

    @Test
    void dropsHashesThatCannotBeUsed() throws PageFormatException {
        Map<String, Map<String, String>> table = Map.of(
                "{\"sha256\": \"" + SHA256.substring(1) + "\"}",
                Map.of(),
                "{\"sha256\": \"" + SHA256.substring(1) + "g\"}",
                Map.of(),
                "{\"sha256\": \"\"}",
                Map.of(),
                "{\"crc32\": \"01234567\"}",
                Map.of(),
                "{\"shake_128\": \"" + SHA256 + "\"}",
                Map.of(),
                "{\"sha256\": \"" + SHA256 + "\", \"SHA256\": \"" + "1".repeat(64) + "\", \"md5\": \"" + "2".repeat(32)
                        + "\"}",
                Map.of("md5", "2".repeat(32)),
                "{\"sha512\": \"" + "A".repeat(128) + "\"}",
                Map.of("sha512", "a".repeat(128)),
                "{\"blake2b\": \"" + "a".repeat(128) + "\"}",
                Map.of("blake2b", "a".repeat(128)));
        for (Map.Entry<String, Map<String, String>> row : table.entrySet()) {
            assertThat(one("\"hashes\": " + row.getKey()).hashes())
                    .as(row.getKey())
                    .isEqualTo(row.getValue());
        }
    }

    @Test
    void readsTimes() throws PageFormatException {
        String[][] table = {
            {"2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"},
            {"2026-01-02T03:04:05.1Z", "2026-01-02T03:04:05.100Z"},
            {"2026-01-02T03:04:05.123456789Z", "2026-01-02T03:04:05.123456Z"},
            {"2026-01-02t03:04:05.123456z", "2026-01-02T03:04:05.123456Z"},
            {"2026-01-02T03:04:05+02:30", "2026-01-02T00:34:05Z"},
            {"2026-01-02 03:04:05-00:30", "2026-01-02T03:34:05Z"},
            {"9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"},
        };
        for (String[] row : table) {
            assertThat(one("\"upload-time\": \"" + row[0] + "\"").uploadTime())
                    .as(row[0])
                    .contains(Instant.parse(row[1]));
        }
        for (String text : List.of(
                "",
                "now",
                "2026-01-02",
                "2026-01-02T03:04:05",
                "2026-13-02T03:04:05Z",
                "2026-02-30T03:04:05Z",
                "2026-01-02T24:00:00Z",
                "2026-01-02T03:04:05.Z",
                "2026-01-02T03:04:05+0200",
                "2026-01-02T03:04:05+99:00",
                "2026-01-02T03:04:05ZZ",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59-12:00",
                "+12026-01-02T03:04:05Z",
                "2026-01-02T03:04:٥٥Z")) {
            assertThat(one("\"upload-time\": \"" + text + "\"").uploadTime())
                    .as(text)
                    .isEmpty();
        }
    }

    @Test
    void skipsFilesThatCannotBeServed() throws PageFormatException {
        for (String entry : List.of(
                "7",
                "null",
                "[]",
                "{}",
                "{\"filename\": \"a-1.zip\"}",
                "{\"url\": \"https://files.example/a\"}",
                entry("", "https://files.example/a"),
                entry("a/b", "https://files.example/a"),
                entry("a\\\\b", "https://files.example/a"),
                entry("a\\u0000", "https://files.example/a"),
                entry("a\\u007f", "https://files.example/a"),
                entry("a\\n", "https://files.example/a"),
                entry("\\ud800", "https://files.example/a"),
                entry("..", "https://files.example/a"),
                entry(".", "https://files.example/a"),
                entry("a", ""),
                entry("a", "javascript:alert(1)"),
                entry("a", "data:text/plain,x"),
                entry("a", "file:///etc/passwd"),
                entry("a", "ftp://files.example/a"),
                entry("a", "https:///a"),
                entry("a", "https://"),
                entry("a", "https:a"),
                entry("a", "http://files.example:x/a"),
                entry("a", "mailto:a@files.example"),
                entry("a", "https://files.example\\\\@other.example/a"),
                entry("a".repeat(256), "https://files.example/a"),
                entry("a", "https://files.example/" + "a".repeat(8_192)))) {
            SimplePage page = read("{\"meta\": {\"api-version\": \"1.0\"}, \"files\": [" + entry + ", "
                    + entry("demo-1.0.zip", "demo-1.0.zip") + "]}");
            assertThat(page.files()).as(entry).extracting(SimpleFile::filename).containsExactly("demo-1.0.zip");
        }
    }

    @Test
    void resolvesAndEscapesUrls() throws PageFormatException {
        String[][] table = {
            {"a.zip", "https://index.example/simple/demo/a.zip"},
            {"/a.zip", "https://index.example/a.zip"},
            {"//files.example/a.zip", "https://files.example/a.zip"},
            {"../../../../a.zip", "https://index.example/a.zip"},
            {"https://files.example:8443/a.zip?token=1&x=2#sha256=0", "https://files.example:8443/a.zip?token=1&x=2"},
            {"http://10.0.0.1/a.zip", "http://10.0.0.1/a.zip"},
            {"https://files-1.cdn.example/a%20b.zip", "https://files-1.cdn.example/a%20b.zip"},
            {"https://files.example/a b|ä.zip", "https://files.example/a%20b%7C%C3%A4.zip"},
            {"https://files.example/100%.zip", "https://files.example/100%25.zip"},
            {"HTTPS://files.example/a.zip", "HTTPS://files.example/a.zip"},
        };
        for (String[] row : table) {
            assertThat(one("\"url\": \"" + row[0] + "\"").url()).as(row[0]).isEqualTo(row[1]);
        }
        assertThat(one("\"provenance\": \"javascript:x\"").provenance()).isEmpty();
        assertThat(one("\"provenance\": \"/integrity/x\"").provenance()).contains("https://index.example/integrity/x");
    }

    @Test
    void firstOfEqualNamesCounts() throws PageFormatException {
        String first = entry("demo-1.0.zip", "https://files.example/1");
        SimplePage page = read(page(first + ", " + entry("demo-1.0.zip", "https://files.example/2")));
        assertThat(page.files()).extracting(SimpleFile::url).containsExactly("https://files.example/1");
        String hashed =
                "{\"filename\": \"demo-1.0.zip\", \"url\": \"https://files.example/2\", \"hashes\": {\"sha256\": \""
                        + SHA256 + "\"}}";
        assertThatThrownBy(() -> read(page(first + ", " + hashed)))
                .isInstanceOf(PageFormatException.class)
                .hasMessage("the page lists demo-1.0.zip twice, with different hashes");
    }

    @Test
    void aKeyWrittenTwiceCountsAsItStandsLast() throws PageFormatException {
        SimplePage page = read("{\"meta\": {\"api-version\": \"1.0\"}, \"files\": [" + entry("a-1.zip", "1")
                + "], \"files\": [" + entry("b-1.zip", "2") + "]}");
        assertThat(page.files()).extracting(SimpleFile::filename).containsExactly("b-1.zip");
        assertThat(one("\"url\": \"https://files.example/1\", \"url\": \"https://files.example/2\"")
                        .url())
                .isEqualTo("https://files.example/2");
    }

    @Test
    void refusesWhatIsNoPage() {
        Map<String, String> table = Map.ofEntries(
                Map.entry("", "the page is not a JSON object"),
                Map.entry("[]", "the page is not a JSON object"),
                Map.entry("\"x\"", "the page is not a JSON object"),
                Map.entry("<html>", "the page is not JSON"),
                Map.entry("{\"meta\": {\"api-version\": \"1.0\"}, \"files\": [", "the page is not JSON"),
                Map.entry(
                        "{\"meta\": {\"api-version\": \"1.0\"}, \"files\": [{\"filename\": \"\\x\"}]}",
                        "the page is not JSON"),
                Map.entry(
                        "{\"meta\": {\"api-version\": \"1.0\"}, \"files\": []} {}",
                        "the page goes on after its JSON object"),
                Map.entry("{}", "the page does not state its meta.api-version"),
                Map.entry("{\"meta\": {}, \"files\": []}", "the page does not state its meta.api-version"),
                Map.entry(
                        "{\"meta\": {\"api-version\": 1.0}, \"files\": []}",
                        "the page does not state its meta.api-version"),
                Map.entry("{\"meta\": [], \"files\": []}", "the page does not state its meta.api-version"),
                Map.entry(
                        "{\"meta\": {\"api-version\": \"2.0\"}, \"files\": []}",
                        "the page follows version 2.0 of the Simple API; only 1.N is understood"),
                Map.entry(
                        "{\"meta\": {\"api-version\": \"0.9\"}, \"files\": []}",
                        "the page follows version 0.9 of the Simple API; only 1.N is understood"),
                Map.entry(
                        "{\"meta\": {\"api-version\": \"one\"}, \"files\": []}",
                        "the page's API version is not of the form 1.N: one"),
                Map.entry(
                        "{\"meta\": {\"api-version\": \"1\"}, \"files\": []}",
                        "the page's API version is not of the form 1.N: 1"),
                Map.entry("{\"meta\": {\"api-version\": \"1.0\"}}", "the page has no list of files"),
                Map.entry("{\"meta\": {\"api-version\": \"1.0\"}, \"files\": {}}", "the page has no list of files"),
                Map.entry("{\"x\": " + "[".repeat(100) + "]".repeat(100) + "}", "the page is not JSON"));
        table.forEach((text, message) -> assertThatThrownBy(() -> read(text))
                .as(text)
                .isInstanceOf(PageFormatException.class)
                .hasMessageStartingWith(message));
    }

    @Test
    void refusesMoreFilesThanTheLimit() {
        PageLimits two = new PageLimits(2, 255, 8_192);
        assertThatThrownBy(() -> SimplePages.readJson(stream(page("1, 2, 3")), Pages.BASE, two))
                .isInstanceOf(PageFormatException.class)
                .hasMessage("the page has more than 2 files");
    }

    @Test
    void aBrokenConnectionIsNotABadPage() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw new IOException("reset");
            }
        };
        assertThatThrownBy(() -> SimplePages.readJson(broken, Pages.BASE, PageLimits.DEFAULT))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("reset");
        assertThatThrownBy(() -> SimplePages.readHtml(broken, Pages.BASE, PageLimits.DEFAULT))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("reset");
    }

    @Test
    void textsAreFitForEveryForm() throws PageFormatException {
        SimpleFile file = one("\"yanked\": \"a\\u0000b\\r\\nc\\rd\\ud800e\\udc00 \\ud83d\\ude00\\t\"");
        assertThat(file.yanked()).contains("a\ufffdb\nc\nd\ufffde\ufffd \ud83d\ude00\t");
        assertThat(Optional.of(new String(
                        SimpleWriter.json(new SimplePage("x", ProjectStatus.ACTIVE, List.of(file)), List.of()),
                        StandardCharsets.UTF_8)))
                .isPresent();
    }

    private static String entry(String filename, String url) {
        return "{\"filename\": \"" + filename + "\", \"url\": \"" + url + "\"}";
    }

    private static String page(String files) {
        return "{\"meta\": {\"api-version\": \"1.0\"}, \"files\": [" + files + "]}";
    }

    /** A page of one file with these fields too, which win over the usual ones. */
    private static SimpleFile one(String fields) throws PageFormatException {
        return read(page("{\"filename\": \"demo-1.0.tar.gz\", \"url\": \"https://files.example/demo-1.0.tar.gz\", "
                        + fields + "}"))
                .files()
                .getFirst();
    }

    private static SimplePage read(String json) throws PageFormatException {
        return SimplePages.readJson(stream(json), Pages.BASE, PageLimits.DEFAULT);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
