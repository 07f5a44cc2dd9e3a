package dev.waag.feeds;

import dev.waag.core.Exit;
import dev.waag.core.Secrets;
import dev.waag.core.UserException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The errors of this module, in words. All but wrong settings end with exit 3: without advisories nothing is known. */
final class Faults {
    private Faults() {}

    static UserException noSource() {
        return new UserException(
                Exit.INCOMPLETE,
                "there are no advisories to judge by",
                "no source of advisories is set",
                "name one with --advisories, or under [advisories] sources: an OSV export (zip) or an advisory repository's folder");
    }

    static UserException wrongUrl(String source) {
        return new UserException(
                Exit.USAGE,
                "the source " + Secrets.mask(source) + " is not a URL",
                "it begins like one, and has a character that no URL has",
                "correct it");
    }

    static UserException unreadable(String name, IOException e) {
        boolean missing = e instanceof NoSuchFileException;
        return new UserException(
                Exit.INCOMPLETE,
                "the source " + name + (missing ? " is not there" : " cannot be read"),
                missing ? "it was moved, or is spelled differently" : reason(e),
                "check the path, and that this user may read it");
    }

    static UserException brokenArchive(String name, String reason) {
        return new UserException(
                Exit.INCOMPLETE,
                "the source " + name + " is neither a folder nor a whole zip file",
                reason,
                "fetch it again, or name another");
    }

    static UserException tooMuch(String name, String what) {
        return new UserException(
                Exit.INCOMPLETE,
                "the source " + name + " is refused: " + what,
                "it is no export of advisories, or was made to harm",
                "look at what it holds, and name another");
    }

    static UserException noRecords(String name, String cause) {
        return new UserException(
                Exit.INCOMPLETE,
                "the advisories in " + name + " hold no record about a Python package",
                cause,
                "name an OSV export of the ecosystem PyPI, or a folder of OSV records in JSON");
    }

    static UserException catalogue(String name, String reason) {
        return new UserException(
                Exit.INCOMPLETE,
                "the catalogue " + name + " cannot be used",
                reason,
                "exploited vulnerabilities are read from CISA's JSON, probabilities from FIRST's CSV; fetch it again, or leave it out");
    }

    static UserException notFetched(String name, String reason) {
        return new UserException(
                Exit.INCOMPLETE,
                "the source " + name + " could not be fetched, and was never before",
                reason,
                "try again, or name a file instead");
    }

    static UserException neverFetched(String name) {
        return new UserException(
                Exit.INCOMPLETE,
                "the source " + name + " was never fetched, and nothing may be fetched now",
                "--offline is set",
                "run once without --offline, or name a file instead");
    }

    static URI url(String source) {
        try {
            return URI.create(source);
        } catch (IllegalArgumentException e) {
            throw wrongUrl(source);
        }
    }

    /** What happened, without what the message says already. */
    static String reason(IOException e) {
        if (e instanceof FileSystemException f) {
            return f.getReason() == null ? f.getClass().getSimpleName() + " " + f.getFile() : f.getReason();
        }
        return String.valueOf(e.getMessage());
    }
}
