package dev.waag.python;

import java.util.List;

/** What the kinds of distribution names have in common. */
final class FileNames {
    static final String WHEEL = ".whl";

    /** Those that pip installs from or that indexes took for source distributions; a longer one stands before its own ending. */
    private static final List<String> SDIST = List.of(
            ".tar.gz",
            ".tar.bz2",
            ".tar.xz",
            ".tar.lzma",
            ".tar.lz",
            ".tar.z",
            ".tgz",
            ".tbz",
            ".txz",
            ".tlz",
            ".tar",
            ".zip");

    private static final List<String> OTHER = List.of(".egg", ".exe", ".msi", ".rpm", ".deb", ".dmg", ".pkg");

    /** What bdist_dumb, bdist_wininst and bdist_msi put after the version. */
    private static final List<String> PLATFORMS = List.of(
            ".linux-", ".macosx-", ".win32", ".win-", ".cygwin-", ".mingw", ".freebsd-", ".darwin-", ".solaris-");

    private FileNames() {}

    /** Whether a name can be a file's in a folder and in a URL: not empty, no slash or backslash, no control character, not {@code .} or {@code ..}. */
    static boolean isSafe(String filename) {
        for (int i = 0; i < filename.length(); i++) {
            char c = filename.charAt(i);
            if (c == '/' || c == '\\' || Texts.isBroken(filename, i) || Character.isISOControl(c)) {
                return false;
            }
        }
        return !filename.isEmpty() && !filename.equals(".") && !filename.equals("..");
    }

    /** Whether the extension is that of some distribution. */
    static boolean isDistribution(String filename) {
        return filename.endsWith(WHEEL) || sdistStemEnd(filename) > 0 || stemEnd(filename, OTHER) > 0;
    }

    /** Where an archive's extension begins, in either case of letters; -1 where there is none. */
    static int sdistStemEnd(String filename) {
        return stemEnd(filename, SDIST);
    }

    /** Where the extension of an egg, installer, package or archive begins; -1 where there is none. */
    static int otherStemEnd(String filename) {
        int end = stemEnd(filename, OTHER);
        return end >= 0 ? end : sdistStemEnd(filename);
    }

    /** The index of the first hyphen before which stands, normalized, the project's name; -1 where there is none. */
    static int nameEnd(String text, ProjectName project) {
        // a run of separators is one character when normalized: nothing shorter can be this name, and most names are
        // found at once
        for (int i = text.indexOf('-', project.value().length()); i >= 0; i = text.indexOf('-', i + 1)) {
            if (ProjectName.normalize(text.substring(0, i)).equals(project.value())) {
                return i;
            }
            if (i > 2 * ProjectName.MAX_LENGTH) {
                return -1;
            }
        }
        return -1;
    }

    /** Where the platform begins in {@code 1.0.linux-x86_64}; -1 where there is none. */
    static int platformStart(String version) {
        String lower = Ascii.lower(version);
        int start = -1;
        for (String platform : PLATFORMS) {
            int at = lower.indexOf(platform);
            if (at >= 0 && (start < 0 || at < start)) {
                start = at;
            }
        }
        return start;
    }

    /** The normalized version, or the text where it is none; white space would be lost, so a text with some is none. */
    static String version(String text) {
        return PythonSpaces.strip(text).equals(text)
                ? Version.parse(text).map(Version::toString).orElse(text)
                : text;
    }

    private static int stemEnd(String filename, List<String> extensions) {
        String lower = Ascii.lower(filename);
        for (String extension : extensions) {
            if (lower.endsWith(extension) && lower.length() > extension.length()) {
                return lower.length() - extension.length();
            }
        }
        return -1;
    }
}
