package dev.waag.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands of a shell script, by text: enough of POSIX sh, bash and PowerShell to see which program is called with which words.
 * Nothing is expanded; what a substitution or {@code sh -c} runs is a command of its own, and so is what {@code sudo}, {@code uv run} or
 * {@code python -m} start.
 */
final class Shell {
    /**
     * One command.
     *
     * @param line of the script, from 0
     * @param assigned variables set for it, as {@code NAME=value}; for {@code export} and bare assignments the words are empty
     * @param words the program's name without its folder, then its arguments without their quotes
     * @param written the words, and then where its output is redirected to
     */
    record Command(int line, List<String> assigned, List<String> words, String written) {
        String program() {
            return words.isEmpty() ? "" : words.getFirst();
        }

        List<String> arguments() {
            return words.isEmpty() ? List.of() : words.subList(1, words.size());
        }

        boolean has(String argument) {
            return arguments().contains(argument);
        }

        /** The value of an option, {@code --name value} or {@code --name=value}. */
        Optional<String> option(String... names) {
            List<String> a = arguments();
            for (int i = 0; i < a.size(); i++) {
                for (String name : names) {
                    if (a.get(i).equals(name)) {
                        return Optional.of(i + 1 < a.size() ? a.get(i + 1) : "");
                    }
                    if (a.get(i).startsWith(name + "=")) {
                        return Optional.of(a.get(i).substring(name.length() + 1));
                    }
                }
            }
            return Optional.empty();
        }
    }

    private static final Set<String> PREFIXES = Set.of(
            "sudo",
            "time",
            "exec",
            "command",
            "env",
            "nohup",
            "then",
            "do",
            "else",
            "if",
            "elif",
            "while",
            "until",
            "!",
            "{",
            "xvfb-run",
            "nice",
            "builtin",
            "eval",
            "retry");
    private static final Set<String> SHELLS = Set.of("sh", "bash", "zsh", "dash");
    private static final Set<String> RUNNERS = Set.of("poetry", "pdm", "hatch", "pipenv", "uv", "rye", "pixi");
    private static final Pattern ASSIGNMENT = Pattern.compile("(?s)([A-Za-z_]\\w*)\\+?=(.*)");
    private static final Pattern POWERSHELL = Pattern.compile("(?i)\\$env:(\\w+)");
    private static final Pattern PYTHON = Pattern.compile("python(\\d+(\\.\\d+)?)?(\\.exe)?|py|pypy3?");
    private static final int DEPTH = 4;

    private final List<Command> commands = new ArrayList<>();

    private Shell() {}

    static List<Command> read(String script) {
        Shell shell = new Shell();
        shell.script(script, 0, 0);
        return List.copyOf(shell.commands);
    }

    private void script(String text, int line, int depth) {
        ShellWords words = new ShellWords(text, line);
        while (words.next()) {
            command(words.line(), words.words(), words.redirects(), depth);
            if (depth < DEPTH) {
                for (ShellWords.Inner inner : words.inner()) {
                    script(inner.text(), inner.line(), depth + 1);
                }
            }
        }
    }

    private void command(int line, List<String> all, String redirects, int depth) {
        List<String> assigned = new ArrayList<>();
        List<String> rest = all;
        while (!rest.isEmpty()) {
            String first = rest.getFirst();
            Matcher powershell = POWERSHELL.matcher(first);
            if (ASSIGNMENT.matcher(first).matches()) {
                assigned.add(first);
                rest = rest.subList(1, rest.size());
            } else if (powershell.matches() && rest.size() > 2 && rest.get(1).equals("=")) {
                assigned.add(powershell.group(1) + "=" + rest.get(2));
                rest = rest.subList(3, rest.size());
            } else if (first.equals("export") || first.equals("declare") || first.equals("set-item")) {
                rest.stream()
                        .skip(1)
                        .filter(w -> ASSIGNMENT.matcher(w).matches())
                        .forEach(assigned::add);
                rest = List.of();
            } else if (PREFIXES.contains(first) || first.equals("&")) {
                rest = rest.subList(1, rest.size());
                while (!rest.isEmpty() && rest.getFirst().startsWith("-") && !first.equals("!")) {
                    rest = rest.subList(1, rest.size());
                }
            } else if (first.equals("timeout") && rest.size() > 2) {
                rest = rest.subList(2, rest.size());
            } else {
                break;
            }
        }
        if (rest.isEmpty()) {
            if (!assigned.isEmpty()) {
                commands.add(new Command(line, List.copyOf(assigned), List.of(), ""));
            }
            return;
        }
        started(new Command(line, List.copyOf(assigned), named(rest), String.join(" ", all) + redirects), depth);
    }

    private void started(Command c, int depth) {
        String program = c.program();
        List<String> arguments = c.arguments();
        if (PYTHON.matcher(program).matches()) {
            int m = arguments.indexOf("-m");
            if (m >= 0 && m + 1 < arguments.size()) {
                started(
                        new Command(c.line, c.assigned, named(arguments.subList(m + 1, arguments.size())), c.written),
                        depth);
                return;
            }
        }
        commands.add(c);
        if (depth >= DEPTH) {
            return;
        }
        if (SHELLS.contains(program) && !arguments.isEmpty()) {
            for (int i = 0; i + 1 < arguments.size(); i++) {
                if (arguments.get(i).matches("-[a-z]*c")) {
                    script(arguments.get(i + 1), c.line, depth + 1);
                    return;
                }
            }
        }
        runner(c, depth);
    }

    /** {@code poetry run twine upload}, {@code pipx run twine}, {@code uvx twine}, {@code uv tool run twine}: the program within. */
    private void runner(Command c, int depth) {
        List<String> a = c.arguments();
        int from = -1;
        if (c.program().equals("uvx")) {
            from = 0;
        } else if (RUNNERS.contains(c.program()) || c.program().equals("pipx")) {
            from = a.indexOf("run") + 1;
            from = from == 0 ? -1 : from;
        }
        if (from < 0) {
            return;
        }
        while (from < a.size() && a.get(from).startsWith("-")) {
            boolean valued = Set.of(
                            "--with",
                            "--from",
                            "--python",
                            "-p",
                            "--spec",
                            "--extra",
                            "--group",
                            "--with-requirements",
                            "--index",
                            "--project",
                            "--directory")
                    .contains(a.get(from));
            from += valued ? 2 : 1;
        }
        if (from < a.size()) {
            List<String> inner = new ArrayList<>(a.subList(from, a.size()));
            inner.set(0, inner.getFirst().replaceFirst("[@=<>~!\\[].*", ""));
            started(new Command(c.line, c.assigned, named(inner), c.written), depth + 1);
        }
    }

    private static List<String> named(List<String> words) {
        List<String> named = new ArrayList<>(words);
        String program = named.getFirst().replace('\\', '/');
        program = program.substring(program.lastIndexOf('/') + 1);
        named.set(0, program.endsWith(".exe") ? program.substring(0, program.length() - 4) : program);
        return List.copyOf(named);
    }
}
