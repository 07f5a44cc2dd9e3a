package dev.waag.check;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.python.Marker;
import dev.waag.python.PartialEnvironment;
import dev.waag.python.RequirementException;
import dev.waag.python.SupportedTags;
import dev.waag.python.WheelName;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The environment that is checked for, as far as it was named: what is certainly not installed there is not judged. */
final class Target {
    /** Stands for every platform where only the version of Python is known. */
    private static final String SOME_PLATFORM = "linux_x86_64";

    private final PartialEnvironment environment;
    private final Predicate<WheelName> wheels;

    private Target(PartialEnvironment environment, Predicate<WheelName> wheels) {
        this.environment = environment;
        this.wheels = wheels;
    }

    /** @throws UserException (usage) where one of them is no Python version or platform tag */
    static Target of(Optional<String> python, Optional<String> platform) {
        try {
            return new Target(PartialEnvironment.of(python, platform), wheels(python, platform));
        } catch (IllegalArgumentException e) {
            throw new UserException(
                    Exit.USAGE,
                    String.valueOf(e.getMessage()),
                    "--python takes a version of Python, --platform a wheel's platform tag",
                    "write --python 3.11 --platform linux_x86_64, for example");
        }
    }

    private static Predicate<WheelName> wheels(Optional<String> python, Optional<String> platform) {
        if (python.isEmpty() || platform.isEmpty() && !SupportedTags.covers(python.get())) {
            return wheel -> true;
        }
        SupportedTags tags = SupportedTags.of(python.get(), platform.orElse(SOME_PLATFORM));
        return platform.isPresent() ? tags::accepts : wheel -> tags.accepts(wheel.onPlatform(SOME_PLATFORM));
    }

    PartialEnvironment environment() {
        return environment;
    }

    /** Whether a requirement with that marker may be installed; one that cannot be read is judged, for somebody's tool may read it. */
    boolean installs(String marker) {
        if (marker.isBlank()) {
            return true;
        }
        try {
            // an extra may be asked for by whoever installs: only what is false with and without it is out
            return Marker.parse(marker).evaluate(environment, Set.of()).orElse(true) || marker.contains("extra");
        } catch (RequirementException e) {
            return true;
        }
    }

    /** Whether an installer there would take that wheel: what is not known of the target does not count against it. */
    boolean accepts(WheelName wheel) {
        return wheels.test(wheel);
    }
}
