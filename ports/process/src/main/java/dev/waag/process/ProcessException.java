package dev.waag.process;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A program that did not end by itself, or never started. The subclass says which. */
public abstract sealed class ProcessException extends IOException {
    private ProcessException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** There is no such program, or the system would not start it. */
    public static final class NotStarted extends ProcessException {
        NotStarted(String program, String reason, @Nullable Throwable cause) {
            super(program + " could not be started: " + reason, cause);
        }
    }

    /** It ran longer than it may, and was killed with everything that it started. */
    public static final class TimedOut extends ProcessException {
        private final transient Finished before;

        TimedOut(String program, Duration limit, Finished before) {
            super(program + " was ended after " + limit.toMillis() / 1000.0 + " s, the time that it may take", null);
            this.before = before;
        }

        /** What it had written until then; the exit code means nothing. */
        public Finished before() {
            return before;
        }
    }

    /** It wrote more than it may, and was killed with everything that it started. */
    public static final class TooMuchOutput extends ProcessException {
        TooMuchOutput(String program, int limit) {
            super(program + " was ended: it wrote more than the " + limit + " bytes that it may", null);
        }
    }

    /** It took more of something than it may, and was killed with everything that it started. */
    public static final class OverCeiling extends ProcessException {
        private final String limit;
        private final transient Finished before;

        OverCeiling(String program, String limit, Finished before) {
            super(program + " was ended: it took more " + limit + " than it may", null);
            this.limit = limit;
            this.before = before;
        }

        /** {@code processes} or {@code memory}. */
        public String limit() {
            return limit;
        }

        /** What it had written until then; the exit code means nothing. */
        public Finished before() {
            return before;
        }
    }

    /** The thread that waited was interrupted; the program was killed with everything that it started. */
    public static final class Interrupted extends ProcessException {
        Interrupted(String program, InterruptedException cause) {
            super(program + " was ended: whoever waited for it was interrupted", cause);
        }
    }
}
