package dev.waag.testkit;

import dev.waag.core.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes pages as an index does (PEP 503, PEP 691 and what came after them), by other code than the program under test. */
final class IndexPages {
    private IndexPages() {}

    static byte[] json(String project, String status, String reason, List<Listing> files, String base) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("meta", Map.of("api-version", "1.4"));
        page.put("name", project);
        Map<String, Object> marker = new LinkedHashMap<>();
        marker.put("status", status);
        if (!reason.isEmpty()) {
            marker.put("reason", reason);
        }
        page.put("project-status", marker);
        page.put(
                "versions",
                files.stream().map(f -> f.distribution.version()).distinct().toList());
        List<Object> all = new ArrayList<>();
        files.forEach(f -> all.add(file(f, base)));
        page.put("files", all);
        return Json.MAPPER.writeValueAsBytes(page);
    }

    private static Map<String, Object> file(Listing f, String base) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("filename", f.distribution.filename());
        file.put("url", base + f.distribution.filename());
        file.put("hashes", new LinkedHashMap<>(f.hashes));
        f.size.ifPresent(n -> file.put("size", n));
        f.uploaded.ifPresent(t -> file.put("upload-time", t.toString()));
        if (!f.requiresPython.isEmpty()) {
            file.put("requires-python", f.requiresPython);
        }
        f.yanked.ifPresent(r -> file.put("yanked", r.isEmpty() ? true : r));
        if (f.metadataSha256.isPresent()) {
            file.put("core-metadata", Map.of("sha256", f.metadataSha256.get()));
        } else if (f.metadata.isPresent()) {
            file.put("core-metadata", true);
        }
        f.provenance
                .or(() -> f.attested.map(body -> base + f.distribution.filename() + ".provenance"))
                .ifPresent(url -> file.put("provenance", url));
        return file;
    }

    static byte[] html(String project, List<Listing> files, String base) {
        StringBuilder page = new StringBuilder("<!DOCTYPE html><html><head><title>Links for " + project
                + "</title></head><body><h1>Links for " + project + "</h1>\n");
        for (Listing f : files) {
            page.append("<a href=\"").append(base).append(f.distribution.filename());
            f.hashes.forEach(
                    (name, digest) -> page.append('#').append(name).append('=').append(digest));
            page.append('"');
            if (!f.requiresPython.isEmpty()) {
                page.append(" data-requires-python=\"")
                        .append(escape(f.requiresPython))
                        .append('"');
            }
            f.yanked.ifPresent(
                    r -> page.append(" data-yanked=\"").append(escape(r)).append('"'));
            page.append('>').append(f.distribution.filename()).append("</a><br>\n");
        }
        return page.append("</body></html>").toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] rootJson(Iterable<String> projects) {
        List<Object> all = new ArrayList<>();
        projects.forEach(p -> all.add(Map.of("name", p)));
        return Json.MAPPER.writeValueAsBytes(Map.of("meta", Map.of("api-version", "1.4"), "projects", all));
    }

    static byte[] rootHtml(Iterable<String> projects) {
        StringBuilder page = new StringBuilder("<!DOCTYPE html><html><body>\n");
        projects.forEach(p ->
                page.append("<a href=\"").append(p).append("/\">").append(p).append("</a>\n"));
        return page.append("</body></html>").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
