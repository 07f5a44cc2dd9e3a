package dev.waag.python;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a target environment, where the version of Python, the platform or both are open, and with the version whether it is CPython. The
 * patch level is open too if it is not given: {@code python_full_version < "3.11.4"} is neither true nor false of {@code 3.11}, though {@code < "3.12"} is true of it.
 */
public final class PartialEnvironment {
    private final MarkerValues values;

    private PartialEnvironment(MarkerValues values) {
        this.values = values;
    }

    /** The version of Python and the platform as {@link MarkerEnvironment#of} takes them; throws IllegalArgumentException as it does. */
    public static PartialEnvironment of(Optional<String> python, Optional<String> platform) {
        return new PartialEnvironment(
                MarkerValues.of(python.map(TargetPython::parse), platform.map(TargetPlatform::parse)));
    }

    /** The same with these dependency groups chosen (PEP 751). */
    public PartialEnvironment withDependencyGroups(Set<String> groups) {
        return new PartialEnvironment(values.withDependencyGroups(groups));
    }

    /** The value of each variable that is known, by its name. */
    public Map<String, String> variables() {
        return values.known();
    }

    MarkerValues values() {
        return values;
    }
}
