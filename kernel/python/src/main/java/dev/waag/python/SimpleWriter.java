package dev.waag.python;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/** Writes our own project pages, version 1.4 of the Simple repository API. The same page gives the same bytes. */
public final class SimpleWriter {
    static final String API_VERSION = "1.4";

    /** Versions outside PEP 440 come first, in the order of their letters. */
    private static final Comparator<Map.Entry<String, Optional<Version>>> BY_VERSION = Comparator.comparing(
                    (Map.Entry<String, Optional<Version>> e) -> e.getValue(), SimpleWriter::compare)
            .thenComparing(Map.Entry::getKey);

    private SimpleWriter() {}

    /**
     * The JSON form (PEP 691, 700, 714, 740, 792). Unknown sizes and times are left out; {@code dist-info-metadata} is never written, since pip 22.3
     * fails on its {@code true}.
     */
    public static byte[] json(SimplePage page, List<String> versions) {
        ByteArrayOutputStream out =
                new ByteArrayOutputStream(256 + 512 * page.files().size());
        try (JsonGenerator json = JsonStream.writer(out)) {
            json.writeStartObject();
            json.writeObjectPropertyStart("meta");
            json.writeStringProperty("api-version", API_VERSION);
            json.writeEndObject();
            json.writeStringProperty("name", page.name());
            if (page.status().isStandard()) {
                json.writeObjectPropertyStart("project-status");
                json.writeStringProperty("status", page.status().state());
                if (!page.status().reason().isEmpty()) {
                    json.writeStringProperty("reason", page.status().reason());
                }
                json.writeEndObject();
            }
            json.writeArrayPropertyStart("versions");
            versions.forEach(json::writeString);
            json.writeEndArray();
            json.writeArrayPropertyStart("files");
            for (SimpleFile file : page.files()) {
                file(json, file);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void file(JsonGenerator json, SimpleFile file) {
        json.writeStartObject();
        json.writeStringProperty("filename", file.filename());
        json.writeStringProperty("url", file.url());
        json.writeObjectPropertyStart("hashes");
        new TreeMap<>(file.hashes()).forEach(json::writeStringProperty);
        json.writeEndObject();
        file.size().ifPresent(size -> json.writeNumberProperty("size", size));
        file.uploadTime().ifPresent(time -> json.writeStringProperty("upload-time", UploadTimes.format(time)));
        if (!file.requiresPython().isEmpty()) {
            json.writeStringProperty("requires-python", file.requiresPython());
        }
        json.writeName("yanked");
        String reason = file.yanked().orElse("");
        if (reason.isEmpty()) {
            json.writeBoolean(file.yanked().isPresent());
        } else {
            json.writeString(reason);
        }
        if (file.metadataSha256().isPresent()) {
            json.writeObjectPropertyStart("core-metadata");
            json.writeStringProperty("sha256", file.metadataSha256().get());
            json.writeEndObject();
        } else if (file.hasMetadata()) {
            json.writeBooleanProperty("core-metadata", true);
        }
        file.provenance().ifPresent(url -> json.writeStringProperty("provenance", url));
        json.writeEndObject();
    }

    /** The HTML form (PEP 503, 592, 629, 658, 714, 740, 792), with the {@code data-upload-time} that some clients read though no standard names it. */
    public static byte[] html(SimplePage page) {
        return HtmlPageWriter.write(page).getBytes(StandardCharsets.UTF_8);
    }

    /** The versions that the file names tell, in the order of PEP 440, each text once; none where the page has no valid name. */
    public static List<String> versions(SimplePage page) {
        Optional<ProjectName> project = ProjectName.parse(page.name());
        if (project.isEmpty()) {
            return List.of();
        }
        Set<String> texts = new LinkedHashSet<>();
        for (SimpleFile file : page.files()) {
            texts.add(DistributionName.parse(file.filename(), project.get()).version());
        }
        return inOrder(texts);
    }

    /** Those texts in the order of PEP 440, without the empty one. */
    public static List<String> inOrder(Set<String> texts) {
        Map<String, Optional<Version>> versions = new LinkedHashMap<>();
        for (String text : texts) {
            if (!text.isEmpty()) {
                versions.put(text, Version.parse(text));
            }
        }
        return versions.entrySet().stream()
                .sorted(BY_VERSION)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static int compare(Optional<Version> a, Optional<Version> b) {
        if (a.isPresent() && b.isPresent()) {
            return a.get().compareTo(b.get());
        }
        return Boolean.compare(a.isPresent(), b.isPresent());
    }
}
