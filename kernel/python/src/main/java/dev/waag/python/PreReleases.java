package dev.waag.python;

/** What becomes of pre-releases (PEP 440, "Handling of pre-releases"). */
public enum PreReleases {
    /** They count where nothing else fits, or where a specifier names one itself; a single version has nothing else beside it. */
    DEFAULT,
    /** They count like all others. */
    ALLOWED,
    /** They never count. */
    REFUSED
}
