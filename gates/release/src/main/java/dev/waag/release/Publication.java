package dev.waag.release;

import dev.waag.core.Blake2b;
import dev.waag.core.Sha256;
import dev.waag.python.CoreMetadata;
import dev.waag.python.DistributionName;
import dev.waag.python.PageFormatException;
import dev.waag.python.ProjectName;
import dev.waag.python.WheelName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A distribution as an upload's form, with the evidence that lies beside the file.
 *
 * @param fields names and values, in order
 */
public record Publication(
        ProjectName project, String version, String filename, List<Map.Entry<String, String>> fields) {
    private static final int CHUNK = 64 << 10;
    /** Of a document beside the file. */
    private static final int EVIDENCE_BYTES = 4 << 20;

    /** Header fields of core metadata and the form's name for each, for those that may stand once. */
    private static final List<String> ONCE = List.of(
            "summary",
            "description-content-type",
            "keywords",
            "home-page",
            "download-url",
            "author",
            "author-email",
            "maintainer",
            "maintainer-email",
            "license",
            "license-expression",
            "requires-python");

    private static final Map<String, String> OFTEN = Map.ofEntries(
            Map.entry("classifier", "classifiers"),
            Map.entry("requires-dist", "requires_dist"),
            Map.entry("requires-external", "requires_external"),
            Map.entry("provides-extra", "provides_extra"),
            Map.entry("provides-dist", "provides_dist"),
            Map.entry("obsoletes-dist", "obsoletes_dist"),
            Map.entry("project-url", "project_urls"),
            Map.entry("platform", "platform"),
            Map.entry("supported-platform", "supported_platform"),
            Map.entry("license-file", "license_files"),
            Map.entry("import-name", "import_name"),
            Map.entry("import-namespace", "import_namespace"),
            Map.entry("dynamic", "dynamic"));

    public Publication {
        fields = List.copyOf(fields);
    }

    /**
     * Reads a distribution.
     *
     * @throws PageFormatException where it is none
     */
    public static Publication read(Path file) throws IOException, PageFormatException {
        String filename = String.valueOf(file.getFileName());
        byte[] metadata = Contents.metadata(file);
        CoreMetadata core = CoreMetadata.parse(metadata);
        ProjectName project = ProjectName.parse(core.name())
                .orElseThrow(() -> new PageFormatException("its metadata has no usable name"));
        DistributionName name = DistributionName.parse(filename, project);
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        add(fields, ":action", "file_upload");
        add(fields, "protocol_version", "1");
        add(fields, "metadata_version", core.metadataVersion());
        add(fields, "name", core.name());
        add(fields, "version", core.version());
        add(fields, "filetype", name instanceof WheelName ? "bdist_wheel" : "sdist");
        add(fields, "pyversion", name instanceof WheelName w ? String.join(".", w.pythonTags()) : "source");
        for (String header : ONCE) {
            core.headers().getOrDefault(header, List.of()).stream()
                    .limit(1)
                    .forEach(v -> add(fields, header.replace('-', '_'), v));
        }
        OFTEN.forEach(
                (header, form) -> core.headers().getOrDefault(header, List.of()).forEach(v -> add(fields, form, v)));
        add(fields, "description", core.description());
        digests(file, fields);
        evidence(file, fields);
        return new Publication(project, core.version(), filename, fields);
    }

    /** The same with signed links of pipeline stages, one a line, added to those that lie beside it. */
    public Publication withLinks(String links) {
        String field = Evidence.Kind.LINKS.field();
        List<Map.Entry<String, String>> with = new ArrayList<>(fields);
        String beside = with.stream()
                .filter(f -> f.getKey().equals(field))
                .map(f -> f.getValue().strip() + "\n")
                .collect(Collectors.joining());
        with.removeIf(f -> f.getKey().equals(field));
        add(with, field, beside + links);
        return new Publication(project, version, filename, with);
    }

    private static void add(List<Map.Entry<String, String>> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.add(Map.entry(name, value));
        }
    }

    private static void digests(Path file, List<Map.Entry<String, String>> fields) throws IOException {
        MessageDigest sha256 = Sha256.digest();
        MessageDigest md5 = md5();
        Blake2b blake2b = new Blake2b();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                sha256.update(chunk, 0, n);
                md5.update(chunk, 0, n);
                blake2b.update(chunk, 0, n);
            }
        }
        add(fields, "sha256_digest", Sha256.ofDigest(sha256.digest()).hex());
        add(fields, "md5_digest", HexFormat.of().formatHex(md5.digest()));
        add(fields, "blake2_256_digest", blake2b.hex());
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    private static void evidence(Path file, List<Map.Entry<String, String>> fields)
            throws IOException, PageFormatException {
        List<String> attestations = new ArrayList<>();
        for (String suffix : List.of(".publish.attestation", ".slsa.attestation")) {
            Path beside = file.resolveSibling(file.getFileName() + suffix);
            if (Files.isRegularFile(beside)) {
                attestations.add(text(beside));
            }
        }
        if (!attestations.isEmpty()) {
            add(fields, "attestations", "[" + String.join(",", attestations) + "]");
        }
        for (Evidence.Kind kind : Evidence.Kind.values()) {
            Path beside = file.resolveSibling(file.getFileName() + kind.suffix());
            if (Files.isRegularFile(beside)) {
                add(fields, kind.field(), text(beside));
            }
        }
    }

    private static String text(Path file) throws IOException, PageFormatException {
        if (Files.size(file) > EVIDENCE_BYTES) {
            throw new PageFormatException(
                    file.getFileName() + " beside it is larger than " + EVIDENCE_BYTES + " bytes");
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
