package dev.waag.pipeline;

import dev.waag.process.Ceiling;
import dev.waag.process.Command;
import dev.waag.process.Finished;
import dev.waag.process.Measured;
import dev.waag.process.ProcessException;
import dev.waag.process.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A program of the project's. */
final class ProgramWork implements StageWork {
    /** A test run writes some megabytes; what writes more than this has gone astray. */
    private static final int OUTPUT = 64 << 20;

    private static final Ceiling NONE = new Ceiling(Integer.MAX_VALUE, Long.MAX_VALUE);

    private final List<String> argv;

    ProgramWork(List<String> argv) {
        this.argv = List.copyOf(argv);
    }

    @Override
    public Done run(Job job) {
        return run(argv, job.folder(), job.environment(), job.timeout());
    }

    static Done run(List<String> argv, Path folder, Map<String, String> environment, Duration timeout) {
        try {
            Measured measured =
                    Processes.run(new Command(argv, environment, folder, timeout, OUTPUT), new byte[0], NONE);
            Finished done = measured.finished();
            String message = done.exit() == 0 ? "" : "its program ended with exit code " + done.exit();
            return Done.of(done.exit() == 0, message, said(done), measured.resident());
        } catch (ProcessException.TimedOut e) {
            return Done.of(
                    false,
                    "it took longer than its timeout of " + dev.waag.core.Durations.words(timeout) + " and was ended",
                    said(e.before()),
                    0);
        } catch (ProcessException e) {
            return Done.of(false, String.valueOf(e.getMessage()), "", 0);
        }
    }

    private static String said(Finished done) {
        return done.outText() + done.errText();
    }
}
