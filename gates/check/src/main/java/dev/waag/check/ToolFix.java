package dev.waag.check;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.lock.LockContext;
import dev.waag.lock.LockException;
import dev.waag.lock.LockFile;
import dev.waag.lock.LockKind;
import dev.waag.lock.Locks;
import dev.waag.lock.Pin;
import dev.waag.python.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A lock that only its own tool may change, and the pins to change in it.
 *
 * @param lock the lock's path
 * @param pins those with a version to take
 */
public record ToolFix(Path lock, LockKind kind, List<PinFix> pins) {
    public ToolFix {
        pins = List.copyOf(pins);
    }

    /** The command; of uv it asks for exactly these versions, the others take the newest that the project's requirements allow. */
    List<String> argv() {
        List<String> names = pins.stream().map(PinFix::project).distinct().toList();
        List<String> exact =
                pins.stream().map(p -> p.project() + "==" + p.to()).distinct().toList();
        List<String> argv = new ArrayList<>();
        switch (kind) {
            case UV -> {
                argv.addAll(List.of("uv", "lock"));
                exact.forEach(e -> argv.addAll(List.of("--upgrade-package", e)));
            }
            case POETRY -> {
                argv.addAll(List.of("poetry", "update", "--lock", "--no-interaction"));
                argv.addAll(names);
            }
            case PDM -> {
                argv.addAll(List.of("pdm", "update", "--no-sync", "--update-reuse"));
                argv.addAll(names);
            }
            case PIPENV -> {
                argv.addAll(List.of("pipenv", "upgrade", "--lock-only"));
                argv.addAll(exact);
            }
            case REQUIREMENTS, PYLOCK -> throw new IllegalStateException(kind + " has no tool of its own");
        }
        return argv;
    }

    private LockTool tool() {
        return switch (kind) {
            case UV -> LockTool.UV;
            case POETRY -> LockTool.POETRY;
            case PDM -> LockTool.PDM;
            case PIPENV -> LockTool.PIPENV;
            case REQUIREMENTS, PYLOCK -> throw new IllegalStateException(kind + " has no tool of its own");
        };
    }

    String shown() {
        return "--write runs: " + String.join(" ", argv());
    }

    /** What the lock's lines with versions would become; the tool changes what hangs together with them. */
    String diff() {
        String before = new String(Inputs.read(lock), StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>(List.of(before.split("(?<=\\n)")));
        for (PinFix pin : pins) {
            for (int i = Math.max(0, pin.line() - 1); i < Math.min(lines.size(), pin.line() + 12); i++) {
                String line = lines.get(i);
                if (line.strip().matches("\"?version\"? ?[=:] ?\"(==)?" + Pattern.quote(pin.from()) + "\",?")) {
                    lines.set(i, line.replace(pin.from(), pin.to()));
                    break;
                }
            }
        }
        return UnifiedDiff.of(Inputs.shown(lock), before, String.join("", lines));
    }

    void write(Tools tools, Consumer<String> told) {
        Path folder = Optional.ofNullable(lock.getParent()).orElse(Path.of(""));
        tools.run(tool(), folder, argv(), told);
        try {
            LockFile made = Locks.read(kind, Inputs.shown(lock), Inputs.read(lock), LockContext.ALONE);
            for (PinFix pin : pins) {
                List<String> now = made.pins().stream()
                        .filter(p -> p.name().value().equals(pin.project()))
                        .map(Pin::version)
                        .flatMap(Optional::stream)
                        .toList();
                boolean left = now.stream().anyMatch(v -> isBelow(v, pin.to()));
                String is = now.isEmpty() ? "no longer in the lock" : "now " + String.join(" and ", now);
                told.accept(
                        (left ? "Not done: " : "Written: ") + Inputs.shown(lock) + ": " + pin.project() + " is " + is);
            }
        } catch (LockException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the lock that " + tool().program() + " made cannot be read: " + e.getMessage(),
                    "a format that is not known yet",
                    "look at it with the tool itself");
        }
    }

    private static boolean isBelow(String version, String wanted) {
        Optional<Version> is = Version.parse(version);
        Optional<Version> goal = Version.parse(wanted);
        return is.isPresent() && goal.isPresent() && is.get().compareTo(goal.get()) < 0;
    }
}
