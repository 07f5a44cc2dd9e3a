package dev.waag.cli;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the plain forms of {@code waag check}'s command line without picocli, whose model of the options takes the JVM a third as long to
 * build as the whole check takes. What is not plain (help, a misspelt option, one given twice, {@code @file}, {@code --}) is left to picocli,
 * which then says what there is to say; a test holds the two to the same reading.
 */
final class CheckLine {
    private CheckLine() {}

    /**
     * The command that these arguments, the word {@code check} first, stand for.
     *
     * @return empty where picocli is to read them
     */
    static Optional<CheckCommand> read(String... args) {
        if (args.length == 0 || !args[0].equals("check")) {
            return Optional.empty();
        }
        CheckCommand command = new CheckCommand();
        Set<String> given = new HashSet<>();
        Iterator<String> words = Arrays.asList(args).listIterator(1);
        while (words.hasNext()) {
            String word = words.next();
            String arg = word.equals("--output") ? "-o" : word;
            if (arg.isEmpty() || arg.charAt(0) == '@') {
                return Optional.empty();
            }
            if (arg.charAt(0) != '-') {
                if (!command.path(arg)) {
                    return Optional.empty();
                }
                continue;
            }
            if (!command.repeats(arg) && !given.add(arg)) {
                return Optional.empty();
            }
            if (command.flag(arg)) {
                continue;
            }
            String value = words.hasNext() ? words.next() : "";
            if (!plain(value) || !command.set(arg, value)) {
                return Optional.empty();
            }
        }
        return Optional.of(command);
    }

    /** No other option, nothing that picocli would look into. */
    private static boolean plain(String value) {
        return !value.isEmpty() && value.charAt(0) != '-' && value.charAt(0) != '@';
    }
}
