package dev.waag.build;

/** Something about a build that should not show in what it makes; {@link Conditions#otherIn} has the second build have it otherwise. */
enum Factor {
    CLOCK("the clock", "it holds the moment of the build; SOURCE_DATE_EPOCH has the source's"),
    ZONE("the time zone", "what TZ says went into it; write UTC"),
    LOCALE("the locale", "what LC_ALL or LANG says went into it"),
    UMASK("the umask", "permissions of new files went into it"),
    ORDER("the file order", "files were taken in the order in which the file system lists them; sort them"),
    USER("the user", "the name or number of whoever builds went into it"),
    HOST("the host name", "what the machine is called went into it"),
    CPUS("the CPU count", "how many processors there are went into it"),
    HOME("the home folder", "what HOME says went into it"),
    PATH("the build path", "where the source lies went into it");

    private final String title;
    private final String why;

    Factor(String title, String why) {
        this.title = title;
        this.why = why;
    }

    /** What a reader is told. */
    String cause() {
        return title + ": " + why;
    }

    String title() {
        return title;
    }
}
