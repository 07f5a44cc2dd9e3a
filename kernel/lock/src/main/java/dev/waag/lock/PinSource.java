package dev.waag.lock;

/**
 * Where a pinned project is taken from.
 *
 * @param location the index's URL, the file's or repository's URL, or the folder, as the lock has it; {@code ""} for an index that the
 *     lock does not name, which is then the tool's own. Credentials in URLs are taken out.
 * @param revision the commit or other revision of a repository; {@code ""} elsewhere
 */
public record PinSource(Kind kind, String location, String revision) {
    /** The index that the tool is set to use. */
    public static final PinSource DEFAULT_INDEX = new PinSource(Kind.INDEX, "", "");

    public enum Kind {
        /** An index, so one file of several. */
        INDEX,
        /** One file at a URL. */
        URL,
        /** A version control repository. */
        VCS,
        /** A distribution on this machine. */
        FILE,
        /** A folder on this machine, built when installed. */
        DIRECTORY,
        /** A folder on this machine, installed by reference. */
        EDITABLE,
        /** A project that is not installed itself, such as the lock's own root. */
        VIRTUAL
    }

    public PinSource {
        location = Urls.withoutCredentials(location);
    }

    static PinSource of(Kind kind, String location) {
        return new PinSource(kind, location, "");
    }

    /** Whether it is a folder of this machine, the project's own or one beside it, and no distribution at all. */
    public boolean isFolder() {
        return kind == Kind.DIRECTORY || kind == Kind.EDITABLE || kind == Kind.VIRTUAL;
    }
}
