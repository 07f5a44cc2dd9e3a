package dev.waag.cli;

import dev.waag.attest.Statement;
import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.Sha256;
import dev.waag.core.UserException;
import dev.waag.keys.Keys;
import dev.waag.keys.LoggedSignature;
import dev.waag.sign.Dsse;
import dev.waag.sign.NoteException;
import dev.waag.store.Durable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code waag sign}. */
@Command(
        name = "sign",
        mixinStandardHelpOptions = true,
        description = {
            "Signs files: writes FILE.intoto.jsonl, a DSSE envelope of an in-toto statement about the file.",
            "Where that file is there already, the envelope is added to it as a line."
        })
final class SignCommand implements Callable<Integer> {
    /** What a statement says where nobody says anything: that the holder of the key had this file. */
    static final String SIGNED = "https://waag.dev/signed/v1";

    private static final Map<String, String> TYPES = Map.of(
            "signed",
            SIGNED,
            "publish",
            Statement.PUBLISH,
            "provenance",
            Statement.SLSA_PROVENANCE,
            "test-result",
            "https://in-toto.io/attestation/test-result/v0.1",
            "vsa",
            "https://slsa.dev/verification_summary/v1",
            "release",
            "https://in-toto.io/attestation/release/v0.1");

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "What to sign.")
    private List<Path> files = List.of();

    @Option(
            names = "--key",
            required = true,
            paramLabel = "NAME",
            description = "The key; several where a threshold asks for them.")
    private List<String> names = List.of();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "signed",
            description = "What is stated: signed, publish, provenance, test-result, vsa, release, or a URI.")
    private String type = "signed";

    @Option(names = "--predicate", paramLabel = "FILE.json", description = "What the statement says; default: nothing.")
    private @Nullable Path predicate;

    @Option(names = "--proof", description = "Write FILE.tlog-proof too: when the ledger says that it was signed.")
    private boolean proof;

    @Mixin
    private KeyOptions ring = new KeyOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Map<Path, Statement> statements = new LinkedHashMap<>();
        JsonNode says = says();
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            statements.put(file, Statement.of(name, digest(file), uri(), says));
        }
        Keys keys = ring.open(InstantSource.system());
        Map<Path, Dsse> signed = new LinkedHashMap<>();
        Map<Path, Long> entries = new LinkedHashMap<>();
        for (Map.Entry<Path, Statement> s : statements.entrySet()) {
            List<Dsse.Signature> signatures = new ArrayList<>();
            byte[] payload = s.getValue().toJson();
            for (String name : names) {
                LoggedSignature made = keys.sign(name, Statement.PAYLOAD_TYPE, payload);
                signatures.add(made.signature());
                entries.put(s.getKey(), made.entry());
            }
            signed.put(s.getKey(), new Dsse(Statement.PAYLOAD_TYPE, payload, signatures));
        }
        PrintWriter out = spec.commandLine().getOut();
        for (Map.Entry<Path, Dsse> s : signed.entrySet()) {
            Path place = s.getKey().resolveSibling(s.getKey().getFileName() + ".intoto.jsonl");
            add(place, s.getValue());
            out.println("signed " + place + ", ledger entry " + entries.get(s.getKey()));
            if (proof) {
                out.println("proved "
                        + SignatureProofs.write(ring.log(), s.getKey(), entries.getOrDefault(s.getKey(), -1L)));
            }
        }
        out.flush();
        return Exit.OK.code();
    }

    private String uri() {
        String known = TYPES.get(type);
        if (known == null && !type.matches("[a-z][a-z0-9+.-]*:\\S+")) {
            throw new UserException(
                    Exit.USAGE,
                    "'" + type + "' is no type of statement",
                    "it is misspelt, or no type that has a short name",
                    "take one of "
                            + String.join(", ", TYPES.keySet().stream().sorted().toList()) + ", or a URI");
        }
        return known == null ? type : known;
    }

    private JsonNode says() {
        if (predicate == null) {
            return Json.MAPPER.createObjectNode();
        }
        try {
            JsonNode json = Json.MAPPER.readTree(Files.readAllBytes(predicate));
            if (json.isObject()) {
                return json;
            }
            throw unreadable(predicate, "it is no JSON object");
        } catch (IOException | JacksonException e) {
            throw unreadable(predicate, String.valueOf(e.getMessage()));
        }
    }

    private static Sha256 digest(Path file) {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw unreadable(file, String.valueOf(e.getMessage()));
        }
        return Sha256.ofDigest(digest.digest());
    }

    private static UserException unreadable(Path file, String why) {
        return new UserException(
                Exit.USAGE,
                file + " cannot be read: " + why,
                "the path is misspelt, or the file is not yours to read",
                "name a file that can");
    }

    /** Whole lines before, a whole line after: a reader never sees half an envelope. */
    private static void add(Path place, Dsse envelope) throws IOException {
        StringBuilder all = new StringBuilder();
        if (Files.exists(place)) {
            try {
                for (Dsse before : Dsse.parseAll(Files.readString(place))) {
                    all.append(before.toJson()).append('\n');
                }
            } catch (NoteException e) {
                throw new UserException(
                        Exit.USAGE,
                        place + " is there and holds no envelopes: " + e.getMessage(),
                        "another program wrote it, or it was cut short",
                        "move it away and sign again");
            }
        }
        all.append(envelope.toJson()).append('\n');
        Durable.write(place, all.toString().getBytes(StandardCharsets.UTF_8));
    }
}
