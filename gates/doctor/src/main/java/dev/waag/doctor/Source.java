package dev.waag.doctor;

/** A file, or the environment, that settings are read from. */
record Source(String place, Reach reach) {
    static final String ENVIRONMENT = "environment";

    /** How far a setting of this source is in force. */
    enum Reach {
        /** For every project of this user on this machine. */
        MACHINE,
        /** For the project whose folder holds the file. */
        PROJECT,
        /** For the file itself: one requirements file, one command line. */
        FILE
    }

    /** How a setting is written there. */
    enum Style {
        VARIABLE,
        OPTION,
        INI,
        TOML
    }

    Where at(int line, String spelling, Style style) {
        return new Where(this, line, spelling, style);
    }

    Where toml(int line, String spelling) {
        return at(line, spelling, Style.TOML);
    }

    /** Whether what is set here is also in force there: on the same machine, or in the same folder or one below it. */
    boolean covers(Source other) {
        return reach == Reach.MACHINE
                || (reach == Reach.PROJECT && other.folder().startsWith(folder()));
    }

    /** The folder part of the place, with its last slash; empty for the searched folder itself. */
    String folder() {
        return place.substring(0, place.lastIndexOf('/') + 1);
    }
}
