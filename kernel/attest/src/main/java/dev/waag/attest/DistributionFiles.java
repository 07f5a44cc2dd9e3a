package dev.waag.attest;

import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import dev.waag.python.WheelName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares the file names of distributions as PEP 740's verifiers do: by what they say, not by how it is spelt. */
public final class DistributionFiles {
    private static final List<String> SDIST = List.of(".tar.gz", ".zip");

    private DistributionFiles() {}

    /** Whether a file name is that of a wheel or a source distribution. */
    public static boolean isOne(String filename) {
        return WheelName.parse(filename).isPresent() || sdist(filename).isPresent();
    }

    /** Whether both are names of distributions, and of the same one. */
    public static boolean same(String one, String other) {
        return what(one).map(w -> what(other).filter(w::equals).isPresent()).orElse(false);
    }

    private static Optional<List<?>> what(String filename) {
        Optional<List<?>> wheel = WheelName.parse(filename)
                .map(w -> List.of(
                        w.project(),
                        w.version(),
                        w.build(),
                        Set.copyOf(w.pythonTags()),
                        Set.copyOf(w.abiTags()),
                        Set.copyOf(w.platformTags())));
        return wheel.isPresent() ? wheel : sdist(filename);
    }

    private static Optional<List<?>> sdist(String filename) {
        for (String extension : SDIST) {
            if (filename.endsWith(extension)) {
                String stem = filename.substring(0, filename.length() - extension.length());
                int split = stem.lastIndexOf('-');
                if (split > 0) {
                    String version = stem.substring(split + 1);
                    return ProjectName.parse(stem.substring(0, split))
                            .flatMap(name -> Version.parse(version).map(v -> List.of(name, v, extension)));
                }
            }
        }
        return Optional.empty();
    }
}
