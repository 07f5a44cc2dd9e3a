package dev.waag.release;

import dev.waag.python.DistributionName;
import dev.waag.python.ProjectName;
import dev.waag.python.SdistName;
import dev.waag.python.Version;
import dev.waag.python.WheelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the form of an upload says, checked against itself and against the file beside it.
 *
 * @param version normalized, as the file's name writes it
 */
record UploadForm(ProjectName project, String version, DistributionName name) {
    private static final Set<String> METADATA_VERSIONS =
            Set.of("1.0", "1.1", "1.2", "2.0", "2.1", "2.2", "2.3", "2.4", "2.5");

    /** Fields that say what the file is: a form that says one twice says two things, and readers disagree on which counts. */
    private static final List<String> ONCE = List.of(
            ":action",
            "protocol_version",
            "metadata_version",
            "name",
            "version",
            "filetype",
            "requires_python",
            "sha256_digest",
            "md5_digest",
            "blake2_256_digest",
            "attestations");

    /** What was read. */
    sealed interface Result {}

    record Right(UploadForm form) implements Result {}

    record Wrong(Answer.Refused refusal) implements Result {}

    static Result read(Upload upload) {
        for (String field : ONCE) {
            if (upload.fields().getOrDefault(field, List.of()).stream()
                            .distinct()
                            .count()
                    > 1) {
                return wrong(
                        "the form has several fields " + field + ", and they differ", "upload with another client");
            }
        }
        String action = upload.field(":action");
        if (!action.equals("file_upload")) {
            return wrong(
                    "the form's :action is '" + shown(action) + "', and only file_upload is known",
                    "upload with twine, uv, Poetry, PDM, hatch or flit");
        }
        if (!upload.field("protocol_version").equals("1")) {
            return wrong(
                    "the form's protocol_version is '" + shown(upload.field("protocol_version")) + "', not 1",
                    "upload with another client");
        }
        String metadata = upload.field("metadata_version");
        if (!METADATA_VERSIONS.contains(metadata)) {
            return wrong(
                    "metadata_version '" + shown(metadata) + "' is none of those up to 2.5",
                    "build with a newer or an older backend");
        }
        Optional<ProjectName> project = ProjectName.parse(upload.field("name"));
        if (project.isEmpty()) {
            return wrong("'" + shown(upload.field("name")) + "' is no project name", "mend the name in the metadata");
        }
        Optional<Version> version = Version.parse(upload.field("version"));
        if (version.isEmpty()) {
            return wrong(
                    "'" + shown(upload.field("version")) + "' is no version (PEP 440)",
                    "mend the version in the metadata");
        }
        return file(upload, project.get(), version.get());
    }

    private static Result file(Upload upload, ProjectName project, Version version) {
        String filename = upload.filename();
        if (filename.isEmpty()) {
            return wrong("the form has no file in its field 'content'", "upload with another client");
        }
        if (filename.contains("/") || filename.contains("\\") || filename.startsWith(".")) {
            return wrong(
                    "the file name '" + shown(filename) + "' is a path, and only a plain name is taken",
                    "upload the file under its own name");
        }
        String type = upload.field("filetype");
        DistributionName name = DistributionName.parse(filename, project);
        boolean right = switch (name) {
            case WheelName w -> type.equals("bdist_wheel");
            case SdistName s -> type.equals("sdist") && filename.endsWith(".tar.gz");
            default -> false;
        };
        if (!right) {
            return wrong(
                    "the file name '" + shown(filename) + "' is none of a " + (type.isEmpty() ? "wheel" : shown(type))
                            + " of " + project + " " + version,
                    "upload wheels (.whl) and source distributions (.tar.gz) under the names that their builder gave them");
        }
        Optional<Version> named = Version.parse(name.version());
        if (!named.equals(Optional.of(version))) {
            return wrong(
                    "the file name '" + shown(filename) + "' says version " + shown(name.version())
                            + ", and the form says " + version,
                    "build again; do not rename files");
        }
        return digests(upload)
                .<Result>map(Wrong::new)
                .orElseGet(() -> new Right(new UploadForm(project, named.get().toString(), name)));
    }

    private static Optional<Answer.Refused> digests(Upload upload) {
        if (upload.size() == 0) {
            return Optional.of(Answer.refused(400, "the file is empty", "build it again"));
        }
        List<String> given = new ArrayList<>();
        record Digest(String field, String computed) {}
        for (Digest d : List.of(
                new Digest("sha256_digest", upload.sha256().hex()),
                new Digest("md5_digest", upload.md5()),
                new Digest("blake2_256_digest", upload.blake2b()))) {
            String said = upload.field(d.field()).toLowerCase(Locale.ROOT);
            if (said.isEmpty()) {
                continue;
            }
            given.add(said);
            if (!said.equals(d.computed())) {
                return Optional.of(Answer.refused(
                        400,
                        "the form's " + d.field() + " is not that of the file which came: the upload was damaged",
                        "upload it again"));
            }
        }
        return given.isEmpty()
                ? Optional.of(Answer.refused(400, "the form has no digest of the file", "upload with another client"))
                : Optional.empty();
    }

    /** Equal for all spellings of a file name that mean the same distribution. */
    String uniqueName() {
        String key = Version.parse(version).map(Version::key).orElse(version);
        return switch (name) {
            case WheelName w ->
                "wheel " + project + " " + key + " " + w.build() + " " + tags(w.pythonTags()) + " " + tags(w.abiTags())
                        + " " + tags(w.platformTags());
            default -> "sdist " + project + " " + key;
        };
    }

    private static String tags(List<String> tags) {
        return String.join(
                ".",
                tags.stream()
                        .map(t -> t.toLowerCase(Locale.ROOT))
                        .distinct()
                        .sorted()
                        .toList());
    }

    private static Wrong wrong(String what, String remedy) {
        return new Wrong(Answer.refused(400, what, remedy));
    }

    private static String shown(String text) {
        return text.length() > 120 ? text.substring(0, 120) + "..." : text;
    }
}
