package dev.waag.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a stage does. Implementations: a program of the project's, a scanner, or a command of Waag itself. */
public interface StageWork {
    /**
     * What it is given.
     *
     * @param folder the pipeline's, where programs start
     * @param links where the signed links of the stages are
     * @param inputs paths of its inputs, relative to the folder
     * @param environment of programs: all of it
     */
    record Job(
            String stage,
            Path folder,
            Path links,
            List<String> arguments,
            List<String> inputs,
            Map<String, String> environment,
            Duration timeout) {}

    /**
     * How it went.
     *
     * @param passed whether it did what it should; findings are counted apart
     * @param incomplete whether nothing is known, rather than something found
     * @param message why not, one sentence; empty where it passed
     * @param said what it wrote, for people
     * @param tools scanners that ran, whether they found something or not
     */
    record Done(
            boolean passed,
            boolean incomplete,
            String message,
            String said,
            long maxRssBytes,
            List<Tool> tools,
            List<StageFinding> findings) {
        /** A plain program's end. */
        static Done of(boolean passed, String message, String said, long maxRssBytes) {
            return new Done(passed, false, message, said, maxRssBytes, List.of(), List.of());
        }

        /** What could not be done at all. */
        public static Done failed(String message, String said) {
            return new Done(false, true, message, said, 0, List.of(), List.of());
        }
    }

    /** A tool with its version, for SARIF. */
    record Tool(String name, String version) {}

    Done run(Job job);
}
