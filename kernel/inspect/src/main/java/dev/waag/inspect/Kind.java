package dev.waag.inspect;

import java.util.Locale;

/** Kinds of archives by the ends of their names. */
enum Kind {
    WHEEL,
    ZIP,
    TAR,
    TAR_GZ,
    TAR_BZ2,
    TAR_XZ,
    UNKNOWN;

    static Kind of(String filename) {
        String name = filename.toLowerCase(Locale.ROOT);
        if (name.endsWith(".whl")) {
            return WHEEL;
        }
        if (name.endsWith(".zip") || name.endsWith(".egg")) {
            return ZIP;
        }
        if (name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
            return TAR_GZ;
        }
        if (name.endsWith(".tar.bz2") || name.endsWith(".tbz") || name.endsWith(".tbz2")) {
            return TAR_BZ2;
        }
        if (name.endsWith(".tar.xz") || name.endsWith(".txz")) {
            return TAR_XZ;
        }
        return name.endsWith(".tar") ? TAR : UNKNOWN;
    }
}
