package dev.waag.release;

import dev.waag.core.Json;
import dev.waag.core.Sha256;
import dev.waag.inspect.Finding;
import dev.waag.inspect.Inspection;
import dev.waag.inspect.Inspector;
import dev.waag.python.CoreMetadata;
import dev.waag.python.PageFormatException;
import dev.waag.python.ProjectName;
import dev.waag.python.Requirement;
import dev.waag.python.RequirementException;
import dev.waag.python.Specifiers;
import dev.waag.python.Version;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an uploaded file holds, as far as publishing it asks.
 *
 * @param metadata its core metadata, byte for byte
 * @param capabilities what its code is able to do, by the words of {@code waag inspect}
 */
record Contents(byte[] metadata, Set<String> capabilities, double score) {
    /** Under which it is kept beside the file. */
    static final String EVIDENCE = "inspection";

    CoreMetadata core() {
        return CoreMetadata.parse(metadata);
    }

    Sha256 digest() {
        return Sha256.of(metadata);
    }

    /** What is remembered of it besides the metadata. */
    byte[] summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("capabilities", capabilities);
        summary.put("score", score);
        return Json.MAPPER.writeValueAsBytes(summary);
    }

    /**
     * Why the file is not what its name and form say; empty where it is.
     *
     * @param requiresPython what the form says; may be empty
     */
    Optional<String> mismatch(UploadForm form, String requiresPython) {
        CoreMetadata core = core();
        if (!ProjectName.parse(core.name()).equals(Optional.of(form.project()))) {
            return Optional.of("the metadata in the file has the name '" + core.name()
                    + "', and the file name and form say " + form.project());
        }
        if (!Version.parse(core.version()).equals(Version.parse(form.version()))) {
            return Optional.of("the metadata in the file has the version '" + core.version()
                    + "', and the file name and form say " + form.version());
        }
        if (!requiresPython.isEmpty() && !same(requiresPython, core.requiresPython())) {
            return Optional.of("the metadata in the file requires Python '" + core.requiresPython()
                    + "', and the form says '" + requiresPython + "'");
        }
        return Optional.empty();
    }

    private static boolean same(String a, String b) {
        try {
            return Set.copyOf(Specifiers.parse(a).members())
                    .equals(Set.copyOf(Specifiers.parse(b).members()));
        } catch (RequirementException e) {
            return a.equals(b);
        }
    }

    /** Why no installer could use the metadata, or only past every index; empty where they are usable. */
    Optional<String> unusable() {
        CoreMetadata core = core();
        for (String text : core.requiresDist()) {
            try {
                if (Requirement.parse(text).url().isPresent()) {
                    return Optional.of("Requires-Dist '" + text + "' takes a file from an address, past every index");
                }
            } catch (RequirementException e) {
                return Optional.of("Requires-Dist '" + text + "' is no requirement: " + e.getMessage());
            }
        }
        try {
            Specifiers.parse(core.requiresPython());
            return Optional.empty();
        } catch (RequirementException e) {
            return Optional.of("Requires-Python '" + core.requiresPython() + "' is wrong: " + e.getMessage());
        }
    }

    /** Reads the file from its first byte to its last, and refuses one that is no valid distribution. */
    static Contents read(UploadForm form, Upload upload) throws IOException, PageFormatException {
        return read(Inspector.Request.of(upload.filename(), form.project()), () -> upload.file().stream());
    }

    /** The core metadata of a wheel or sdist that is known by its name alone. */
    static byte[] metadata(Path file) throws IOException, PageFormatException {
        return read(Inspector.Request.of(String.valueOf(file.getFileName())), () -> Files.newInputStream(file))
                .metadata();
    }

    private interface Bytes {
        InputStream open() throws IOException;
    }

    private static Contents read(Inspector.Request request, Bytes bytes) throws IOException, PageFormatException {
        Inspection inspection = Inspector.inspect(request, () -> new BufferedInputStream(bytes.open(), 1 << 16));
        if (inspection.unsafe()) {
            Finding first = inspection.unsafeFindings().getFirst();
            throw new PageFormatException(first.message() + (first.file().isEmpty() ? "" : " (" + first.file() + ")"));
        }
        byte[] metadata = inspection
                .metadataBytes()
                .orElseThrow(() -> new PageFormatException("it has no core metadata (METADATA or PKG-INFO)"));
        return new Contents(metadata, inspection.capabilities(), inspection.score());
    }
}
