package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
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

    /** By name; a command is built only where it may be meant, for building one takes the JVM a while. */
    private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("serve", ServeCommand.class);
        COMMANDS.put("publish", PublishCommand.class);
        COMMANDS.put("release", ReleaseCommand.class);
        COMMANDS.put("recall", RecallCommand.class);
        COMMANDS.put("snapshot", SnapshotCommand.class);
        COMMANDS.put("check", CheckCommand.class);
        COMMANDS.put("inspect", InspectCommand.class);
        COMMANDS.put("lock", LockCommand.class);
        COMMANDS.put("build", BuildCommand.class);
        COMMANDS.put("replay", ReplayCommand.class);
        COMMANDS.put("run", RunCommand.class);
        COMMANDS.put("ci", CiCommand.class);
        COMMANDS.put("policy", PolicyCommand.class);
        COMMANDS.put("waive", WaiveCommand.class);
        COMMANDS.put("identity", IdentityCommand.class);
        COMMANDS.put("verify", VerifyCommand.class);
        COMMANDS.put("provenance", ProvenanceCommand.class);
        COMMANDS.put("receipt", ReceiptCommand.class);
        COMMANDS.put("ledger", LedgerCommand.class);
        COMMANDS.put("keys", KeysCommand.class);
        COMMANDS.put("sign", SignCommand.class);
        COMMANDS.put("doctor", DoctorCommand.class);
        COMMANDS.put("help", CommandLine.HelpCommand.class);
    }

    private Main() {}

    public static void main(String[] args) {
        System.exit(execute(args));
    }

    static int execute(String... args) {
        return execute(line(args), args);
    }

    /** As {@link #execute(String...)}, with what it prints going there. */
    static int execute(PrintWriter out, PrintWriter err, String... args) {
        return execute(line(args).setOut(out).setErr(err), args);
    }

    private static CommandLine line(String... args) {
        CommandLine line = new CommandLine(new Main());
        String first = args.length == 0 ? "" : args[0];
        boolean one = COMMANDS.containsKey(first) && !first.equals("help");
        COMMANDS.forEach((name, command) -> {
            if (one ? name.equals(first) : !first.equals("--version")) {
                line.addSubcommand(name, command);
            }
        });
        return line;
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
        if (e instanceof FileSystemException file) {
            err.println("waag: " + unusable(file).render());
            return Exit.INCOMPLETE.code();
        }
        err.println("waag: an internal error: " + e);
        err.println("  cause: a fault of this program");
        err.println("  to do: run it again with --stacktrace and report what it prints");
        if (stacktrace) {
            e.printStackTrace(err);
        }
        return Exit.INCOMPLETE.code();
    }

    /** Such as a folder for the output that is not there, or that is not ours. */
    private static UserException unusable(FileSystemException e) {
        String why = switch (e) {
            case NoSuchFileException n -> "there is no such file or folder";
            case AccessDeniedException a -> "this user may not";
            case FileAlreadyExistsException a -> "it is there already";
            default -> e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
        };
        return new UserException(
                Exit.INCOMPLETE,
                e.getFile() + " cannot be read or written",
                why,
                "check the path, its folder and who may write there");
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
                spec.commandLine(), "which command? One of: " + String.join(", ", COMMANDS.keySet()));
    }
}
