package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code waag}: the commands. The only place that ends the process. */
@Command(
        name = "waag",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        description = "A gate for Python packages: every file is judged by policy before a build may have it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServeCommand.class,
            PolicyCommand.class,
            WaiveCommand.class,
            LedgerCommand.class,
            DoctorCommand.class,
            CheckCommand.class,
            CommandLine.HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done and clean",
            "1:findings, or a refusal",
            "2:wrong usage or configuration",
            "3:could not be completed, so nothing is known"
        })
public final class Main implements Runnable {
    @Option(
            names = "--stacktrace",
            scope = CommandLine.ScopeType.INHERIT,
            description = "Print stack traces of failures.",
            hidden = true)
    private boolean stacktrace;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        System.exit(execute(args));
    }

    static int execute(String... args) {
        return execute(new CommandLine(new Main()), args);
    }

    /** As {@link #execute(String...)}, with what it prints going there. */
    static int execute(PrintWriter out, PrintWriter err, String... args) {
        return execute(new CommandLine(new Main()).setOut(out).setErr(err), args);
    }

    private static int execute(CommandLine line, String... args) {
        Main main = line.getCommand();
        line.setExecutionExceptionHandler((e, at, parsed) -> main.failed(e, at));
        line.setParameterExceptionHandler(Main::misused);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        return line.execute(args);
    }

    private int failed(Exception e, CommandLine at) {
        PrintWriter err = at.getErr();
        if (e instanceof UserException u) {
            err.println("waag: " + u.render());
            return u.exit().code();
        }
        err.println("waag: an internal error: " + e);
        err.println("  cause: a fault of this program");
        err.println("  to do: run it again with --stacktrace and report what it prints");
        if (stacktrace) {
            e.printStackTrace(err);
        }
        return Exit.INCOMPLETE.code();
    }

    private static int misused(CommandLine.ParameterException e, String[] args) {
        CommandLine at = e.getCommandLine();
        PrintWriter err = at.getErr();
        err.println("waag: " + e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("  to do: " + at.getCommandSpec().qualifiedName() + " --help shows what it takes");
        }
        return Exit.USAGE.code();
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "which command? One of: " + String.join(", ", spec.subcommands().keySet()));
    }
}
