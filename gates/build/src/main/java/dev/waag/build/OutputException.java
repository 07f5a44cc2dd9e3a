package dev.waag.build;

import dev.waag.core.Exit;
import dev.waag.core.UserException;

/** What is wrong with a distribution that a backend made. */
final class OutputException extends Exception {
    OutputException(String what) {
        super(what);
    }

    UserException refused(String filename) {
        return new UserException(
                Exit.FINDINGS,
                "what the build made is refused: " + filename + ": " + getMessage(),
                "the build backend, or what it was given",
                "mend the project's build; nothing was written");
    }
}
