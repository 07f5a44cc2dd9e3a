package dev.waag.python;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import org.jsoup.nodes.Element;
import org.jsoup.parser.StreamParser;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;

/**
 * The list of all projects of an index (Simple repository API, "Project List"), read and written as a stream: a public index has most of a million.
 *
 * <p>Readers hand on each name that PEP 508's grammar allows, as it is spelled, in the page's order and as often as it stands there; a
 * page that turns out to be broken throws {@link PageFormatException} after names were handed on. They close the stream, and what it throws
 * comes out as {@link UncheckedIOException}.
 */
public final class SimpleRoot {
    private SimpleRoot() {}

    public static void readJson(InputStream in, Consumer<String> name) throws PageFormatException {
        String[] version = {""};
        boolean[] hasProjects = {false};
        JsonStream.object(
                in,
                p -> JsonStream.members(p, (key, value) -> {
                    if (key.equals("meta") && value == JsonToken.START_OBJECT) {
                        JsonStream.members(p, (k, v) -> {
                            String text = JsonStream.text(p, v);
                            version[0] = k.equals("api-version") ? text : version[0];
                        });
                    } else if (key.equals("projects") && value == JsonToken.START_ARRAY) {
                        hasProjects[0] = true;
                        projects(p, name);
                    } else {
                        p.skipChildren();
                    }
                }));
        if (version[0].isEmpty()) {
            throw new PageFormatException("the page does not state its meta.api-version");
        }
        ApiVersion.check(version[0]);
        if (!hasProjects[0]) {
            throw new PageFormatException("the page has no list of projects");
        }
    }

    private static void projects(JsonParser p, Consumer<String> name) throws PageFormatException {
        for (JsonToken value = p.nextToken(); value != JsonToken.END_ARRAY; value = p.nextToken()) {
            if (value != JsonToken.START_OBJECT) {
                p.skipChildren();
                continue;
            }
            JsonStream.members(p, (key, v) -> {
                String text = JsonStream.text(p, v);
                if (key.equals("name") && ProjectName.parse(text).isPresent()) {
                    name.accept(text);
                }
            });
        }
    }

    /** Takes the text of each link for a name, and where that is none, the last folder of its address. */
    public static void readHtml(InputStream in, Consumer<String> name) throws PageFormatException {
        try (StreamParser parser = new StreamParser(HtmlPageReader.parser())) {
            parser.parse(new InputStreamReader(in, StandardCharsets.UTF_8), "");
            Iterator<Element> elements = parser.iterator();
            while (elements.hasNext()) {
                Element element = elements.next();
                switch (element.normalName()) {
                    case "meta" -> {
                        if (element.attr("name").equals("pypi:repository-version")) {
                            ApiVersion.check(element.attr("content").strip());
                        }
                    }
                    case "a" -> {
                        nameOf(element).ifPresent(name);
                        forget(element);
                    }
                    default -> {}
                }
            }
        }
    }

    private static Optional<String> nameOf(Element anchor) {
        String text = anchor.text().strip();
        if (ProjectName.parse(text).isPresent()) {
            return Optional.of(text);
        }
        String path = anchor.attr("href").strip();
        String folder = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        String last = Links.decode(folder.substring(folder.lastIndexOf('/') + 1));
        return path.endsWith("/") && ProjectName.parse(last).isPresent() ? Optional.of(last) : Optional.empty();
    }

    /** Drops what stands before a link that was read, so that memory does not grow with the page. */
    private static void forget(Element anchor) {
        Element parent = anchor.parent();
        for (int before = anchor.siblingIndex(); parent != null && before > 0; before--) {
            parent.childNode(0).remove();
        }
    }

    /** Writes the JSON form; leaves the stream open. */
    public static void writeJson(OutputStream out, Iterator<ProjectName> names) throws IOException {
        try (JsonGenerator json = JsonStream.writer(out)) {
            json.writeStartObject();
            json.writeObjectPropertyStart("meta");
            json.writeStringProperty("api-version", SimpleWriter.API_VERSION);
            json.writeEndObject();
            json.writeArrayPropertyStart("projects");
            while (names.hasNext()) {
                json.writeStartObject();
                json.writeStringProperty("name", names.next().value());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }

    /** Writes the HTML form, with links relative to the list's own URL, {@code …/simple/}; leaves the stream open. */
    public static void writeHtml(OutputStream out, Iterator<ProjectName> names) throws IOException {
        Writer page = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        page.write(
                "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"pypi:repository-version\" content=\""
                        + SimpleWriter.API_VERSION + "\">\n<title>Simple index</title>\n</head>\n<body>\n");
        while (names.hasNext()) {
            String name = names.next().value();
            page.write("<a href=\"" + name + "/\">" + name + "</a><br>\n");
        }
        page.write("</body>\n</html>\n");
        page.flush();
    }
}
