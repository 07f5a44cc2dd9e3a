package dev.waag.build;

import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import java.util.Optional;

/** The name of an sdist that a backend made: {@code NAME-VERSION.tar.gz} (source distribution format); old backends leave hyphens in NAME. */
record MadeName(ProjectName project, String version) {
    private static final String ENDING = ".tar.gz";

    static Optional<MadeName> parse(String filename) {
        int hyphen = filename.lastIndexOf('-');
        if (hyphen < 1
                || !filename.endsWith(ENDING)
                || filename.indexOf('/') >= 0
                || hyphen + 1 > filename.length() - ENDING.length()) {
            return Optional.empty();
        }
        String version = filename.substring(hyphen + 1, filename.length() - ENDING.length());
        return Version.parse(version).isEmpty()
                ? Optional.empty()
                : ProjectName.parse(filename.substring(0, hyphen)).map(p -> new MadeName(p, version));
    }
}
