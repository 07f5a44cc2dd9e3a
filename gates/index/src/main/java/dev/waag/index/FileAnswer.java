package dev.waag.index;

import dev.waag.core.Sha256;
import dev.waag.python.ProjectName;
import dev.waag.store.FileRecord;
import java.nio.file.Path;

/** What somebody gets who asks for a file or for its core metadata. */
public sealed interface FileAnswer {
    /** It may be given as it is in the cache: whole, and under the digest of its bytes. */
    record Allowed(ProjectName project, FileRecord record, Sha256 digest) {}

    /** It is in the cache. */
    record Ready(Allowed file, Path path) implements FileAnswer {}

    /** It is on its way; the receiver leaves the download when done. Its digest is the page's, or empty where that names none. */
    record Coming(ProjectName project, FileRecord record, Download download) implements FileAnswer {}

    /** What goes with a file: its core metadata, or its provenance. */
    record Companion(byte[] body) implements FileAnswer {}

    /** Policy does not allow it. */
    record Refused(Refusal refusal) implements FileAnswer {}

    /** There is no such file. */
    record Absent() implements FileAnswer {}

    /** It exists, or may exist, and cannot be had now. */
    record Unavailable(String reason) implements FileAnswer {}
}
