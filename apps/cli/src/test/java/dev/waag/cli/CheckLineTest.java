package dev.waag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The quick reading of a command line says what picocli says, or nothing. */
class CheckLineTest {
    private static final List<String> WORDS = List.of(
            "requirements.txt",
            "a folder",
            "json",
            "JSON",
            "text",
            "yaml",
            "3.11",
            "-",
            "--",
            "@file",
            "",
            "x=y",
            "--nonsense",
            "-V",
            "--help");

    @Test
    void whatItReadsPicocliReadsAlike() throws Exception {
        List<String> words = new ArrayList<>(WORDS);
        for (OptionSpec option :
                new CommandLine(new CheckCommand()).getCommandSpec().options()) {
            words.addAll(List.of(option.names()));
        }
        Random random = new Random(4);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            List<String> args = new ArrayList<>(List.of("check"));
            for (int n = random.nextInt(6); n > 0; n--) {
                args.add(words.get(random.nextInt(words.size())));
            }
            Optional<CheckCommand> quick = CheckLine.read(args.toArray(new String[0]));
            if (quick.isPresent()) {
                read++;
                CheckCommand whole = new CheckCommand();
                new CommandLine(whole)
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .parseArgs(args.subList(1, args.size()).toArray(new String[0]));
                assertThat(fields(quick.get())).as("%s", args).isEqualTo(fields(whole));
            }
        }
        assertThat(read).isGreaterThan(2_000);
    }

    @Test
    void everyOptionIsReadInItsPlainForm() {
        for (OptionSpec option :
                new CommandLine(new CheckCommand()).getCommandSpec().options()) {
            if (option.usageHelp() || option.versionHelp()) {
                continue;
            }
            for (String name : option.names()) {
                List<String> args = new ArrayList<>(List.of("check", "requirements.txt", name));
                if (option.arity().max() > 0) {
                    args.add(name.equals("--format") ? "json" : "value");
                }
                assertThat(CheckLine.read(args.toArray(new String[0]))).as(name).isPresent();
            }
        }
    }

    @Test
    void otherCommandsAreNoneOfIts() {
        assertThat(CheckLine.read("lock", "requirements.txt")).isEmpty();
        assertThat(CheckLine.read()).isEmpty();
    }

    @Test
    void aFormatThatIsNoneIsAnsweredWithThoseThatAre() {
        StringWriter err = new StringWriter();
        int code = Main.execute(new PrintWriter(new StringWriter()), new PrintWriter(err), "check", "--format", "yaml");
        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .contains("--format cannot be 'yaml'")
                .contains("cause: it takes one of text, json, sarif, cyclonedx, junit, markdown")
                .contains("to do:");
    }

    private static Map<String, String> fields(Object command) throws IllegalAccessException {
        Map<String, String> fields = new TreeMap<>();
        for (Field field : command.getClass().getDeclaredFields()) {
            if (field.isSynthetic()
                    || Modifier.isStatic(field.getModifiers())
                    || field.getName().equals("spec")) {
                continue;
            }
            field.setAccessible(true);
            Object value = field.get(command);
            if (value instanceof JudgeOptions || value instanceof ReportOptions) {
                fields(value).forEach((k, v) -> fields.put(field.getName() + "." + k, v));
            } else {
                fields.put(field.getName(), String.valueOf(value));
            }
        }
        return fields;
    }
}
