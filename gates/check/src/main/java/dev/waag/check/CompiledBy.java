package dev.waag.check;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The command that made a requirements file, as pip-compile and uv write it in the comment at its head. Those of its options that decide what
 * is pinned are given again when the file is made again; those that name places to fetch from are not.
 *
 * @param command its words; none where the file does not say
 */
record CompiledBy(List<String> command) {
    private static final int HEAD = 12;
    /** Options that decide what is pinned or how it is written, and whether a value follows. */
    private static final Map<String, Boolean> KEPT = Map.ofEntries(
            Map.entry("--all-extras", false),
            Map.entry("--all-build-deps", false),
            Map.entry("--universal", false),
            Map.entry("--pre", false),
            Map.entry("--strip-extras", false),
            Map.entry("--no-strip-extras", false),
            Map.entry("--no-annotate", false),
            Map.entry("--no-header", false),
            Map.entry("--extra", true),
            Map.entry("--group", true),
            Map.entry("--annotation-style", true),
            Map.entry("--constraint", true),
            Map.entry("-c", true),
            Map.entry("--override", true),
            Map.entry("--python-version", true),
            Map.entry("--python-platform", true),
            Map.entry("--prerelease", true),
            Map.entry("--resolution", true),
            Map.entry("--unsafe-package", true));

    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.+/:=<>,!-]*");

    CompiledBy {
        command = List.copyOf(command);
    }

    /** Of a file that need not be there. */
    static CompiledBy read(Path lock) {
        if (!Files.isRegularFile(lock)) {
            return new CompiledBy(List.of());
        }
        return of(new String(Inputs.read(lock), StandardCharsets.UTF_8));
    }

    static CompiledBy of(String text) {
        return text.lines()
                .limit(HEAD)
                .takeWhile(l -> l.isBlank() || l.startsWith("#"))
                .map(l -> l.replaceFirst("^#+", "").strip())
                .filter(l -> l.startsWith("pip-compile ") || l.startsWith("uv pip compile "))
                .findFirst()
                .map(l -> new CompiledBy(List.of(l.split("\\s+", -1))))
                .orElse(new CompiledBy(List.of()));
    }

    boolean isUv() {
        return !command.isEmpty() && command.getFirst().equals("uv");
    }

    boolean isBy(LockTool tool) {
        return !command.isEmpty() && isUv() == (tool == LockTool.UV);
    }

    /** Whether that file is one of those that it was made from. */
    boolean from(String name) {
        return command.contains(name);
    }

    List<String> options() {
        List<String> options = new ArrayList<>();
        for (int i = 0; i < command.size(); i++) {
            String word = command.get(i);
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (!KEPT.containsKey(name)) {
                continue;
            }
            if (!KEPT.getOrDefault(name, false)) {
                options.add(name);
                continue;
            }
            String value = equals >= 0 ? word.substring(equals + 1) : i + 1 < command.size() ? command.get(++i) : "";
            if (VALUE.matcher(value).matches() && !value.contains("://")) {
                options.add(name);
                options.add(value);
            }
        }
        return options;
    }
}
