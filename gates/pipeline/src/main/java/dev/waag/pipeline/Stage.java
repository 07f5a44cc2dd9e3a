package dev.waag.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One stage as it is declared.
 *
 * @param run the program and its arguments; empty where only the kind says what is done
 * @param arguments more of them, for a kind
 * @param inputs patterns below the pipeline's folder; {@code outputs} too
 * @param environment variables of its program, besides the few that every program needs
 * @param passed names of the caller's variables that its program gets too
 */
record Stage(
        String name,
        Optional<Kind> kind,
        List<String> run,
        List<String> arguments,
        List<String> inputs,
        List<String> outputs,
        Duration timeout,
        Map<String, String> environment,
        List<String> passed) {
    /** What Waag itself knows how to do. */
    enum Kind {
        CHECK,
        LOCK,
        SAST,
        SECRETS,
        TEST,
        BUILD,
        VERIFY,
        PUBLISH;

        String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    Stage {
        run = List.copyOf(run);
        arguments = List.copyOf(arguments);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        environment = Map.copyOf(environment);
        passed = List.copyOf(passed);
    }

    /** What a link names as the command. */
    List<String> command() {
        if (!run.isEmpty()) {
            return run;
        }
        java.util.ArrayList<String> command =
                new java.util.ArrayList<>(List.of("waag", kind.map(Kind::text).orElse("")));
        command.addAll(arguments);
        return command;
    }
}
