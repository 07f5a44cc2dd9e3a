package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.UserException;
import dev.waag.ledger.Checkpoint;
import dev.waag.ledger.LogAudit;
import dev.waag.ledger.TlogProof;
import dev.waag.sign.NoteException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code waag ledger verify|prove|checkpoint}. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = "Audits the transparency log, proves that an entry is in it, or prints its signed checkpoint.",
        synopsisSubcommandLabel = "COMMAND")
final class LedgerCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "which command? One of: verify, prove, checkpoint");
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Verifies the whole log: signature, every entry, every tile, and that it only grew since it was last seen here.",
                "Remembers the newest checkpoint of each log key in the user's state folder."
            })
    int verify(
            @Mixin LogSource source,
            @Option(
                            names = "--checkpoint",
                            paramLabel = "FILE",
                            description = "An older checkpoint that the log must be consistent with.")
                    @Nullable
                    Path older,
            @Option(names = "--format", paramLabel = "text|json", defaultValue = "text") Formats format) {
        LogReader log = source.open();
        String note = log.checkpoint();
        Checkpoint now = log.verifiedCheckpoint(note);
        SeenCheckpoints seen = SeenCheckpoints.ofUser();
        Optional<Checkpoint> remembered = seen.of(log);
        if (older != null) {
            audit(log, note, Optional.of(log.verifiedCheckpoint(read(older))));
        }
        LogAudit.Clean clean = audit(log, note, remembered);
        seen.remember(log, note);
        PrintWriter out = spec.commandLine().getOut();
        if (format == Formats.JSON) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("schema", "waag-ledger-verify/1");
            result.put("verdict", "clean");
            result.put("origin", now.origin());
            result.put("size", clean.entries());
            result.put("consistent_since", remembered.map(Checkpoint::size).orElse(null));
            out.println(Json.MAPPER.writeValueAsString(result));
        } else {
            out.println("clean: " + now.origin() + ", " + clean.entries() + " entries"
                    + remembered
                            .map(c -> ", consistent with the " + c.size() + " seen before")
                            .orElse(", seen here for the first time"));
        }
        out.flush();
        return Exit.OK.code();
    }

    private static LogAudit.Clean audit(LogReader log, String note, Optional<Checkpoint> older) {
        try {
            LogAudit.Result result = LogAudit.audit(log.tiles(), note, log.key(), older, n -> {});
            if (result instanceof LogAudit.Broken broken) {
                throw new UserException(
                        Exit.FINDINGS,
                        "the log does not verify: " + broken.reason(),
                        "it was changed after it was written, or shows different people different things",
                        "keep this copy and your checkpoints as evidence, and compare with other copies");
            }
            return (LogAudit.Clean) result;
        } catch (IOException e) {
            throw log.unreachable(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserException(
                    Exit.USAGE,
                    "the checkpoint " + file + " cannot be read",
                    "the path is misspelt, or the file is not yours to read",
                    "name a file with a signed checkpoint");
        }
    }

    @Command(
            name = "prove",
            mixinStandardHelpOptions = true,
            description = "Writes a proof that an entry is in the log (C2SP tlog-proof).")
    int prove(
            @Parameters(paramLabel = "INDEX", description = "The entry's number, counted from 0.") long index,
            @Option(names = "-o", paramLabel = "FILE", description = "Where to write it; default: stdout.") @Nullable
                    Path file,
            @Option(
                            names = "--entry",
                            description =
                                    "With the entry itself as the proof's extra data, as waag verify and waag receipt verify read it.")
                    boolean entry,
            @Mixin LogSource source)
            throws IOException {
        LogReader log = source.open();
        String note = log.checkpoint();
        long size = log.verifiedCheckpoint(note).size();
        if (index < 0 || index >= size) {
            throw new UserException(
                    Exit.USAGE, "the log has no entry " + index, "it has " + size + " entries, counted from 0", "");
        }
        String proof;
        try {
            proof = (entry
                            ? SignatureProofs.withEntry(log, index, note)
                            : TlogProof.of(log.tiles(), index, note, log.key()))
                    .format();
        } catch (IOException e) {
            throw log.unreachable(e);
        } catch (NoteException e) {
            throw new UserException(
                    Exit.FINDINGS,
                    "the log does not verify: " + e.getMessage(),
                    "files of the log were damaged or changed, or belong to another log",
                    "run waag ledger verify");
        }
        if (file == null) {
            spec.commandLine().getOut().print(proof);
            spec.commandLine().getOut().flush();
        } else {
            Files.write(file, proof.getBytes(StandardCharsets.UTF_8));
        }
        return Exit.OK.code();
    }

    @Command(
            name = "checkpoint",
            mixinStandardHelpOptions = true,
            description = "Prints the log's signed checkpoint, its signature verified.")
    int checkpoint(@Mixin LogSource source) {
        LogReader log = source.open();
        String note = log.checkpoint();
        log.verifiedCheckpoint(note);
        spec.commandLine().getOut().print(note);
        spec.commandLine().getOut().flush();
        return Exit.OK.code();
    }
}
