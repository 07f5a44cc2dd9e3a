package dev.waag.cli;

import dev.waag.attest.Evidence;
import dev.waag.attest.EvidenceException;
import dev.waag.attest.SignatureTime;
import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.UserException;
import dev.waag.identity.AmbientIdentity;
import dev.waag.keys.Keys;
import dev.waag.receipt.ReceiptCheck;
import dev.waag.receipt.ReceiptCheck.Finding;
import dev.waag.receipt.ReceiptCheck.Origin;
import dev.waag.receipt.ReceiptDesk;
import dev.waag.receipt.Used;
import dev.waag.receipt.Wanted;
import dev.waag.sign.Dsse;
import dev.waag.sign.KeyEntry;
import dev.waag.sign.NoteException;
import dev.waag.sign.TrustSet;
import dev.waag.store.Durable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code waag receipt}. */
@Command(
        name = "receipt",
        mixinStandardHelpOptions = true,
        description =
                "What the gate served to a job: opened before it, closed and signed after it, verified by anybody.",
        subcommands = {
            ReceiptCommand.Open.class,
            ReceiptCommand.Close.class,
            ReceiptCommand.All.class,
            ReceiptCommand.Verify.class
        })
final class ReceiptCommand implements Runnable {
    private static final String RECEIPTS = "/api/v1/receipts";
    private static final int MAX_RECEIPT = 128 << 20;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which one: open, close, list or verify?");
    }

    @Command(
            name = "open",
            mixinStandardHelpOptions = true,
            description = {
                "Opens a receipt and prints a JSON with its id and the index URL to use until it is closed.",
                "With a token; without one, with the identity of the CI job that this runs in."
            })
    static final class Open implements Callable<Integer> {
        @Mixin
        private GateOptions gate = new GateOptions();

        @Option(
                names = "--audience",
                paramLabel = "NAME",
                description = "For whom the job's identity is made out; default: as the gate says.")
        private @Nullable String audience;

        @Option(
                names = "--expires",
                paramLabel = "1h",
                description = "When it closes by itself; default 1h, at most 24h.")
        private String expires = "1h";

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
        private CommandSpec command;

        @Override
        public Integer call() {
            Map<String, Object> asked = new LinkedHashMap<>();
            asked.put("expires", expires);
            try (Gate running = gate.open(System.getenv())) {
                if (audience != null || !running.hasToken()) {
                    identity(running).ifPresent(i -> asked.put("identity", i));
                }
                JsonNode opened = running.post(RECEIPTS + "/open", asked);
                PrintWriter out = command.commandLine().getOut();
                out.println(Json.MAPPER.writeValueAsString(opened));
                out.flush();
            }
            return Exit.OK.code();
        }

        private Optional<String> identity(Gate running) {
            AmbientIdentity ambient = new AmbientIdentity(System.getenv());
            try {
                return ambient.find(audience == null ? ambient.audience(running.address()) : audience);
            } catch (IOException e) {
                throw new UserException(
                        Exit.INCOMPLETE,
                        "the job's identity cannot be had: " + e.getMessage(),
                        "the job may not ask for one, or the gate takes none",
                        "let the job ask for one (permissions: id-token: write), or give a token with WAAG_TOKEN");
            }
        }
    }

    @Command(
            name = "close",
            mixinStandardHelpOptions = true,
            description = {
                "Closes a receipt and writes its signed statement; of one that is closed, writes it again.",
                "FILE.tlog-proof proves when it was signed, also after the key was revoked or has expired."
            })
    static final class Close implements Callable<Integer> {
        @Parameters(paramLabel = "ID")
        private String id = "";

        @Mixin
        private GateOptions gate = new GateOptions();

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FILE",
                description = "Default: standard output.")
        private @Nullable Path output;

        @Option(names = "--proof", description = "Also write the ledger's proof of it, FILE.tlog-proof.")
        private boolean proof;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
        private CommandSpec command;

        @Override
        public Integer call() throws IOException {
            if (proof && output == null) {
                throw new UserException(
                        Exit.USAGE,
                        "where does the proof go?",
                        "it is written beside the receipt, and that goes to standard output",
                        "name a file: -o FILE --proof");
            }
            try (Gate running = gate.open(System.getenv())) {
                JsonNode envelope =
                        running.post(RECEIPTS + "/" + IdentityCommand.Common.encoded(id) + "/close", Map.of());
                String text = Json.MAPPER.writeValueAsString(envelope) + "\n";
                PrintWriter out = command.commandLine().getOut();
                if (output == null) {
                    out.print(text);
                } else {
                    Durable.write(output, text.getBytes(StandardCharsets.UTF_8));
                    out.println("closed " + id + "; the receipt is in " + output);
                    if (proof) {
                        out.println("proved " + SignatureProofs.write(log(running), output, entry(running)));
                    }
                }
                out.flush();
            }
            return Exit.OK.code();
        }

        private static LogReader log(Gate running) {
            return LogReader.remote(running.address(), null);
        }

        /** The ledger's entry of the closing. */
        private long entry(Gate running) {
            return running.get(RECEIPTS + "/" + IdentityCommand.Common.encoded(id))
                    .path("ledger_index")
                    .asLong(-1);
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the receipts that changed last.")
    static final class All extends IdentityCommand.Common implements Runnable {
        @Override
        public void run() {
            try (Gate running = open()) {
                rows(
                        running.get(RECEIPTS).path("receipts"),
                        "no receipts",
                        List.of("id", "user", "opened", "expires", "closed"));
            }
        }
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Verifies a receipt, and compares it with a lock, an environment or the SBOM in a wheel.",
                "Exit 1 names each distribution that came from elsewhere."
            },
            customSynopsis =
                    "waag receipt verify RECEIPT (LOCK | --environment DIR | WHEEL) [--trust FILE] [--proof FILE]")
    static final class Verify implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "RECEIPT")
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
        private Path receipt;

        @Parameters(index = "1", arity = "0..1", paramLabel = "LOCK|WHEEL")
        private @Nullable Path file;

        @Option(names = "--environment", paramLabel = "DIR", description = "An environment, or its site-packages.")
        private @Nullable Path environment;

        @Option(
                names = "--trust",
                paramLabel = "FILE",
                description = "PEM public keys, or a root.json; default: the key ring of the data folder or gate.")
        private @Nullable Path trust;

        @Option(
                names = "--proof",
                paramLabel = "FILE",
                description =
                        "The ledger's proof of when it was signed; default: RECEIPT.tlog-proof, where it is there.")
        private @Nullable Path proof;

        @Option(names = "--format", paramLabel = "text|json")
        private Formats format = Formats.TEXT;

        @Mixin
        private KeyOptions ring = new KeyOptions();

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
        private CommandSpec command;

        @Override
        public Integer call() throws IOException {
            if ((file == null) == (environment == null)) {
                throw new UserException(
                        Exit.USAGE,
                        "what is the receipt compared with?",
                        "a receipt says what was served; what was used has to be named",
                        "name one lock or wheel, or an environment with --environment");
            }
            ReceiptCheck check = verified();
            List<Finding> findings = check.check(used());
            boolean elsewhere = findings.stream().anyMatch(f -> f.origin() == Origin.ELSEWHERE);
            print(check, findings, elsewhere);
            return (elsewhere ? Exit.FINDINGS : Exit.OK).code();
        }

        private List<Wanted> used() {
            if (environment != null) {
                return Used.environment(environment);
            }
            Path named = file == null ? Path.of("") : file;
            return named.toString().endsWith(".whl") ? Used.sbom(named) : Used.lock(named);
        }

        private ReceiptCheck verified() {
            try {
                Dsse envelope = Dsse.parse(text());
                TrustSet keys = trusted();
                return switch (keys.verify(envelope, InstantSource.system().instant(), proven(envelope, keys))) {
                    case TrustSet.Verified v
                    when !signsReceipts(keys, v) ->
                        throw refused("key " + String.join(", ", v.names()) + " is not for receipts");
                    case TrustSet.Verified v -> ReceiptCheck.of(v.envelope().payload());
                    case TrustSet.Rejected r -> throw refused(r.reason());
                };
            } catch (NoteException | EvidenceException e) {
                throw refused(String.valueOf(e.getMessage()));
            } catch (NoSuchFileException e) {
                throw new UserException(
                        Exit.USAGE,
                        "there is no file " + receipt,
                        "the receipt was not closed, or lies elsewhere",
                        "name the file that `waag receipt close ID -o FILE` wrote");
            } catch (IOException e) {
                throw new UserException(
                        Exit.INCOMPLETE,
                        "the receipt " + receipt + " cannot be read: " + e.getMessage(),
                        "the path is misspelt, or it is no receipt",
                        "name the file that `waag receipt close` wrote");
            }
        }

        /** When the ledger proves that it was signed; a proof that proves nothing of it is refused. */
        private Optional<Instant> proven(Dsse envelope, TrustSet keys) {
            Path beside = receipt.resolveSibling(receipt.getFileName() + Evidence.Kind.LOG_PROOF.suffix());
            if (proof == null && !Files.isRegularFile(beside) || keys.root().isEmpty()) {
                return Optional.empty();
            }
            Path named = proof == null ? beside : proof;
            return switch (SignatureTime.of(named.toString(), EvidenceFiles.bytes(named), envelope, keys.logs())) {
                case SignatureTime.Proven p -> Optional.of(p.at());
                case SignatureTime.Unproven u -> throw refused("its proof " + named + " does not hold: " + u.reason());
            };
        }

        /** No more than a receipt may have, so that what is too large is refused and does not fill the memory. */
        private String text() throws IOException, NoteException {
            try (InputStream in = Files.newInputStream(receipt)) {
                byte[] bytes = in.readNBytes(MAX_RECEIPT + 1);
                if (bytes.length > MAX_RECEIPT) {
                    throw new NoteException("it is larger than " + (MAX_RECEIPT >> 20) + " MiB");
                }
                return new String(bytes, StandardCharsets.UTF_8);
            }
        }

        /** A trust root says what its keys are for; PEM keys count for everything. */
        private static boolean signsReceipts(TrustSet keys, TrustSet.Verified verified) {
            return keys.root().isEmpty()
                    || verified.keys().stream()
                            .flatMap(k -> keys.root().get().ring().ofId(k.keyId()).stream())
                            .anyMatch(e -> e.purpose().equals(ReceiptDesk.PURPOSE));
        }

        private UserException refused(String why) {
            return new UserException(
                    Exit.FINDINGS,
                    "the receipt " + receipt + " does not verify: " + why,
                    why.endsWith(KeyEntry.UNPROVEN)
                            ? "the key that signed it is used no more"
                            : "it is another gate's, was changed, or is no receipt",
                    why.endsWith(KeyEntry.UNPROVEN)
                            ? "have the ledger prove when it was signed: waag receipt close ID -o FILE --proof writes FILE.tlog-proof"
                            : "name the keys that are trusted with --trust");
        }

        private TrustSet trusted() throws NoteException {
            InstantSource clock = InstantSource.system();
            if (trust == null) {
                Keys keys = ring.open(clock);
                return keys.trust(clock);
            }
            try {
                return TrustSet.parse(Files.readString(trust), clock.instant());
            } catch (IOException e) {
                throw new UserException(
                        Exit.USAGE,
                        "the file of trust " + trust + " cannot be read: " + e.getMessage(),
                        "the path is misspelt, or the file is not yours to read",
                        "check --trust");
            }
        }

        private void print(ReceiptCheck check, List<Finding> findings, boolean elsewhere) {
            PrintWriter out = command.commandLine().getOut();
            if (format == Formats.JSON) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("schema", "waag-receipt/1");
                json.put("receipt", check.id());
                json.put("verdict", elsewhere ? "fail" : "pass");
                json.put("distributions", findings.stream().map(Verify::json).toList());
                out.println(Json.MAPPER.writeValueAsString(json));
            } else {
                findings.forEach(f -> {
                    String from = switch (f.origin()) {
                        case SERVED -> "";
                        case CACHED -> " came from a cache: ";
                        case BUNDLED -> " came with Python: ";
                        case ELSEWHERE -> " came from elsewhere: ";
                    };
                    if (!from.isEmpty()) {
                        out.println(f.name() + "==" + f.version() + from + f.why());
                    }
                });
                long bad = findings.stream()
                        .filter(f -> f.origin() == Origin.ELSEWHERE)
                        .count();
                out.println(findings.size() + " compared with receipt " + check.id() + ", " + bad + " from elsewhere");
            }
            out.flush();
        }

        private static Map<String, Object> json(Finding f) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", f.name().value());
            json.put("version", f.version());
            json.put("origin", f.origin().name().toLowerCase(Locale.ROOT));
            json.put("message", f.why());
            return json;
        }
    }
}
