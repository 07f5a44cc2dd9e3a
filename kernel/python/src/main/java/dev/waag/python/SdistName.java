package dev.waag.python;

import java.util.Optional;

/** The name of a source distribution, {@code {project}-{version}{extension}}, also with the extensions used before PEP 625. */
public record SdistName(String filename, ProjectName project, String version) implements DistributionName {

    /** Empty where the extension is no archive's, the name is not of that project, or the version names a platform (a "dumb" binary archive). */
    static Optional<SdistName> parse(String filename, ProjectName project) {
        int end = FileNames.sdistStemEnd(filename);
        if (end < 0) {
            return Optional.empty();
        }
        String stem = filename.substring(0, end);
        int split = FileNames.nameEnd(stem, project);
        if (split < 0 || split + 1 == stem.length()) {
            return Optional.empty();
        }
        String version = stem.substring(split + 1);
        if (FileNames.platformStart(version) >= 0) {
            return Optional.empty();
        }
        return Optional.of(new SdistName(filename, project, FileNames.version(version)));
    }

    @Override
    public String kind() {
        return "sdist";
    }

    @Override
    public boolean belongsTo(ProjectName other) {
        return project.equals(other);
    }
}
