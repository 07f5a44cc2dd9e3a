package dev.waag.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What publishes a package. */
final class PublishCommands {
    private static final Set<String> ACTIONS = Set.of(
            "pypa/gh-action-pypi-publish",
            "rubygems/release-gem",
            "js-devtools/npm-publish",
            "pypi/warehouse-publish",
            "katyo/publish-crates",
            "etils-actions/pypi-auto-publish",
            "jrubics/poetry-publish");
    /** Programs by name, with the word that makes them publish. */
    private static final Map<String, Set<String>> WORDS = Map.ofEntries(
            Map.entry("twine", Set.of("upload")),
            Map.entry("poetry", Set.of("publish")),
            Map.entry("hatch", Set.of("publish")),
            Map.entry("pdm", Set.of("publish")),
            Map.entry("flit", Set.of("publish")),
            Map.entry("rye", Set.of("publish")),
            Map.entry("maturin", Set.of("publish", "upload")),
            Map.entry("waag", Set.of("publish")),
            Map.entry("uv", Set.of("publish")),
            Map.entry("cargo", Set.of("publish")),
            Map.entry("npm", Set.of("publish")),
            Map.entry("pnpm", Set.of("publish")),
            Map.entry("bun", Set.of("publish")),
            Map.entry("yarn", Set.of("publish")),
            Map.entry("gem", Set.of("push")),
            Map.entry("nuget", Set.of("push")));

    private static final Set<String> DRY = Set.of("--dry-run", "-n", "--help", "-h");

    private PublishCommands() {}

    /** Whether a step's action publishes packages. */
    static boolean publishes(CiFile.Step step) {
        String action = step.action();
        if (action.equals("pyo3/maturin-action")) {
            return Set.of("upload", "publish").contains(step.with().string("command"));
        }
        return ACTIONS.contains(action);
    }

    /** Whether a command does. */
    static boolean publishes(Shell.Command c) {
        List<String> a = c.arguments();
        if (a.stream().anyMatch(DRY::contains)) {
            return false;
        }
        return switch (c.program()) {
            case "setup.py" -> a.contains("upload");
            case "bundle" -> after(a, "exec", "gem") && a.contains("push");
            case "bunx", "npx" ->
                a.stream().anyMatch(w -> w.equals("npm") || w.startsWith("npm@")) && a.contains("publish");
            case "dotnet" -> after(a, "nuget", "push");
            case "python", "python3", "python2" ->
                !a.isEmpty() && a.getFirst().endsWith("setup.py") && a.contains("upload");
            default -> subcommand(c, WORDS.getOrDefault(c.program(), Set.of()));
        };
    }

    private static boolean after(List<String> words, String first, String second) {
        int i = words.indexOf(first);
        return i >= 0 && words.subList(i, words.size()).contains(second);
    }

    /** The word must be an argument of the program itself, not of what it runs. */
    private static boolean subcommand(Shell.Command c, Set<String> words) {
        for (String a : c.arguments()) {
            if (words.contains(a)) {
                return true;
            }
            if (a.equals("run") || a.equals("exec") || a.equals("tool")) {
                return false;
            }
        }
        return false;
    }

    /** What publishes in a job, for a message, with its line. */
    record Publisher(String what, int line) {}

    static Optional<Publisher> in(CiFile.Job job) {
        for (CiFile.Step step : job.steps()) {
            if (publishes(step)) {
                return Optional.of(new Publisher(
                        step.action(), step.uses().map(Yaml.Text::line).orElse(step.line())));
            }
            Publisher[] found = {null};
            step.commands((c, line) -> {
                if (found[0] == null && publishes(c)) {
                    found[0] = new Publisher(c.program(), line);
                }
            });
            if (found[0] != null) {
                return Optional.of(found[0]);
            }
        }
        return Optional.empty();
    }
}
