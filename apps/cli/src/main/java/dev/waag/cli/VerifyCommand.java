package dev.waag.cli;

import dev.waag.attest.Evidence;
import dev.waag.attest.EvidenceCheck;
import dev.waag.attest.FileVerifier;
import dev.waag.core.Exit;
import dev.waag.core.Sha256;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
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

/** {@code waag verify}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Verifies files with all evidence about them, offline: attestations, provenance, signatures, ledger proofs, SBOM.",
            "Evidence beside a file is found by its name; whatever is given or found must verify."
        })
final class VerifyCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "What to verify.")
    private List<Path> files = List.of();

    @Option(
            names = "--attestation",
            paramLabel = "FILE",
            description = "A PEP 740 attestation or a Sigstore bundle; may be repeated.")
    private List<Path> attestations = List.of();

    @Option(names = "--provenance", paramLabel = "FILE", description = "A PEP 740 provenance object.")
    private @Nullable Path provenance;

    @Mixin
    private TrustOptions trust = new TrustOptions();

    @Option(names = "--format", paramLabel = "text|json")
    private Formats format = Formats.TEXT;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Instant now = InstantSource.system().instant();
        List<Evidence> given = new ArrayList<>();
        for (Path attestation : attestations) {
            given.add(EvidenceFiles.read(attestation, Evidence.Kind.ATTESTATION));
        }
        if (provenance != null) {
            given.add(EvidenceFiles.read(provenance, Evidence.Kind.PROVENANCE));
        }
        Map<Path, Sha256> digests = new LinkedHashMap<>();
        Map<Path, List<Evidence>> found = new LinkedHashMap<>();
        for (Path file : files) {
            digests.put(file, EvidenceFiles.digest(file));
            found.put(file, EvidenceFiles.beside(file, given));
        }
        TrustOptions.Chosen chosen = trust.choose(now, found.values(), given);
        FileVerifier verifier = new FileVerifier(chosen.trust(), now);
        List<EvidenceCheck> about = new ArrayList<>(chosen.checks());
        Map<Path, List<EvidenceCheck>> checks = new LinkedHashMap<>();
        for (Path file : files) {
            List<Evidence> evidence = new ArrayList<>(
                    files.size() == 1 ? given : ofThis(file, given, digests.getOrDefault(file, NONE), verifier));
            evidence.addAll(found.getOrDefault(file, List.of()));
            checks.put(file, verifier.verify(name(file), digests.getOrDefault(file, NONE), evidence));
        }
        if (files.size() > 1) {
            about.addAll(unused(given, digests, verifier));
        }
        VerifyReport report = new VerifyReport(about, checks);
        PrintWriter out = spec.commandLine().getOut();
        out.print(format == Formats.JSON ? report.json() : report.text());
        out.flush();
        return (report.verified() ? Exit.OK : Exit.FINDINGS).code();
    }

    private static final Sha256 NONE = new Sha256("0".repeat(64));

    /** With several files, given evidence is that of the file by which it verifies. */
    private static List<Evidence> ofThis(Path file, List<Evidence> given, Sha256 digest, FileVerifier verifier) {
        return given.stream()
                .filter(e -> FileVerifier.verified(verifier.verify(name(file), digest, List.of(e))))
                .toList();
    }

    /** Given evidence that verifies by no file refuses them all. */
    private static List<EvidenceCheck> unused(List<Evidence> given, Map<Path, Sha256> digests, FileVerifier verifier) {
        List<EvidenceCheck> unused = new ArrayList<>();
        for (Evidence one : given) {
            boolean used = digests.entrySet().stream()
                    .anyMatch(
                            f -> FileVerifier.verified(verifier.verify(name(f.getKey()), f.getValue(), List.of(one))));
            if (!used) {
                unused.add(EvidenceCheck.fail(one.name(), "subject", "it verifies for none of the files"));
            }
        }
        return unused;
    }

    static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
