package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.report.CheckJson;
import dev.waag.report.CheckReport;
import dev.waag.report.CheckText;
import dev.waag.report.CycloneDx;
import dev.waag.report.JUnitXml;
import dev.waag.report.Markdown;
import dev.waag.report.Sarif;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** In what form a judgement is reported and where to: the options that {@code check} and {@code lock} share. */
final class ReportOptions {
    /** In what form the report is. */
    enum Form {
        TEXT,
        JSON,
        SARIF,
        CYCLONEDX,
        JUNIT,
        MARKDOWN;

        /** As it is written on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--format", paramLabel = "text|json|sarif|cyclonedx|junit|markdown")
    private Form form = Form.TEXT;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the report there.")
    private @Nullable Path output;

    /** Sets an option to a value as it stands on the command line; whether there is such an option and it takes that. One of two names will do. */
    boolean set(String option, String value) {
        switch (option) {
            case "--format" -> {
                for (Form one : Form.values()) {
                    if (one.toString().equals(value)) {
                        form = one;
                        return true;
                    }
                }
                return false;
            }
            case "-o" -> output = Path.of(value);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Whether people read it. */
    boolean text() {
        return form == Form.TEXT;
    }

    /** @throws UserException (usage) where nothing can be written there, said before the work rather than after it */
    void examine() {
        if (output == null) {
            return;
        }
        Path folder = output.toAbsolutePath().getParent();
        if (Files.isDirectory(output) || folder == null || !Files.isDirectory(folder)) {
            throw new UserException(
                    Exit.USAGE,
                    "the report cannot be written to " + output,
                    Files.isDirectory(output) ? "it is a folder" : "there is no folder " + folder,
                    "name a file in a folder that is there");
        }
    }

    void write(CheckReport report, Terminal terminal, PrintWriter out) {
        String text = switch (form) {
            case TEXT -> new CheckText(terminal.columns(), output == null && terminal.colour()).render(report);
            case JSON -> CheckJson.render(report);
            case SARIF -> Sarif.render(report);
            case CYCLONEDX -> CycloneDx.render(report);
            case JUNIT -> JUnitXml.render(report);
            case MARKDOWN -> Markdown.render(report);
        };
        if (output == null) {
            out.print(text);
            out.flush();
            return;
        }
        try {
            Files.writeString(output, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the report cannot be written to " + output + ": " + e.getMessage(),
                    "its permissions, or a full disk",
                    "name another file");
        }
    }
}
