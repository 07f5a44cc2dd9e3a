package dev.waag.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class SimpleWriterTest {
    private static final String SHA256 = "0123456789abcdef".repeat(4);

    private static final SimpleFile FULL = new SimpleFile(
            "demo-1.0-py3-none-any.whl",
            "https://files.example/demo-1.0-py3-none-any.whl",
            Map.of("sha256", SHA256, "md5", "0".repeat(32)),
            OptionalLong.of(1234),
            Optional.of(Instant.parse("2026-01-02T03:04:05Z")),
            ">=3.9,<4",
            Optional.of("<b> & \"c\" 'd'"),
            true,
            Optional.of(SHA256),
            Optional.of("https://index.example/p?a=1&b=2"));

    @Test
    void writesJson() {
        SimplePage page = new SimplePage(
                "demo", new ProjectStatus("deprecated", "use x"), List.of(FULL, Pages.file("demo-1.0.tar.gz")));
        assertThat(json(page)).isEqualTo("""
                {"meta":{"api-version":"1.4"},"name":"demo","project-status":{"status":"deprecated","reason":"use x"},"versions":["1.0"],\
                "files":[{"filename":"demo-1.0-py3-none-any.whl","url":"https://files.example/demo-1.0-py3-none-any.whl",\
                "hashes":{"md5":"00000000000000000000000000000000","sha256":"%s"},"size":1234,"upload-time":"2026-01-02T03:04:05.000000Z",\
                "requires-python":">=3.9,<4","yanked":"<b> & \\"c\\" 'd'","core-metadata":{"sha256":"%s"},\
                "provenance":"https://index.example/p?a=1&b=2"},\
                {"filename":"demo-1.0.tar.gz","url":"https://files.example/demo-1.0.tar.gz","hashes":{},"yanked":false}]}""".formatted(SHA256, SHA256));
    }

    @Test
    void writesYankedAndMetadataWithoutValues() {
        SimpleFile file = new SimpleFile(
                "demo-1.0.zip",
                "https://files.example/x",
                Map.of(),
                OptionalLong.empty(),
                Optional.empty(),
                "",
                Optional.of(""),
                true,
                Optional.empty(),
                Optional.empty());
        SimplePage page = new SimplePage("demo", ProjectStatus.ACTIVE, List.of(file));
        assertThat(json(page))
                .contains("\"project-status\":{\"status\":\"active\"}", "\"yanked\":true", "\"core-metadata\":true")
                .doesNotContain("dist-info");
        assertThat(html(page))
                .contains("data-yanked=\"\" data-core-metadata=\"true\" data-dist-info-metadata=\"true\"");
    }

    @Test
    void writesHtml() {
        SimplePage page = new SimplePage(
                "demo", new ProjectStatus("deprecated", "use <x>"), List.of(FULL, Pages.file("demo-1.0.tar.gz")));
        assertThat(html(page)).isEqualTo("""
                <!DOCTYPE html>
                <html>
                <head>
                <meta charset="utf-8">
                <meta name="pypi:repository-version" content="1.4">
                <meta name="pypi:project-status" content="deprecated">
                <meta name="pypi:project-status-reason" content="use &lt;x&gt;">
                <title>Links for demo</title>
                </head>
                <body>
                <h1>Links for demo</h1>
                <a href="https://files.example/demo-1.0-py3-none-any.whl#sha256=%s" data-requires-python="&gt;=3.9,&lt;4" \
                data-yanked="&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;" data-core-metadata="sha256=%s" data-dist-info-metadata="sha256=%s" \
                data-upload-time="2026-01-02T03:04:05.000000Z" data-provenance="https://index.example/p?a=1&amp;b=2">demo-1.0-py3-none-any.whl</a><br>
                <a href="https://files.example/demo-1.0.tar.gz">demo-1.0.tar.gz</a><br>
                </body>
                </html>
                """.formatted(SHA256, SHA256, SHA256));
    }

    @Test
    void listsVersionsInOrder() {
        SimplePage page = new SimplePage(
                "Demo",
                ProjectStatus.ACTIVE,
                List.of(
                        Pages.file("demo-1.10.tar.gz"),
                        Pages.file("demo-1.9.tar.gz"),
                        Pages.file("demo-01.9-py3-none-any.whl"),
                        Pages.file("demo-1.9rc1.tar.gz"),
                        Pages.file("demo-zzz.tar.gz"),
                        Pages.file("demo-2004d.tar.gz"),
                        Pages.file("demo-1!0.1.tar.gz"),
                        Pages.file("demo-0.5-py2.7.egg"),
                        Pages.file("other-7.0.tar.gz"),
                        Pages.file("README")));
        assertThat(SimpleWriter.versions(page))
                .containsExactly("2004d", "zzz", "0.5", "1.9rc1", "1.9", "1.10", "1!0.1");
        assertThat(SimpleWriter.versions(new SimplePage("", ProjectStatus.ACTIVE, page.files())))
                .isEmpty();
    }

    @Test
    void htmlHasTheStrongestHashItCan() {
        Map<Map<String, String>, String> table = Map.of(
                Map.of("md5", "1".repeat(32), "sha512", "2".repeat(128)), "#sha512=",
                Map.of("md5", "1".repeat(32), "sha1", "2".repeat(40)), "#sha1=",
                Map.of("blake2b", "1".repeat(128)), "#blake2b=");
        table.forEach((hashes, start) -> {
            SimpleFile file = new SimpleFile(
                    "a-1.zip",
                    "https://files.example/a",
                    hashes,
                    OptionalLong.empty(),
                    Optional.empty(),
                    "",
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    Optional.empty());
            assertThat(html(new SimplePage("a", ProjectStatus.ACTIVE, List.of(file))))
                    .contains("https://files.example/a" + start);
        });
    }

    private static String json(SimplePage page) {
        return new String(SimpleWriter.json(page, SimpleWriter.versions(page)), StandardCharsets.UTF_8);
    }

    private static String html(SimplePage page) {
        return new String(SimpleWriter.html(page), StandardCharsets.UTF_8);
    }
}
