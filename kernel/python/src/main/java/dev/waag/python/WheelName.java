package dev.waag.python;

import java.util.List;
import java.util.Optional;

/**
 * The name of a wheel, {@code {project}-{version}[-{build}]-{python}-{abi}-{platform}.whl}; each of the three tags may be a set,
 * {@code py2.py3}. A version that PEP 440 does not know is kept as it is written.
 */
public record WheelName(
        String filename,
        ProjectName project,
        String version,
        String build,
        List<String> pythonTags,
        List<String> abiTags,
        List<String> platformTags)
        implements DistributionName {
    public WheelName {
        pythonTags = List.copyOf(pythonTags);
        abiTags = List.copyOf(abiTags);
        platformTags = List.copyOf(platformTags);
    }

    /** The name of a wheel of whatever project; empty where the file name breaks the rules. */
    public static Optional<WheelName> parse(String filename) {
        if (!filename.endsWith(FileNames.WHEEL) || !FileNames.isSafe(filename)) {
            return Optional.empty();
        }
        String[] parts = filename.substring(0, filename.length() - FileNames.WHEEL.length())
                .split("-", -1);
        if (parts.length != 5 && parts.length != 6) {
            return Optional.empty();
        }
        String build = parts.length == 6 ? parts[2] : "";
        boolean wellFormed = isVersionText(parts[1])
                && (parts.length == 5 || !build.isEmpty() && Ascii.isDigit(build.charAt(0)))
                && isTagSet(parts[parts.length - 3])
                && isTagSet(parts[parts.length - 2])
                && isTagSet(parts[parts.length - 1]);
        if (!wellFormed) {
            return Optional.empty();
        }
        return ProjectName.parse(parts[0])
                .map(project -> new WheelName(
                        filename,
                        project,
                        version(parts[1]),
                        build,
                        tags(parts[parts.length - 3]),
                        tags(parts[parts.length - 2]),
                        tags(parts[parts.length - 1])));
    }

    /** The same wheel as if it were for that platform alone. */
    public WheelName onPlatform(String tag) {
        return new WheelName(filename, project, version, build, pythonTags, abiTags, List.of(tag));
    }

    @Override
    public String kind() {
        return "wheel";
    }

    @Override
    public boolean belongsTo(ProjectName other) {
        return project.equals(other);
    }

    /** Older tools wrote the version's hyphens as underscores, so both readings are tried. */
    static String version(String text) {
        return Version.parse(text)
                .or(() -> Version.parse(text.replace('_', '-')))
                .map(Version::toString)
                .orElse(text);
    }

    private static boolean isVersionText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Ascii.isLetterOrDigit(c) && c != '.' && c != '_' && c != '+' && c != '!') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isTagSet(String text) {
        boolean empty = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' ? empty : !Ascii.isLetterOrDigit(c) && c != '_') {
                return false;
            }
            empty = c == '.';
        }
        return !empty;
    }

    private static List<String> tags(String set) {
        return List.of(set.split("\\."));
    }
}
