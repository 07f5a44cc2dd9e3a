package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.Suggest;
import dev.waag.core.UserException;
import dev.waag.server.ConfigReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
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

    private Main() {}

    public static void main(String[] args) {
        if (args.length == 0 || !args[0].equals("serve")) { // which logs them
            tellMisspelt(System.getenv().keySet(), System.err);
        }
        int code = execute(args);
        if (args.length > 0 && args[0].equals("check")) {
            // leaves out what an exit does besides: the JVM would set up its logging, to log that it ends
            System.out.flush();
            System.err.flush();
            Runtime.getRuntime().halt(code);
        }
        System.exit(code);
    }

    /** A setting that has no effect would else be noticed by its absence alone. */
    static void tellMisspelt(Collection<String> environment, PrintStream err) {
        for (String name : environment) {
            if (name.startsWith("WAAG_")) {
                ConfigReader.misspelt(environment)
                        .forEach(v -> err.println("waag: the environment sets " + v + ", and has no effect"));
                return;
            }
        }
    }

    static int execute(String... args) {
        Optional<CheckCommand> check = CheckLine.read(args);
        if (check.isEmpty()) {
            return execute(line(args), args);
        }
        Charset charset = Charset.defaultCharset(); // as picocli has it
        return run(check.get(), new PrintWriter(System.out, true, charset), new PrintWriter(System.err, true, charset));
    }

    /** As {@link #execute(String...)}, with what it prints going there. */
    static int execute(PrintWriter out, PrintWriter err, String... args) {
        Optional<CheckCommand> check = CheckLine.read(args);
        return check.isEmpty() ? execute(line(args).setOut(out).setErr(err), args) : run(check.get(), out, err);
    }

    private static int run(CheckCommand check, PrintWriter out, PrintWriter err) {
        try {
            return check.run(out, err);
        } catch (IOException | RuntimeException e) {
            return failed(e, err, false);
        } finally {
            out.flush();
            err.flush();
        }
    }

    private static CommandLine line(String... args) {
        CommandLine line = new CommandLine(new Main());
        String first = args.length == 0 ? "" : args[0];
        boolean one = Commands.ALL.containsKey(first) && !first.equals("help");
        Commands.ALL.forEach((name, command) -> {
            if (one ? name.equals(first) : !first.equals("--version")) {
                line.addSubcommand(name, command);
            }
        });
        return line;
    }

    private static int execute(CommandLine line, String... args) {
        Main main = line.getCommand();
        line.setExecutionExceptionHandler((e, at, parsed) -> failed(e, at.getErr(), main.stacktrace));
        line.setParameterExceptionHandler(Main::misused);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        return line.execute(args);
    }

    private static int failed(Exception e, PrintWriter err, boolean stacktrace) {
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
        if (e.getArgSpec() instanceof OptionSpec option && option.type().isEnum() && e.getValue() != null) {
            List<String> words = Stream.of(option.type().getEnumConstants())
                    .map(w -> String.valueOf(w).toLowerCase(Locale.ROOT))
                    .toList();
            err.println("waag: "
                    + new UserException(
                                    Exit.USAGE,
                                    option.longestName() + " cannot be '" + e.getValue() + "'"
                                            + Suggest.hint(e.getValue(), words),
                                    "it takes one of " + String.join(", ", words),
                                    "give one of these")
                            .render());
            return Exit.USAGE.code();
        }
        err.println("waag: " + e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("  to do: " + at.getCommandSpec().qualifiedName() + " --help shows what it takes");
        }
        return Exit.USAGE.code();
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "which command? One of: " + String.join(", ", Commands.ALL.keySet()));
    }

    /** By name; a command is built only where it may be meant, for building one takes the JVM a while, and even to name them all does. */
    private static final class Commands {
        static final Map<String, Class<?>> ALL = new LinkedHashMap<>();

        static {
            ALL.put("serve", ServeCommand.class);
            ALL.put("publish", PublishCommand.class);
            ALL.put("release", ReleaseCommand.class);
            ALL.put("recall", RecallCommand.class);
            ALL.put("snapshot", SnapshotCommand.class);
            ALL.put("check", CheckCommand.class);
            ALL.put("inspect", InspectCommand.class);
            ALL.put("lock", LockCommand.class);
            ALL.put("build", BuildCommand.class);
            ALL.put("replay", ReplayCommand.class);
            ALL.put("run", RunCommand.class);
            ALL.put("ci", CiCommand.class);
            ALL.put("policy", PolicyCommand.class);
            ALL.put("waive", WaiveCommand.class);
            ALL.put("identity", IdentityCommand.class);
            ALL.put("verify", VerifyCommand.class);
            ALL.put("provenance", ProvenanceCommand.class);
            ALL.put("receipt", ReceiptCommand.class);
            ALL.put("ledger", LedgerCommand.class);
            ALL.put("keys", KeysCommand.class);
            ALL.put("sign", SignCommand.class);
            ALL.put("doctor", DoctorCommand.class);
            ALL.put("help", CommandLine.HelpCommand.class);
        }
    }
}
