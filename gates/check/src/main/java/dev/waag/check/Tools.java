package dev.waag.check;

import dev.waag.core.Exit;
import dev.waag.core.Secrets;
import dev.waag.core.UserException;
import dev.waag.process.Command;
import dev.waag.process.Finished;
import dev.waag.process.ProcessException;
import dev.waag.process.Processes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Runs the tools that make locks, each told of the index in its own way, and of no other. */
public final class Tools {
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final int MAX_OUTPUT = 16 << 20;
    private static final int LAST_LINES = 12;
    private static final Pattern POETRY_SOURCE = Pattern.compile("(?m)^\\s*\\[\\[\\s*tool\\.poetry\\.source\\s*]]");
    private static final Pattern PIPFILE_SOURCE = Pattern.compile("(?m)^\\s*\\[\\[\\s*source\\s*]]");

    /** What would lead round the index, or into somebody else's environment. */
    private static final List<String> AWAY = List.of(
            "PIP_NO_INDEX",
            "UV_EXTRA_INDEX_URL",
            "UV_INDEX",
            "UV_FIND_LINKS",
            "UV_NO_INDEX",
            "UV_OFFLINE",
            "VIRTUAL_ENV");

    private final Map<String, String> environment;
    private final Optional<URI> index;

    /** @param index what the tools are to ask */
    public Tools(Map<String, String> environment, Optional<URI> index) {
        this.environment = Map.copyOf(environment);
        this.index = index;
    }

    boolean has(LockTool tool) {
        return Processes.find(tool.program(), environment).isPresent();
    }

    boolean isOldPoetry(Path folder) {
        if (!has(LockTool.POETRY)) {
            return false;
        }
        try {
            Finished done = Processes.run(
                    new Command(
                            List.of("poetry", "--version", "--no-ansi"),
                            environment,
                            folder.toAbsolutePath(),
                            Duration.ofMinutes(1),
                            1 << 16),
                    new byte[0]);
            return done.outText().matches("(?s).*\\b1\\.\\d+.*");
        } catch (ProcessException e) {
            return false;
        }
    }

    /**
     * Runs a command in a folder.
     *
     * @param told what is run, credentials masked, before it is
     * @throws UserException (incomplete) where the tool is not here, would ask another index, or fails
     */
    public void run(LockTool tool, Path folder, List<String> argv, Consumer<String> told) {
        if (!has(tool)) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    tool.program() + " is not here",
                    "the project's lock is made by it, and no folder of PATH has it",
                    "install it: " + tool.install());
        }
        asksTheIndex(tool, folder);
        told.accept("Running: " + Printed.of(String.join(" ", argv)) + where(folder)
                + index.map(i -> " with the index " + Secrets.mask(i.toString()))
                        .orElse(""));
        Finished done;
        try {
            done = Processes.run(
                    new Command(argv, variables(), folder.toAbsolutePath(), PATIENCE, MAX_OUTPUT), new byte[0]);
        } catch (ProcessException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    String.valueOf(e.getMessage()),
                    "the tool is not installed, or did not end in time",
                    "run it by hand: " + String.join(" ", argv));
        }
        if (done.exit() != 0) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    String.join(" ", argv) + " failed with exit code " + done.exit(),
                    last(done.errText().isBlank() ? done.outText() : done.errText()),
                    "mend what it says; where the gate refuses a release, its page says why");
        }
    }

    private static String where(Path folder) {
        return folder.toString().isEmpty() || folder.toString().equals(".") ? "" : " in " + folder;
    }

    /** Poetry has no variable that replaces its index: it asks the one that the project names, or its own. */
    private void asksTheIndex(LockTool tool, Path folder) {
        Path pyproject = folder.resolve("pyproject.toml");
        if (tool == LockTool.POETRY
                && index.isPresent()
                && Files.isRegularFile(pyproject)
                && !POETRY_SOURCE.matcher(text(pyproject)).find()) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "Poetry would go round the index "
                            + Secrets.mask(index.get().toString()),
                    "it takes its index from pyproject.toml, which names none",
                    "run: poetry source add --priority=primary gate "
                            + Secrets.mask(index.get().toString()));
        }
        Path pipfile = folder.resolve("Pipfile");
        if (tool == LockTool.PIPENV
                && Files.isRegularFile(pipfile)
                && PIPFILE_SOURCE.matcher(text(pipfile)).results().count() > 1) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "Pipenv would ask more than one index",
                    "the Pipfile has several [[source]] tables",
                    "leave one of them: the gate");
        }
    }

    private static String text(Path file) {
        return new String(Inputs.read(file), StandardCharsets.UTF_8);
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>(environment);
        AWAY.forEach(variables::remove);
        index.ifPresent(uri -> {
            String url = uri.toString();
            variables.put("PIP_INDEX_URL", url);
            variables.put("UV_DEFAULT_INDEX", url);
            variables.put("UV_INDEX_URL", url);
            variables.put("PDM_PYPI_URL", url);
            variables.put("PIPENV_PYPI_MIRROR", url);
        });
        // set to nothing they take away what pip's own files name
        variables.put("PIP_EXTRA_INDEX_URL", "");
        variables.put("PIP_FIND_LINKS", "");
        variables.put("PDM_CHECK_UPDATE", "0");
        variables.put("PIP_DISABLE_PIP_VERSION_CHECK", "1");
        variables.put("PIP_NO_INPUT", "1");
        variables.put("PIPENV_IGNORE_VIRTUALENVS", "1");
        variables.put("UV_NO_PROGRESS", "1");
        variables.putIfAbsent("UV_PYTHON_DOWNLOADS", "never");
        return variables;
    }

    private static String last(String output) {
        List<String> lines = Printed.of(output).strip().lines().toList();
        String text = String.join("\n    ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        return text.isEmpty() ? "it does not say why" : Secrets.mask(text);
    }
}
