package dev.waag.python;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the HTML form of a project page. */
final class HtmlPageWriter {
    /** The form has room for one hash a file: the first of these that is known, which is what pip prefers too where it can. */
    private static final List<String> PREFERRED = List.of("sha256", "sha512", "sha384", "sha224", "sha1", "md5");

    private final StringBuilder out;

    private HtmlPageWriter(int files) {
        out = new StringBuilder(256 + 384 * files);
    }

    static String write(SimplePage page) {
        HtmlPageWriter writer = new HtmlPageWriter(page.files().size());
        writer.head(page);
        page.files().forEach(writer::file);
        return writer.out.append("</body>\n</html>\n").toString();
    }

    /** Replaces the five characters that mean something in HTML text or attributes. */
    static void escape(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }

    private void head(SimplePage page) {
        out.append("<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n");
        meta("pypi:repository-version", SimpleWriter.API_VERSION);
        if (page.status().isStandard()) {
            meta("pypi:project-status", page.status().state());
            if (!page.status().reason().isEmpty()) {
                meta("pypi:project-status-reason", page.status().reason());
            }
        }
        out.append("<title>Links for ");
        escape(out, page.name());
        out.append("</title>\n</head>\n<body>\n<h1>Links for ");
        escape(out, page.name());
        out.append("</h1>\n");
    }

    private void meta(String name, String content) {
        out.append("<meta name=\"").append(name).append('"');
        attribute("content", content);
        out.append(">\n");
    }

    private void file(SimpleFile file) {
        out.append("<a href=\"");
        escape(out, file.url());
        hash(file.hashes());
        out.append('"');
        if (!file.requiresPython().isEmpty()) {
            attribute("data-requires-python", file.requiresPython());
        }
        file.yanked().ifPresent(reason -> attribute("data-yanked", reason));
        if (file.hasMetadata()) {
            String value = file.metadataSha256().map(h -> "sha256=" + h).orElse("true");
            attribute("data-core-metadata", value);
            attribute("data-dist-info-metadata", value);
        }
        file.uploadTime().ifPresent(time -> attribute("data-upload-time", UploadTimes.format(time)));
        file.provenance().ifPresent(url -> attribute("data-provenance", url));
        out.append('>');
        escape(out, file.filename());
        out.append("</a><br>\n");
    }

    private void hash(Map<String, String> hashes) {
        String name = PREFERRED.stream()
                .filter(hashes::containsKey)
                .findFirst()
                .orElseGet(() ->
                        new TreeMap<>(hashes).keySet().stream().findFirst().orElse(""));
        String digest = hashes.get(name);
        if (digest != null) {
            out.append('#');
            escape(out, name);
            out.append('=');
            escape(out, digest);
        }
    }

    private void attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        escape(out, value);
        out.append('"');
    }
}
