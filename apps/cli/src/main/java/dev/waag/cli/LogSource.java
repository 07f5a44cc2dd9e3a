package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where to read a log: a running gate, or a data folder or copy of one. */
final class LogSource {
    @Option(names = "--url", paramLabel = "URL", description = "A running gate; default $WAAG_URL.")
    private @Nullable String url;

    @Option(names = "--data", paramLabel = "DIR", description = "A data folder, or a copy of its ledger folder.")
    private @Nullable Path data;

    @Option(
            names = "--key",
            paramLabel = "VKEY",
            description = "The log's verifier key; default: the one beside the log.")
    private @Nullable String key;

    LogReader open() {
        String address = url == null ? System.getenv().getOrDefault("WAAG_URL", "") : url;
        if (url != null && data != null) {
            throw new UserException(
                    Exit.USAGE,
                    "--url and --data are both given",
                    "one is a running gate's log, the other a folder's",
                    "name one log");
        }
        if (data != null) {
            return LogReader.folder(data, key);
        }
        if (address.isEmpty()) {
            throw new UserException(
                    Exit.USAGE,
                    "which log?",
                    "neither --url nor --data is given",
                    "--url http://127.0.0.1:8080, or --data DIR (DIR/ledger, or a copy of it)");
        }
        return LogReader.remote(DoctorCommand.uri(address), key);
    }
}
