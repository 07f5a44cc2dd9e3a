package dev.waag.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SimpleRootTest {
    @Test
    void readsJson() throws PageFormatException {
        assertThat(json("""
                        {"projects": [{"name": "Frob"}, {"name": "spam_spam", "_last-serial": 7, "x": {"name": "no"}}, {"name": 7}, {}, 7, null, [{"name": "no"}],
                        {"name": "-bad"}, {"name": ""}, {"name": "a/b"}], "x": [1], "meta": {"_last-serial": 9, "api-version": "1.3"}}""")).containsExactly("Frob", "spam_spam");
    }

    @Test
    void refusesWhatIsNoList() {
        for (String text : List.of(
                "[]",
                "{}",
                "{\"meta\": {\"api-version\": \"1.0\"}}",
                "{\"projects\": []}",
                "{\"meta\": {\"api-version\": \"2.0\"}, \"projects\": []}",
                "{\"meta\": {\"api-version\": \"1.0\"}, \"projects\": [",
                "<html>")) {
            assertThatThrownBy(() -> json(text)).as(text).isInstanceOf(PageFormatException.class);
        }
        assertThatThrownBy(() -> html("<meta name=\"pypi:repository-version\" content=\"2.0\"><a href=x/>x</a>"))
                .isInstanceOf(PageFormatException.class);
    }

    @Test
    void readsHtml() throws PageFormatException {
        assertThat(html("""
                        <!DOCTYPE html><html><head><meta name="pypi:repository-version" content="1.0"><title>Simple</title></head><body>
                        <a href="/simple/frob/">Frob</a><br/> <a href="/simple/spam-spam/">spam_spam</a>
                        <div><a href="/simple/with-heading/">with <b>heading</b></a></div><a href="../">up one</a><a href="x">y z</a></body></html>""")).containsExactly("Frob", "spam_spam", "with-heading");
        assertThat(html("")).isEmpty();
    }

    @Test
    void writesAndReadsBack() throws IOException, PageFormatException {
        List<String> names =
                IntStream.range(0, 20_000).mapToObj(i -> "project-" + i).toList();
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        SimpleRoot.writeJson(json, names.stream().map(ProjectName::new).iterator());
        ByteArrayOutputStream html = new ByteArrayOutputStream();
        SimpleRoot.writeHtml(html, names.stream().map(ProjectName::new).iterator());
        assertThat(json(json.toString(StandardCharsets.UTF_8))).isEqualTo(names);
        assertThat(html(html.toString(StandardCharsets.UTF_8))).isEqualTo(names);
    }

    @Test
    void writesTheFormsOfTheStandard() throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        SimpleRoot.writeJson(
                json, List.of(new ProjectName("a"), new ProjectName("b-c")).iterator());
        assertThat(json)
                .hasToString("{\"meta\":{\"api-version\":\"1.4\"},\"projects\":[{\"name\":\"a\"},{\"name\":\"b-c\"}]}");
        ByteArrayOutputStream html = new ByteArrayOutputStream();
        SimpleRoot.writeHtml(
                html, List.of(new ProjectName("a"), new ProjectName("b-c")).iterator());
        assertThat(html.toString(StandardCharsets.UTF_8))
                .contains(
                        "<meta name=\"pypi:repository-version\" content=\"1.4\">",
                        "<a href=\"a/\">a</a><br>\n<a href=\"b-c/\">b-c</a><br>\n");
    }

    private static List<String> json(String text) throws PageFormatException {
        List<String> names = new ArrayList<>();
        SimpleRoot.readJson(stream(text), names::add);
        return names;
    }

    private static List<String> html(String text) throws PageFormatException {
        List<String> names = new ArrayList<>();
        SimpleRoot.readHtml(stream(text), names::add);
        return names;
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
