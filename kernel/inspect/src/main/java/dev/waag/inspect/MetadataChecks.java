package dev.waag.inspect;

import dev.waag.python.CoreMetadata;
import java.util.List;
import java.util.Optional;

/** Whether METADATA, or PKG-INFO, is of the release that the file name names (core metadata specification). */
final class MetadataChecks {
    private MetadataChecks() {}

    static CoreMetadata check(String path, byte[] content, Identity identity, Problems problems) {
        CoreMetadata metadata = CoreMetadata.parse(content);
        for (String field : List.of("metadata-version", "name", "version")) {
            List<String> values = metadata.headers().getOrDefault(field, List.of());
            if (values.isEmpty()) {
                problems.unsafe(path, "the metadata have no " + field);
            } else if (values.size() > 1) {
                problems.unsafe(
                        path,
                        "the metadata have two fields " + field + ": readers disagree on which counts",
                        String.join(", ", values));
            }
        }
        if (!metadata.name().isEmpty() && !identity.isName(metadata.name())) {
            problems.unsafe(path, "the name in the metadata is not that of the file name", metadata.name());
        }
        if (!metadata.version().isEmpty() && !identity.isVersion(metadata.version())) {
            problems.unsafe(path, "the version in the metadata is not that of the file name", metadata.version());
        }
        return metadata;
    }

    /** The index told resolvers something about the file; it must be the same that is installed. */
    static void index(String path, byte[] content, Optional<byte[]> index, Problems problems) {
        if (index.isPresent() && !java.util.Arrays.equals(index.get(), content)) {
            problems.unsafe(path, "the metadata are not those that the index gives for this file");
        }
    }
}
