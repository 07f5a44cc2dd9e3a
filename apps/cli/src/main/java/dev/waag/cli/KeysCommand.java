package dev.waag.cli;

import dev.waag.core.Durations;
import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.UserException;
import dev.waag.keys.KeyView;
import dev.waag.keys.Keys;
import dev.waag.keys.NewKey;
import dev.waag.sign.KeyAlgorithm;
import dev.waag.sign.KeyEntry;
import dev.waag.sign.KeyRing;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code waag keys generate|rotate|revoke|export|list|rewrap}. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description =
                "The keys that sign: made, rotated, revoked, shown. Each change is in the trust root and the ledger.",
        synopsisSubcommandLabel = "COMMAND")
final class KeysCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "which command? One of: generate, rotate, revoke, export, list, rewrap");
    }

    @Command(name = "generate", mixinStandardHelpOptions = true, description = "Makes a key.")
    int generate(
            @Mixin KeyOptions ring,
            @Parameters(paramLabel = "NAME", description = "What to call it.") String name,
            @Option(names = "--algorithm", paramLabel = "ed25519|ecdsa-p256", defaultValue = "ed25519")
                    String algorithm,
            @Option(
                            names = "--purpose",
                            defaultValue = NewKey.SIGN,
                            description = "What it signs: sign, release, build, … or root, for the trust root itself.")
                    String purpose,
            @Option(names = "--expires", paramLabel = "730d", description = "How long it signs; default 730d.")
                    @Nullable
                    String expires,
            @Option(
                            names = "--threshold",
                            paramLabel = "N",
                            description = "How many keys of its purpose must sign from now on.")
                    @Nullable
                    Integer threshold,
            @Option(
                            names = "--store",
                            paramLabel = "file|pkcs11|vault",
                            defaultValue = "file",
                            description = "Where its private half is kept; default: an encrypted file.")
                    String store,
            @Option(names = "--format", paramLabel = "text|json", defaultValue = "text") Formats format) {
        NewKey key = new NewKey(
                name,
                KeyAlgorithm.parse(algorithm)
                        .orElseThrow(() -> usage("--algorithm is ed25519 or ecdsa-p256, not '" + algorithm + "'")),
                purpose,
                expires == null
                        ? NewKey.VALIDITY
                        : Durations.parse(expires)
                                .orElseThrow(
                                        () -> usage("--expires is a duration such as 365d, not '" + expires + "'")),
                threshold == null ? OptionalInt.empty() : OptionalInt.of(threshold),
                store);
        return print("generated", ring.open(InstantSource.system()).generate(key), format);
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = {
                "Puts another key into the place of one; the old private key is destroyed.",
                "What the old key signed stays good."
            })
    int rotate(
            @Mixin KeyOptions ring,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--format", paramLabel = "text|json", defaultValue = "text") Formats format) {
        return print("rotated", ring.open(InstantSource.system()).rotate(name), format);
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = {
                "Withdraws trust from a key; its private half is destroyed.",
                "What it signed counts only where the ledger proves that it was signed before."
            })
    int revoke(
            @Mixin KeyOptions ring,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--reason", defaultValue = "", description = "Why; it is written into the trust root.")
                    String reason,
            @Option(names = "--format", paramLabel = "text|json", defaultValue = "text") Formats format) {
        return print("revoked", ring.open(InstantSource.system()).revoke(name, reason), format);
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Prints public keys in PEM: of one name, of a purpose, or all that sign.")
    int export(
            @Mixin KeyOptions ring,
            @Parameters(arity = "0..1", paramLabel = "NAME") @Nullable String name,
            @Option(names = "--purpose", description = "Those of one purpose.") @Nullable String purpose) {
        List<KeyView> found = ring.open(InstantSource.system()).list().stream()
                .filter(k -> k.entry().state() == KeyEntry.State.ACTIVE)
                .filter(k -> name == null || k.entry().name().equals(name))
                .filter(k -> purpose == null
                        ? name != null || !k.entry().purpose().equals(KeyRing.ROOT)
                        : k.entry().purpose().equals(purpose))
                .toList();
        if (found.isEmpty()) {
            throw new UserException(
                    Exit.USAGE,
                    "there is no such key that signs",
                    "it was not generated, or is revoked",
                    "waag keys list shows what there is");
        }
        PrintWriter out = spec.commandLine().getOut();
        found.forEach(k -> out.print(k.entry().key().pem()));
        out.flush();
        return Exit.OK.code();
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Shows every key that there ever was.")
    int list(
            @Mixin KeyOptions ring,
            @Option(names = "--format", paramLabel = "text|json", defaultValue = "text") Formats format) {
        Keys keys = ring.open(InstantSource.system());
        PrintWriter out = spec.commandLine().getOut();
        List<KeyView> all = keys.list();
        if (format == Formats.JSON) {
            out.println(Json.MAPPER.writeValueAsString(
                    Map.of("keys", all.stream().map(KeyView::toJson).toList())));
        } else {
            all.forEach(k -> out.println(line(k)));
        }
        out.flush();
        return Exit.OK.code();
    }

    @Command(
            name = "rewrap",
            mixinStandardHelpOptions = true,
            description = "Puts a new storage key over the keys of encrypted files; no file is rewritten.")
    int rewrap(@Mixin KeyOptions ring) {
        int keys = ring.open(InstantSource.system()).rewrap();
        spec.commandLine().getOut().println("wrapped " + keys + " data keys under a new storage key");
        spec.commandLine().getOut().flush();
        return Exit.OK.code();
    }

    private int print(String done, KeyView key, Formats format) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(format == Formats.JSON ? Json.MAPPER.writeValueAsString(key.toJson()) : done + " " + line(key));
        out.flush();
        return Exit.OK.code();
    }

    private static String line(KeyView k) {
        KeyEntry e = k.entry();
        Optional<String> end = e.ended()
                .map(t -> e.state().word() + " " + t
                        + e.reason().map(r -> ": " + r).orElse(""));
        return e.name() + "  " + e.key().algorithm().word() + "  " + e.purpose() + "  "
                + end.orElse("active until " + e.expires()) + "  " + e.key().keyId()
                + (k.threshold() > 1 ? "  threshold " + k.threshold() : "");
    }

    private static UserException usage(String what) {
        return new UserException(Exit.USAGE, what, "", "waag keys generate --help shows what it takes");
    }
}
