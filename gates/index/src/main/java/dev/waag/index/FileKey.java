package dev.waag.index;

import dev.waag.core.Sha256;
import dev.waag.python.ProjectName;
import dev.waag.python.SimpleFile;
import java.util.Optional;

/** One file of one upstream, as it is served. */
record FileKey(String upstream, ProjectName project, SimpleFile file) {
    Optional<Sha256> sha256() {
        return Optional.ofNullable(file.hashes().get("sha256")).flatMap(Sha256::parse);
    }

    @Override
    public String toString() {
        return project.value() + "/" + file.filename();
    }
}
