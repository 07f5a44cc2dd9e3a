package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.UserException;
import dev.waag.python.PageFormatException;
import dev.waag.release.Publication;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code waag publish}. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Uploads wheels and source distributions to a gate, which stages them.",
            "Evidence beside a file goes with it: FILE.publish.attestation, FILE.intoto.jsonl, FILE.cdx.json, FILE.receipt.json, FILE.links.jsonl;",
            "so do the signed links of the pipeline's stages. Without a token, the CI job's own identity is exchanged for one."
        })
final class PublishCommand implements Callable<Integer> {
    private static final List<String> EVIDENCE = List.of(
            ".intoto.jsonl",
            ".cdx.json",
            ".receipt.json",
            ".links.jsonl",
            ".attestation",
            ".provenance",
            ".sigstore.json",
            ".tlog-proof");

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Distributions; evidence among them is passed over.")
    private List<Path> files = List.of();

    @Option(
            names = "--links",
            paramLabel = "DIR",
            description =
                    "Links of the pipeline's stages that go with each file; default: .waag/links, where it is there.")
    private @Nullable Path links;

    @Option(names = "--format", paramLabel = "text|json")
    private Formats format = Formats.TEXT;

    @Mixin
    private GateOptions gate = new GateOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<Path> distributions = files.stream()
                .filter(f -> EVIDENCE.stream().noneMatch(String.valueOf(f.getFileName())::endsWith))
                .toList();
        if (distributions.isEmpty()) {
            throw new UserException(
                    Exit.USAGE,
                    "there is no distribution among the files",
                    "none of them ends in .whl or .tar.gz, or the build wrote elsewhere",
                    "name wheels or .tar.gz files");
        }
        List<Publication> publications = new ArrayList<>();
        for (Path file : distributions) {
            publications.add(read(file)); // all are looked at before the first is sent
        }
        LinksFolder.text(links).ifPresent(l -> publications.replaceAll(p -> p.withLinks(l)));
        PrintWriter out = spec.commandLine().getOut();
        try (Gate running = gate.openForUploads(System.getenv())) {
            for (int i = 0; i < distributions.size(); i++) {
                JsonNode answer = send(running, publications.get(i), distributions.get(i));
                out.println(
                        format == Formats.JSON
                                ? Json.MAPPER.writeValueAsString(answer)
                                : "published " + answer.path("filename").asString("") + " as "
                                        + answer.path("project").asString("") + " "
                                        + answer.path("version").asString("") + ", sha256 "
                                        + answer.path("sha256").asString(""));
                out.flush();
            }
        }
        return Exit.OK.code();
    }

    private static Publication read(Path file) {
        try {
            return Publication.read(file);
        } catch (NoSuchFileException e) {
            throw new UserException(
                    Exit.USAGE,
                    "there is no file " + file,
                    "the path is misspelt, or the build wrote elsewhere",
                    "check the path");
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    file + " cannot be read: " + e.getMessage(),
                    "the file is not yours to read, or the disk fails",
                    "check its permissions");
        } catch (PageFormatException e) {
            throw new UserException(
                    Exit.USAGE,
                    file + " is no distribution: " + e.getMessage(),
                    "it was cut short, or something else has its name",
                    "build it again");
        }
    }

    /** A form (RFC 7578) with the file as its last part. */
    private static JsonNode send(Gate gate, Publication publication, Path file) throws IOException {
        String boundary = "waag-" + UUID.randomUUID();
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        for (Map.Entry<String, String> field : publication.fields()) {
            part(before, boundary, "form-data; name=\"" + field.getKey() + "\"", field.getValue());
        }
        write(
                before,
                "--" + boundary + "\r\nContent-Disposition: form-data; name=\"content\"; filename=\""
                        + publication.filename() + "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        byte[] after = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        if (!Files.isReadable(file)) {
            throw new IOException(file + " is gone");
        }
        return gate.upload("/legacy/", "multipart/form-data; boundary=" + boundary, before.toByteArray(), file, after);
    }

    private static void part(ByteArrayOutputStream out, String boundary, String disposition, String value) {
        write(out, "--" + boundary + "\r\nContent-Disposition: " + disposition + "\r\n\r\n" + value + "\r\n");
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
