package dev.waag.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code waag waive}. */
@Command(name = "waive", mixinStandardHelpOptions = true, description = "Grants an exception.")
final class WaiveCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return 0;
    }
}
