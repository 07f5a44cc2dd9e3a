package dev.waag.python;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A platform to install for, named by a wheel's platform tag (PEP 425, PEP 600, PEP 656). Major and minor are the version of glibc, musl or
 * macOS, 0 for Windows; the machine is spelled as {@code platform_machine} has it.
 */
record TargetPlatform(Kind kind, int major, int minor, String machine) {
    /** A Linux tag without a version stands for every glibc; this is the newest that {@code packaging} reckons with. */
    static final int NEWEST_GLIBC_MINOR = 50;

    private static final Pattern FORM = Pattern.compile("(linux|manylinux1|manylinux2010|manylinux2014|"
            + "(manylinux|musllinux|macosx)_([1-9][0-9]?)_(0|[1-9][0-9]?))_([a-z0-9_]{2,20})");
    private static final Map<String, String> WINDOWS =
            Map.of("win32", "x86", "win_amd64", "AMD64", "win_arm64", "ARM64");
    private static final Set<String> MAC_MACHINES = Set.of("arm64", "x86_64");

    enum Kind {
        GLIBC,
        MUSL,
        MACOS,
        WINDOWS
    }

    /** Throws IllegalArgumentException, with a message fit for people, where the text is none. */
    static TargetPlatform parse(String tag) {
        String machine = WINDOWS.get(tag);
        if (machine != null) {
            return new TargetPlatform(Kind.WINDOWS, 0, 0, machine);
        }
        Matcher form = FORM.matcher(tag);
        if (!form.matches() || !isPlausible(form.group(2), form.group(3), form.group(5))) {
            throw new IllegalArgumentException(
                    "not a platform such as linux_x86_64, manylinux_2_28_aarch64, musllinux_1_2_x86_64,"
                            + " macosx_14_0_arm64, win_amd64 or win32: " + Excerpts.of(tag));
        }
        return switch (form.group(1)) {
            case "linux" -> glibc(NEWEST_GLIBC_MINOR, form.group(5));
            case "manylinux1" -> glibc(5, form.group(5));
            case "manylinux2010" -> glibc(12, form.group(5));
            case "manylinux2014" -> glibc(17, form.group(5));
            default ->
                new TargetPlatform(
                        switch (form.group(2)) {
                            case "manylinux" -> Kind.GLIBC;
                            case "musllinux" -> Kind.MUSL;
                            default -> Kind.MACOS;
                        },
                        Integer.parseInt(form.group(3)),
                        Integer.parseInt(form.group(4)),
                        form.group(5));
        };
    }

    /** The one tag of a Windows. */
    String windowsTag() {
        return machine.equals("x86") ? "win32" : "win_" + Ascii.lower(machine);
    }

    String osName() {
        return kind == Kind.WINDOWS ? "nt" : "posix";
    }

    String sysPlatform() {
        return switch (kind) {
            case GLIBC, MUSL -> "linux";
            case MACOS -> "darwin";
            case WINDOWS -> "win32";
        };
    }

    String system() {
        return switch (kind) {
            case GLIBC, MUSL -> "Linux";
            case MACOS -> "Darwin";
            case WINDOWS -> "Windows";
        };
    }

    /** Each C library has had few major versions, and the number of tags grows with them; macOS began at 10. */
    private static boolean isPlausible(@Nullable String family, @Nullable String major, String machine) {
        if (family == null || major == null) {
            return true;
        }
        return family.equals("macosx") ? major.length() == 2 && MAC_MACHINES.contains(machine) : major.length() == 1;
    }

    private static TargetPlatform glibc(int minor, String machine) {
        return new TargetPlatform(Kind.GLIBC, 2, minor, machine);
    }
}
