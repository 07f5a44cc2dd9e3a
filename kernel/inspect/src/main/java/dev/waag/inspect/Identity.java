package dev.waag.inspect;

import dev.waag.python.DistributionName;
import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import dev.waag.python.WheelName;
import java.util.Optional;

/** What the file name says a distribution is. */
record Identity(
        String filename, String kind, Optional<ProjectName> project, String version, Optional<WheelName> wheel) {

    /** Of an sdist whose project nobody told, the version is what stands behind the first hyphen that a version follows. */
    static Identity of(String filename, Optional<ProjectName> told) {
        Optional<WheelName> wheel = WheelName.parse(filename);
        if (wheel.isPresent()) {
            return new Identity(
                    filename,
                    "wheel",
                    Optional.of(wheel.get().project()),
                    wheel.get().version(),
                    wheel);
        }
        if (told.isPresent()) {
            return of(filename, DistributionName.parse(filename, told.get()), told.get());
        }
        for (int i = filename.indexOf('-'); i > 0; i = filename.indexOf('-', i + 1)) {
            Optional<ProjectName> project = ProjectName.parse(filename.substring(0, i));
            if (project.isPresent()) {
                Identity found = of(filename, DistributionName.parse(filename, project.get()), project.get());
                if (Version.parse(found.version()).isPresent() && !found.kind().equals("other")) {
                    return found;
                }
            }
        }
        return new Identity(filename, "other", Optional.empty(), "", Optional.empty());
    }

    private static Identity of(String filename, DistributionName name, ProjectName project) {
        return new Identity(filename, name.kind(), Optional.of(project), name.version(), Optional.empty());
    }

    /** Whether a text names this release: {@code {name}-{version}}, however it is written. */
    boolean isStem(String stem) {
        if (project.isEmpty()) {
            return false;
        }
        for (int i = stem.indexOf('-'); i > 0; i = stem.indexOf('-', i + 1)) {
            if (isName(stem.substring(0, i)) && isVersion(stem.substring(i + 1))) {
                return true;
            }
        }
        return false;
    }

    boolean isName(String name) {
        return project.isPresent()
                && ProjectName.normalize(name).equals(project.get().value());
    }

    boolean isVersion(String other) {
        if (other.equals(version)) {
            return true;
        }
        Optional<Version> mine = Version.parse(version);
        return mine.isPresent()
                && (mine.equals(Version.parse(other)) || mine.equals(Version.parse(other.replace('_', '-'))));
    }
}
