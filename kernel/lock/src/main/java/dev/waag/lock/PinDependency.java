package dev.waag.lock;

import dev.waag.python.ProjectName;
import java.util.List;

/**
 * That a pin, or a project's root, needs another pin.
 *
 * @param version which of several pins of that name is meant; {@code ""} where there is one only
 * @param extras of the needed project
 * @param marker where it is needed; {@code ""} for everywhere
 */
public record PinDependency(ProjectName name, String version, List<String> extras, String marker) {
    public PinDependency {
        extras = List.copyOf(extras);
    }

    static PinDependency on(ProjectName name) {
        return new PinDependency(name, "", List.of(), "");
    }
}
