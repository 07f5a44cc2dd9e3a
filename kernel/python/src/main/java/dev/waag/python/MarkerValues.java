package dev.waag.python;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is known of an environment: variables with their values, the Python where its patch level is not known, dependency groups. */
record MarkerValues(Map<String, String> known, Optional<TargetPython> python, Set<String> dependencyGroups) {
    MarkerValues {
        known = Map.copyOf(known);
        dependencyGroups = Set.copyOf(dependencyGroups);
    }

    static MarkerValues of(Optional<TargetPython> python, Optional<TargetPlatform> platform) {
        Map<String, String> known = new LinkedHashMap<>();
        python.ifPresent(p -> {
            // a version named is CPython's; where none is, the implementation is as open as the version
            known.put("implementation_name", "cpython");
            known.put("platform_python_implementation", "CPython");
            known.put("python_version", p.version());
            p.fullVersion().ifPresent(full -> {
                known.put("python_full_version", full);
                known.put("implementation_version", full);
            });
        });
        platform.ifPresent(p -> {
            known.put("os_name", p.osName());
            known.put("sys_platform", p.sysPlatform());
            known.put("platform_system", p.system());
            known.put("platform_machine", p.machine());
        });
        return new MarkerValues(known, python, Set.of());
    }

    MarkerValues with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(more);
        all.putAll(known);
        return new MarkerValues(all, python, dependencyGroups);
    }

    MarkerValues withDependencyGroups(Set<String> groups) {
        return new MarkerValues(
                known,
                python,
                groups.stream().map(MarkerEvaluator::normalizedName).collect(Collectors.toUnmodifiableSet()));
    }
}
