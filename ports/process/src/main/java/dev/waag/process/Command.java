package dev.waag.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program to run, with its limits.
 *
 * @param argv the program and its arguments, none of them read by a shell; a program without a slash is looked for on the {@code PATH}
 *     of the environment below, or on our own where that has none
 * @param environment all of it: nothing is inherited
 * @param directory where it starts
 * @param timeout after which it is killed with everything that it started
 * @param maxOutput bytes; standard output and standard error may each be that long, one byte more ends the command
 */
public record Command(
        List<String> argv, Map<String, String> environment, Path directory, Duration timeout, int maxOutput) {
    public Command {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        if (argv.isEmpty() || argv.getFirst().isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
        if (argv.stream().anyMatch(a -> a.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("an argument of " + argv.getFirst() + " holds a NUL");
        }
        if (!timeout.isPositive() || maxOutput < 0) {
            throw new IllegalArgumentException("limits of " + argv.getFirst() + " are not positive");
        }
    }

    /** The program's name without its folder: what messages call it. Arguments may hold secrets and are not shown. */
    public String name() {
        String program = argv.getFirst();
        return program.substring(program.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return "Command[" + name() + " in " + directory + "]";
    }
}
