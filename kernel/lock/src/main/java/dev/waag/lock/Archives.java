package dev.waag.lock;

import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import dev.waag.python.WheelName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the file name of a distribution says about it. */
final class Archives {
    /** Those that pip takes for an archive. */
    private static final List<String> ENDINGS = List.of(
            ".whl",
            ".zip",
            ".tar.gz",
            ".tgz",
            ".tar",
            ".tar.bz2",
            ".tbz",
            ".tar.xz",
            ".txz",
            ".tlz",
            ".tar.lz",
            ".tar.lzma");

    private Archives() {}

    record NameAndVersion(ProjectName name, String version) {}

    static boolean isArchive(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        for (String ending : ENDINGS) {
            if (lower.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    /** The project and version of a wheel, or of a source distribution that is named {@code name-version}. */
    static Optional<NameAndVersion> parse(String filename) {
        Optional<WheelName> wheel = WheelName.parse(filename);
        if (wheel.isPresent()) {
            return Version.parse(wheel.get().version()).isPresent()
                    ? Optional.of(new NameAndVersion(
                            wheel.get().project(), wheel.get().version()))
                    : Optional.empty();
        }
        String lower = filename.toLowerCase(Locale.ROOT);
        for (String ending : ENDINGS) {
            int dash = filename.lastIndexOf('-');
            if (lower.endsWith(ending) && dash > 0 && dash < filename.length() - ending.length()) {
                Optional<ProjectName> name = ProjectName.parse(filename.substring(0, dash));
                String version = filename.substring(dash + 1, filename.length() - ending.length());
                return name.isPresent() && Version.parse(version).isPresent()
                        ? Optional.of(new NameAndVersion(name.get(), version))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
