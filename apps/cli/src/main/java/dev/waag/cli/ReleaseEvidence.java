package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.Sha256;
import dev.waag.core.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Writes the evidence of a release into a folder, where {@code waag verify} finds it beside the distributions. */
final class ReleaseEvidence {
    private ReleaseEvidence() {}

    /** @param listed the gate's answer about what there is */
    static void write(Gate gate, String path, JsonNode listed, Path folder) {
        for (JsonNode file : listed.path("files")) {
            Map<String, ByteArrayOutputStream> files = new LinkedHashMap<>();
            for (JsonNode row : file.path("evidence")) {
                byte[] document = fetch(gate, path, file.path("filename").asString(""), row);
                add(files.computeIfAbsent(row.path("name").asString(""), n -> new ByteArrayOutputStream()), document);
            }
            files.forEach((name, content) -> put(folder, name, content.toByteArray()));
        }
    }

    /** Envelopes that came one after the other stand below each other. */
    private static void add(ByteArrayOutputStream file, byte[] document) {
        if (file.size() > 0 && file.toByteArray()[file.size() - 1] != '\n') {
            file.write('\n');
        }
        file.writeBytes(document);
    }

    private static byte[] fetch(Gate gate, String path, String filename, JsonNode row) {
        String sha256 = row.path("sha256").asString("");
        byte[] document;
        try {
            document = gate.bytes(path + "/" + ReleaseCommand.segment(filename) + "/" + sha256, "*/*");
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the " + row.path("kind").asString("") + " of " + filename + " was not received: " + e.getMessage(),
                    "the gate ended, or the connection was cut",
                    "run the command again");
        }
        if (!Sha256.of(document).hex().equals(sha256)) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "what came as evidence of " + filename + " has another digest than was announced",
                    "it was changed on its way, or in the gate's database",
                    "run `waag ledger verify`, and see the gate's log");
        }
        return document;
    }

    private static void put(Path folder, String name, byte[] content) {
        Path file = folder.resolve(name);
        if (!file.normalize().startsWith(folder.normalize()) || Path.of(name).getNameCount() != 1) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the gate names a file '" + name + "', which is no name of a file",
                    "what answers is no gate, or a changed one",
                    "check the address");
        }
        try {
            Files.createDirectories(folder);
            if (Files.exists(file) && !Arrays.equals(Files.readAllBytes(file), content)) {
                throw new UserException(
                        Exit.USAGE,
                        file + " is there already, with other content",
                        "evidence that somebody keeps is not overwritten",
                        "write into an empty folder: -o DIR");
            }
            Files.write(file, content);
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    file + " cannot be written: " + e.getMessage(),
                    "the disk is full, or the folder belongs to somebody else",
                    "write into another folder: -o DIR");
        }
    }
}
