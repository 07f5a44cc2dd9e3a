package dev.waag.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The platform tags that a platform takes, the nearest first (PEP 425, PEP 513, PEP 571, PEP 599, PEP 600, PEP 656; for macOS as CPython's tools have it). */
final class PlatformTags {
    private static final Set<String> MANYLINUX_MACHINES =
            Set.of("x86_64", "i686", "aarch64", "armv7l", "ppc64", "ppc64le", "s390x", "loongarch64", "riscv64");
    private static final Set<String> SINCE_GLIBC_2_5 = Set.of("x86_64", "i686");
    private static final Map<Integer, String> OLD_NAMES =
            Map.of(5, "manylinux1", 12, "manylinux2010", 17, "manylinux2014");
    /** The last macOS before 11, where minor versions counted. */
    private static final int LAST_MAC_10 = 16;

    private PlatformTags() {}

    static List<String> of(TargetPlatform platform) {
        return switch (platform.kind()) {
            case GLIBC -> glibc(platform);
            case MUSL -> musl(platform);
            case MACOS -> macos(platform);
            case WINDOWS -> List.of(platform.windowsTag());
        };
    }

    private static List<String> glibc(TargetPlatform platform) {
        List<String> machines = machines(platform);
        List<String> tags = linux(machines);
        if (machines.stream().noneMatch(MANYLINUX_MACHINES::contains)) {
            return tags;
        }
        for (String machine : machines) {
            for (int major = platform.major(); major >= 2; major--) {
                int newest = major == platform.major() ? platform.minor() : TargetPlatform.NEWEST_GLIBC_MINOR;
                int oldest = major > 2 ? 0 : SINCE_GLIBC_2_5.contains(machine) ? 5 : 17;
                for (int minor = newest; minor >= oldest; minor--) {
                    tags.add("manylinux_" + major + "_" + minor + "_" + machine);
                    if (major == 2 && OLD_NAMES.containsKey(minor)) {
                        tags.add(OLD_NAMES.get(minor) + "_" + machine);
                    }
                }
            }
        }
        return tags;
    }

    private static List<String> musl(TargetPlatform platform) {
        List<String> machines = machines(platform);
        List<String> tags = linux(machines);
        for (String machine : machines) {
            for (int minor = platform.minor(); minor >= 0; minor--) {
                tags.add("musllinux_" + platform.major() + "_" + minor + "_" + machine);
            }
        }
        return tags;
    }

    private static List<String> linux(List<String> machines) {
        List<String> tags = new ArrayList<>();
        machines.forEach(machine -> tags.add("linux_" + machine));
        return tags;
    }

    /** A 64-bit ARM kernel that runs 32-bit programs runs those of its predecessor. */
    private static List<String> machines(TargetPlatform platform) {
        return platform.machine().equals("armv8l") ? List.of("armv8l", "armv7l") : List.of(platform.machine());
    }

    private static List<String> macos(TargetPlatform platform) {
        List<String> tags = new ArrayList<>();
        String machine = platform.machine();
        boolean intel = machine.equals("x86_64");
        for (int major = platform.major(); major >= 11; major--) {
            mac(tags, major, 0, macFormats(machine));
        }
        // a universal wheel may name the older system that its other half needs
        int newest = platform.major() >= 11 ? LAST_MAC_10 : platform.minor();
        int oldest = platform.major() >= 11 ? 4 : 0;
        for (int minor = newest; minor >= oldest; minor--) {
            if (intel) {
                mac(tags, 10, minor, minor >= 4 ? macFormats(machine) : List.of());
            } else {
                mac(tags, 10, minor, platform.major() >= 11 ? List.of("universal2") : macFormats(machine));
            }
        }
        return tags;
    }

    private static void mac(List<String> tags, int major, int minor, List<String> formats) {
        formats.forEach(format -> tags.add("macosx_" + major + "_" + minor + "_" + format));
    }

    private static List<String> macFormats(String machine) {
        return machine.equals("x86_64")
                ? List.of(machine, "intel", "fat64", "fat3", "universal2", "universal")
                : List.of(machine, "universal2");
    }
}
