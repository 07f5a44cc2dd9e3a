package dev.waag.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HtmlPageTest {
    private static final String SHA256 = "0123456789abcdef".repeat(4);

    @Test
    void readsEveryAttributeOfTheStandards() throws PageFormatException {
        SimplePage page = read("""
                <!DOCTYPE html><html><head><meta name="pypi:repository-version" content="1.4">
                <meta name="pypi:project-status" content="deprecated"><meta name="pypi:project-status-reason" content="use &quot;x&quot;">
                <title>Links for Demo</title></head><body><h1>Links for Demo</h1>
                <a href="../../files/demo-1.0-py3-none-any.whl#sha256=%s" data-requires-python="&gt;=3.9,&lt;4" data-yanked="a &amp; b"
                  data-core-metadata="sha256=%s" data-dist-info-metadata="true" data-upload-time="2026-01-02T03:04:05Z" data-gpg-sig="true"
                  data-provenance="https://index.example/p?a=1&amp;b=2">demo-1.0-py3-none-any.whl</a><br>
                </body></html>""".formatted(SHA256, SHA256));
        assertThat(page.name()).isEqualTo("Demo");
        assertThat(page.status()).isEqualTo(new ProjectStatus("deprecated", "use \"x\""));
        SimpleFile file = page.files().getFirst();
        assertThat(file.filename()).isEqualTo("demo-1.0-py3-none-any.whl");
        assertThat(file.url()).isEqualTo("https://index.example/files/demo-1.0-py3-none-any.whl");
        assertThat(file.hashes()).isEqualTo(Map.of("sha256", SHA256));
        assertThat(file.size()).isEmpty();
        assertThat(file.uploadTime()).contains(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(file.requiresPython()).isEqualTo(">=3.9,<4");
        assertThat(file.yanked()).contains("a & b");
        assertThat(file.metadataSha256()).contains(SHA256);
        assertThat(file.provenance()).contains("https://index.example/p?a=1&b=2");
    }

    @Test
    void readsTheBarestPage() throws PageFormatException {
        SimplePage page = read("<a href=demo-1.0.tar.gz>demo-1.0.tar.gz</a><a href='demo-1.0.tar.gz.asc'>demo</a>");
        assertThat(page.name()).isEmpty();
        assertThat(page.status()).isEqualTo(ProjectStatus.ACTIVE);
        assertThat(page.files()).singleElement().satisfies(f -> {
            assertThat(f.url()).isEqualTo("https://index.example/simple/demo/demo-1.0.tar.gz");
            assertThat(f.hashes()).isEmpty();
        });
    }

    @Test
    void takesTheNameFromTheUrlDecoded() throws PageFormatException {
        String[][] table = {
            {"https://files.example/demo-1.0%2Bcu118-py3-none-any.whl", "demo-1.0+cu118-py3-none-any.whl"},
            {"https://files.example/demo-1.0.zip?token=a/b.whl", "demo-1.0.zip"},
            {" \n https://files.example/demo-1.0.zip \t", "demo-1.0.zip"},
            {"https://files.example/demo%201.0.zip", "demo 1.0.zip"},
        };
        for (String[] row : table) {
            assertThat(read("<a href=\"" + row[0] + "\">x</a>").files())
                    .as(row[0])
                    .extracting(SimpleFile::filename)
                    .containsExactly(row[1]);
        }
    }

    @Test
    void leavesOutLinksThatAreNoFiles() throws PageFormatException {
        for (String anchor : List.of(
                "<a>demo-1.0.zip</a>",
                "<a name=demo-1.0.zip>x</a>",
                "<a href=\"../\">..</a>",
                "<a href=\"?C=N;O=D\">Name</a>",
                "<a href=\"\">x</a>",
                "<a href=\"#x\">x</a>",
                "<a href=\"https://demo.example/\">home</a>",
                "<a href=\"https://demo.example\">demo.example</a>",
                "<a href=\"https://demo.example/docs\">Documentation</a>",
                "<a href=\"javascript:demo-1.0.zip\">x</a>",
                "<a href=\"data:,/demo-1.0.zip\">x</a>",
                "<a href=\"file:///demo-1.0.zip\">x</a>",
                "<a href=\"https://f.example/a%2Fdemo-1.0.zip\">x</a>",
                "<a href=\"https://f.example/..%5Cdemo-1.0.zip\">x</a>",
                "<a href=\"https://f.example/demo%00-1.0.zip\">x</a>",
                "<!-- <a href=demo-1.0.zip>x</a> -->",
                "<script>'<a href=demo-1.0.zip>'</script>",
                "<link href=demo-1.0.zip>",
                "<a href=\"https://f.example/" + "a".repeat(9_000) + ".zip\">x</a>",
                "<a href=\"https://f.example/" + "a".repeat(256) + ".zip\">x</a>")) {
            assertThat(read(anchor).files()).as(anchor).isEmpty();
        }
        assertThat(read("<a href=\"/odd-file\">odd-file</a>").files())
                .extracting(SimpleFile::filename)
                .containsExactly("odd-file");
    }

    @Test
    void honoursTheFirstBase() throws PageFormatException {
        String link = "<a href=\"demo-1.0.zip\">x</a>";
        String[][] table = {
            {"<base href=\"https://files.example/d/\">", "https://files.example/d/demo-1.0.zip"},
            {"<base href=\"/d/\">", "https://index.example/d/demo-1.0.zip"},
            {"<base target=x><base href=\"/d/\"><base href=\"/e/\">", "https://index.example/d/demo-1.0.zip"},
            {"<base href=\"javascript:x\">", "https://index.example/simple/demo/demo-1.0.zip"},
            {"<base href=\"data:,\">", "https://index.example/simple/demo/demo-1.0.zip"},
        };
        for (String[] row : table) {
            assertThat(read("<head>" + row[0] + "</head>" + link).files())
                    .as(row[0])
                    .extracting(SimpleFile::url)
                    .containsExactly(row[1]);
        }
    }

    @Test
    void readsYankedInAllItsForms() throws PageFormatException {
        assertThat(one("data-yanked").yanked()).contains("");
        assertThat(one("data-yanked=\"\"").yanked()).contains("");
        assertThat(one("DATA-YANKED='why'").yanked()).contains("why");
        assertThat(one("data-yanked=\"&#x3C;b&#62;&nbsp;&Auml;&#0;\"").yanked()).contains("<b>\u00a0Ä\ufffd");
        assertThat(one("").yanked()).isEmpty();
    }

    @Test
    void prefersCoreMetadata() throws PageFormatException {
        assertThat(one("data-core-metadata=true").hasMetadata()).isTrue();
        assertThat(one("data-dist-info-metadata=true").hasMetadata()).isTrue();
        assertThat(one("data-dist-info-metadata=sha256=" + SHA256).metadataSha256())
                .contains(SHA256);
        assertThat(one("data-core-metadata=true data-dist-info-metadata=sha256=" + SHA256)
                        .metadataSha256())
                .isEmpty();
        assertThat(one("data-core-metadata=sha512=" + SHA256 + SHA256)).satisfies(f -> {
            assertThat(f.hasMetadata()).isTrue();
            assertThat(f.metadataSha256()).isEmpty();
        });
        for (String value : List.of("false", "", "yes", "=x")) {
            assertThat(one("data-core-metadata=\"" + value + "\"").hasMetadata())
                    .as(value)
                    .isFalse();
        }
    }

    @Test
    void readsHashesFromTheFragment() throws PageFormatException {
        Map<String, Map<String, String>> table = Map.of(
                "sha256=" + SHA256,
                Map.of("sha256", SHA256),
                "SHA256=" + SHA256.toUpperCase(java.util.Locale.ROOT),
                Map.of("sha256", SHA256),
                "egg=demo&sha256=" + SHA256 + "&md5=" + "1".repeat(32),
                Map.of("sha256", SHA256, "md5", "1".repeat(32)),
                "sha256=12",
                Map.of(),
                "sha256",
                Map.of(),
                "=" + SHA256,
                Map.of(),
                "x",
                Map.of());
        for (Map.Entry<String, Map<String, String>> row : table.entrySet()) {
            SimplePage page = read("<a href=\"demo-1.0.zip#" + row.getKey().replace("&", "&amp;") + "\">x</a>");
            assertThat(page.files().getFirst().hashes()).as(row.getKey()).isEqualTo(row.getValue());
        }
    }

    @Test
    void checksTheVersion() throws PageFormatException {
        assertThat(read("<meta name=\"pypi:repository-version\" content=\"1.99\">")
                        .files())
                .isEmpty();
        assertThatThrownBy(() -> read("<meta name=\"pypi:repository-version\" content=\"2.0\">"))
                .isInstanceOf(PageFormatException.class)
                .hasMessage("the page follows version 2.0 of the Simple API; only 1.N is understood");
        assertThatThrownBy(() -> read("<meta name=\"pypi:repository-version\" content=\"new\">"))
                .isInstanceOf(PageFormatException.class);
    }

    @Test
    void anythingElseIsAnEmptyPage() throws PageFormatException {
        for (String text : List.of(
                "",
                "plain text",
                "<title>Log in</title><form></form>",
                "{\"json\": true}",
                "\u0000\u0001",
                "<".repeat(100_000))) {
            assertThat(read(text)).isEqualTo(new SimplePage("", ProjectStatus.ACTIVE, List.of()));
        }
        assertThat(read("<title>Links for the weary traveller</title>").name()).isEmpty();
    }

    @Test
    void refusesContradictionsAndTooMany() {
        assertThatThrownBy(() -> read("<a href=demo-1.0.zip>x</a><a href=demo-1.0.zip#sha256=" + SHA256 + ">x</a>"))
                .isInstanceOf(PageFormatException.class)
                .hasMessage("the page lists demo-1.0.zip twice, with different hashes");
        assertThatThrownBy(() -> SimplePages.readHtml(
                        new ByteArrayInputStream(
                                "<a href=1.zip>x</a><a href=2.zip>x</a>".getBytes(StandardCharsets.UTF_8)),
                        Pages.BASE,
                        new PageLimits(1, 255, 8_192)))
                .isInstanceOf(PageFormatException.class)
                .hasMessage("the page has more than 1 files");
    }

    @Test
    void deepAndUnclosedElementsDoNoHarm() throws PageFormatException {
        String file = "<a href=demo-1.0.zip>x</a>";
        for (String text : List.of(
                "<div>".repeat(20_000),
                "<b>".repeat(20_000),
                "<a>".repeat(20_000),
                "<table><tr><td>".repeat(20_000),
                "<p><font x>".repeat(20_000))) {
            assertThat(read(text + file).files()).as(text.substring(0, 10)).hasSize(1);
        }
    }

    private static SimpleFile one(String attributes) throws PageFormatException {
        return read("<a href=\"https://files.example/demo-1.0.tar.gz\" " + attributes + ">demo-1.0.tar.gz</a>")
                .files()
                .getFirst();
    }

    private static SimplePage read(String html) throws PageFormatException {
        return SimplePages.readHtml(
                new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)), Pages.BASE, PageLimits.DEFAULT);
    }
}
