package dev.waag.build;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Something about a build that should not show in what it makes, and how the second build has it otherwise. */
enum Factor {
    CLOCK("the clock", "it holds the moment of the build; SOURCE_DATE_EPOCH has the source's") {
        @Override
        Conditions vary(Conditions c) {
            return with(
                    c,
                    c.user(),
                    c.uid(),
                    c.host(),
                    c.home(),
                    c.source(),
                    c.zone(),
                    c.locale(),
                    c.umask(),
                    c.reversed(),
                    c.cpus(),
                    shift());
        }
    },
    ZONE("the time zone", "what TZ says went into it; write UTC") {
        @Override
        Conditions vary(Conditions c) {
            return with(
                    c,
                    c.user(),
                    c.uid(),
                    c.host(),
                    c.home(),
                    c.source(),
                    "WEST-13:45",
                    c.locale(),
                    c.umask(),
                    c.reversed(),
                    c.cpus(),
                    c.shift());
        }
    },
    LOCALE("the locale", "what LC_ALL or LANG says went into it") {
        @Override
        Conditions vary(Conditions c) {
            return with(
                    c,
                    c.user(),
                    c.uid(),
                    c.host(),
                    c.home(),
                    c.source(),
                    c.zone(),
                    "C",
                    c.umask(),
                    c.reversed(),
                    c.cpus(),
                    c.shift());
        }
    },
    UMASK("the umask", "permissions of new files went into it") {
        @Override
        Conditions vary(Conditions c) {
            return with(
                    c,
                    c.user(),
                    c.uid(),
                    c.host(),
                    c.home(),
                    c.source(),
                    c.zone(),
                    c.locale(),
                    0077,
                    c.reversed(),
                    c.cpus(),
                    c.shift());
        }
    },
    ORDER("the file order", "files were taken in the order in which the file system lists them; sort them") {
        @Override
        Conditions vary(Conditions c) {
            return with(
                    c,
                    c.user(),
                    c.uid(),
                    c.host(),
                    c.home(),
                    c.source(),
                    c.zone(),
                    c.locale(),
                    c.umask(),
                    true,
                    c.cpus(),
                    c.shift());
        }
    },
    USER("the user", "the name or number of whoever builds went into it") {
        @Override
        Conditions vary(Conditions c) {
            return with(
                    c,
                    "builder",
                    62_077,
                    c.host(),
                    c.home(),
                    c.source(),
                    c.zone(),
                    c.locale(),
                    c.umask(),
                    c.reversed(),
                    c.cpus(),
                    c.shift());
        }
    },
    HOST("the host name", "what the machine is called went into it") {
        @Override
        Conditions vary(Conditions c) {
            return with(
                    c,
                    c.user(),
                    c.uid(),
                    "another-host",
                    c.home(),
                    c.source(),
                    c.zone(),
                    c.locale(),
                    c.umask(),
                    c.reversed(),
                    c.cpus(),
                    c.shift());
        }
    },
    CPUS("the CPU count", "how many processors there are went into it") {
        @Override
        Conditions vary(Conditions c) {
            return with(
                    c,
                    c.user(),
                    c.uid(),
                    c.host(),
                    c.home(),
                    c.source(),
                    c.zone(),
                    c.locale(),
                    c.umask(),
                    c.reversed(),
                    1,
                    c.shift());
        }
    },
    HOME("the home folder", "what HOME says went into it") {
        @Override
        Conditions vary(Conditions c) {
            return with(
                    c,
                    c.user(),
                    c.uid(),
                    c.host(),
                    "/build/people/builder",
                    c.source(),
                    c.zone(),
                    c.locale(),
                    c.umask(),
                    c.reversed(),
                    c.cpus(),
                    c.shift());
        }
    },
    PATH("the build path", "where the source lies went into it") {
        @Override
        Conditions vary(Conditions c) {
            return with(
                    c,
                    c.user(),
                    c.uid(),
                    c.host(),
                    c.home(),
                    "/build/elsewhere/a-longer-path/checkout",
                    c.zone(),
                    c.locale(),
                    c.umask(),
                    c.reversed(),
                    c.cpus(),
                    c.shift());
        }
    };

    private final String title;
    private final String why;

    Factor(String title, String why) {
        this.title = title;
        this.why = why;
    }

    /** The same with this one thing otherwise. */
    abstract Conditions vary(Conditions c);

    /** What a reader is told. */
    String cause() {
        return title + ": " + why;
    }

    String title() {
        return title;
    }

    /** Everything otherwise at once. */
    static Conditions all() {
        Conditions c = Conditions.STANDARD;
        for (Factor f : values()) {
            c = f.vary(c);
        }
        return c;
    }

    private static Conditions with(
            Conditions old,
            String user,
            int uid,
            String host,
            String home,
            String source,
            String zone,
            String locale,
            int umask,
            boolean reversed,
            int cpus,
            Optional<Conditions.Shift> shift) {
        return new Conditions(user, uid, host, home, source, zone, locale, umask, reversed, cpus, shift.or(old::shift));
    }

    /** libfaketime, where it is installed; without it the clock differs by the time that has passed. */
    static Optional<Conditions.Shift> shift() {
        for (String folder : List.of("/usr/lib", "/usr/lib64")) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of(folder), "*-linux-gnu*")) {
                for (Path p : found) {
                    Path library = p.resolve("faketime/libfaketime.so.1");
                    if (Files.isRegularFile(library)) {
                        return Optional.of(new Conditions.Shift(library, "+34567890"));
                    }
                }
            } catch (IOException e) {
                continue;
            }
        }
        return Optional.empty();
    }
}
