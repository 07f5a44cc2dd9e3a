package dev.waag.python;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A target environment for markers, CPython on some platform: never that of this machine (PEP 508, "Environment Markers").
 *
 * <p>{@code of("3.11", "manylinux_2_28_x86_64")} has {@code python_full_version} 3.11.0 and {@code platform_machine} x86_64.
 * {@code platform_release} and {@code platform_version} are empty, as Python has them where they cannot be determined.
 */
public final class MarkerEnvironment {
    /** The variables that every environment has. */
    public static final List<String> NAMES = List.of(
            "implementation_name",
            "implementation_version",
            "os_name",
            "platform_machine",
            "platform_release",
            "platform_system",
            "platform_version",
            "python_full_version",
            "platform_python_implementation",
            "python_version",
            "sys_platform");

    private final MarkerValues values;

    private MarkerEnvironment(MarkerValues values) {
        this.values = values;
    }

    /**
     * The environment of this version of Python, {@code 3.11} (taken for 3.11.0) or {@code 3.11.4}, on the platform that this wheel tag
     * names: {@code linux_x86_64}, {@code manylinux_2_28_x86_64}, {@code musllinux_1_2_aarch64}, {@code macosx_14_0_arm64},
     * {@code win_amd64}, {@code win32}. Throws IllegalArgumentException, with a message fit for people, for any other.
     */
    public static MarkerEnvironment of(String python, String platform) {
        TargetPython version = TargetPython.parse(python);
        String full = version.fullVersion().orElse(version.version() + ".0");
        return new MarkerEnvironment(MarkerValues.of(Optional.of(version), Optional.of(TargetPlatform.parse(platform)))
                .with(Map.of(
                        "python_full_version",
                        full,
                        "implementation_version",
                        full,
                        "platform_release",
                        "",
                        "platform_version",
                        "")));
    }

    /** The same with these dependency groups chosen (PEP 751). */
    public MarkerEnvironment withDependencyGroups(Set<String> groups) {
        return new MarkerEnvironment(values.withDependencyGroups(groups));
    }

    /** The value of each variable by its name. */
    public Map<String, String> variables() {
        return values.known();
    }

    MarkerValues values() {
        return values;
    }
}
