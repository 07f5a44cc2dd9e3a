package dev.waag.python;

import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads a project page in JSON as a stream of tokens, so that its size costs no tree. Keys that it does not know are passed over (PEP 691). */
final class JsonPageReader {
    private final FileCollector files;
    private String name = "";
    private String version = "";
    private ProjectStatus status = ProjectStatus.ACTIVE;
    private boolean hasFiles;

    JsonPageReader(URI base, PageLimits limits) {
        files = new FileCollector(base, limits);
    }

    SimplePage read(InputStream in) throws PageFormatException {
        JsonStream.object(in, this::page);
        if (version.isEmpty()) {
            throw new PageFormatException("the page does not state its meta.api-version");
        }
        ApiVersion.check(version);
        if (!hasFiles) {
            throw new PageFormatException("the page has no list of files");
        }
        return new SimplePage(name, status, files.files());
    }

    private void page(JsonParser p) throws PageFormatException {
        JsonStream.members(p, (key, value) -> {
            switch (key) {
                case "meta" -> version = object(p, value) ? meta(p) : "";
                case "name" -> name = JsonStream.text(p, value);
                case "project-status" -> status = status(p, value);
                case "files" -> files(p, value);
                default -> p.skipChildren();
            }
        });
    }

    private static String meta(JsonParser p) throws PageFormatException {
        String[] found = {""};
        JsonStream.members(p, (key, value) -> {
            if (key.equals("api-version")) {
                found[0] = JsonStream.text(p, value);
            } else {
                p.skipChildren();
            }
        });
        return found[0];
    }

    /** PEP 792: an object with the state. The state alone, as a string, is outside the standard, and means the same. */
    private static ProjectStatus status(JsonParser p, JsonToken value) throws PageFormatException {
        if (value == JsonToken.VALUE_STRING) {
            return ProjectStatus.read(p.getString(), "");
        }
        if (!object(p, value)) {
            return ProjectStatus.ACTIVE;
        }
        String[] found = {"", ""};
        JsonStream.members(p, (key, member) -> {
            switch (key) {
                case "status" -> found[0] = JsonStream.text(p, member);
                case "reason" -> found[1] = JsonStream.text(p, member);
                default -> p.skipChildren();
            }
        });
        return ProjectStatus.read(found[0], found[1]);
    }

    private void files(JsonParser p, JsonToken list) throws PageFormatException {
        files.clear();
        hasFiles = list == JsonToken.START_ARRAY;
        if (!hasFiles) {
            p.skipChildren();
            return;
        }
        for (JsonToken value = p.nextToken(); value != JsonToken.END_ARRAY; value = p.nextToken()) {
            files.count();
            if (object(p, value)) {
                FileDraft draft = new FileDraft();
                JsonStream.members(p, (key, v) -> field(p, draft, key, v));
                files.add(draft);
            }
        }
    }

    private static void field(JsonParser p, FileDraft draft, String key, JsonToken value) throws PageFormatException {
        switch (key) {
            case "filename" -> draft.filename = JsonStream.text(p, value);
            case "url" -> draft.url = JsonStream.text(p, value);
            case "hashes" -> hashes(p, value, draft.hashes);
            case "size" -> draft.size = size(p, value);
            case "upload-time" -> draft.uploadTime = UploadTimes.parse(JsonStream.text(p, value));
            case "requires-python" -> draft.requiresPython = JsonStream.text(p, value);
            case "yanked" -> draft.yanked = yanked(p, value);
            case "core-metadata" -> draft.coreMetadata = metadata(p, value);
            case "dist-info-metadata" -> draft.distInfoMetadata = metadata(p, value);
            case "provenance" -> draft.provenance = JsonStream.text(p, value);
            default -> p.skipChildren();
        }
    }

    private static void hashes(JsonParser p, JsonToken value, Hashes into) throws PageFormatException {
        if (object(p, value)) {
            JsonStream.members(p, (name, digest) -> into.add(name, JsonStream.text(p, digest)));
        }
    }

    private static OptionalLong size(JsonParser p, JsonToken value) {
        if (value == JsonToken.VALUE_NUMBER_INT && p.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long size = p.getLongValue();
            return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
        }
        p.skipChildren();
        return OptionalLong.empty();
    }

    /**
     * PEP 592 in JSON: false, true, or a reason. What is outside the standard (an empty reason, a number, an object) is read as yanked: the
     * safer of its two readings.
     */
    private static Optional<String> yanked(JsonParser p, JsonToken value) {
        return switch (value) {
            case VALUE_TRUE -> Optional.of("");
            case VALUE_STRING -> Optional.of(p.getString());
            case VALUE_FALSE, VALUE_NULL -> Optional.empty();
            default -> {
                p.skipChildren();
                yield Optional.of("");
            }
        };
    }

    private static Optional<FileDraft.MetadataClaim> metadata(JsonParser p, JsonToken value)
            throws PageFormatException {
        return switch (value) {
            case VALUE_TRUE -> Optional.of(FileDraft.MetadataClaim.UNHASHED);
            case VALUE_FALSE -> Optional.of(FileDraft.MetadataClaim.NONE);
            case START_OBJECT -> {
                Hashes hashes = new Hashes();
                hashes(p, value, hashes);
                yield Optional.of(FileDraft.MetadataClaim.of(hashes));
            }
            default -> {
                p.skipChildren();
                yield Optional.empty();
            }
        };
    }

    /** Whether the value is an object; any other is passed over. */
    private static boolean object(JsonParser p, JsonToken value) {
        if (value != JsonToken.START_OBJECT) {
            p.skipChildren();
        }
        return value == JsonToken.START_OBJECT;
    }
}
