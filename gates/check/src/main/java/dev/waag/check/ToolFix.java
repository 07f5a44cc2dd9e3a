package dev.waag.check;

import dev.waag.lock.LockKind;
import java.nio.file.Path;
import java.util.List;

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

    String shown() {
        return Inputs.shown(lock) + ": --write has " + kind.tool() + " change it";
    }
}
