package dev.waag.inspect;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The native libraries and programs of a distribution. */
final class Natives {
    /** What an imported symbol lets a library do. Of those that nearly every library has, none. */
    private static final Map<String, String> MEANS = Map.ofEntries(
            Map.entry("connect", "network"),
            Map.entry("getaddrinfo", "network"),
            Map.entry("gethostbyname", "network"),
            Map.entry("WSAStartup", "network"),
            Map.entry("WinHttpOpen", "network"),
            Map.entry("InternetOpenA", "network"),
            Map.entry("InternetOpenW", "network"),
            Map.entry("URLDownloadToFileA", "network"),
            Map.entry("URLDownloadToFileW", "network"),
            Map.entry("curl_easy_perform", "network"),
            Map.entry("execve", "process"),
            Map.entry("execvp", "process"),
            Map.entry("execv", "process"),
            Map.entry("execl", "process"),
            Map.entry("posix_spawn", "process"),
            Map.entry("posix_spawnp", "process"),
            Map.entry("CreateProcessA", "process"),
            Map.entry("CreateProcessW", "process"),
            Map.entry("ShellExecuteA", "process"),
            Map.entry("ShellExecuteW", "process"),
            Map.entry("system", "shell"),
            Map.entry("popen", "shell"),
            Map.entry("WinExec", "shell"),
            Map.entry("ptrace", "anti-debug"),
            Map.entry("IsDebuggerPresent", "anti-debug"),
            Map.entry("CheckRemoteDebuggerPresent", "anti-debug"),
            Map.entry("GetClipboardData", "clipboard"),
            Map.entry("SetClipboardData", "clipboard"),
            Map.entry("CryptUnprotectData", "browser-data"),
            Map.entry("RegSetValueExA", "persistence"),
            Map.entry("RegSetValueExW", "persistence"));

    private final Identity identity;
    private final Problems problems;
    private final Set<String> capabilities = new TreeSet<>();
    private final Set<String> names = new TreeSet<>();

    Natives(Identity identity, Problems problems) {
        this.identity = identity;
        this.problems = problems;
    }

    void see(String path, byte[] bytes, int length, boolean whole) {
        Native file = Elf.is(bytes, length)
                ? Elf.read(bytes, length, whole)
                : Pe.is(bytes, length) ? Pe.read(bytes, length, whole) : MachO.read(bytes, length, whole);
        capabilities.add("native");
        names.add(lasting(path));
        Set<String> telling = new TreeSet<>();
        for (String symbol : file.imports()) {
            int version = symbol.indexOf('@');
            String plain = version < 0 ? symbol : symbol.substring(0, version);
            String means = MEANS.get(plain);
            if (means != null) {
                capabilities.add(means);
                telling.add(plain);
            }
        }
        problems.add(new Finding("native", "info", path, 0, describe(file), String.join(", ", telling)));
        if (!Magic.nativeName(path)) {
            boolean hidden = Magic.media(path) || Magic.text(path);
            problems.add(new Finding(
                    "payload",
                    hidden ? "critical" : "medium",
                    path,
                    0,
                    "a native " + (file.program() ? "program" : "library") + " under the name of something else",
                    describe(file)));
        }
        platform(path, file);
    }

    private static String describe(Native file) {
        return "native " + (file.program() ? "program" : "library") + ", " + file.format() + " for " + file.machine()
                + (file.complete() ? file.stripped() ? ", stripped" : "" : ", symbols not read")
                + (file.imports().isEmpty() ? "" : ", " + file.imports().size() + " imported symbols");
    }

    private void platform(String path, Native file) {
        if (identity.wheel().isEmpty()) {
            problems.add(new Finding(
                    "native",
                    "medium",
                    path,
                    0,
                    "a native file in a source distribution: nobody can read what it was made of",
                    ""));
            return;
        }
        List<String> platforms = identity.wheel().get().platformTags();
        String wanted = switch (file.format()) {
            case "ELF" -> "linux";
            case "PE" -> "win";
            default -> "macosx";
        };
        if (platforms.contains("any")) {
            problems.add(
                    new Finding("native", "medium", path, 0, "a native file in a wheel that is for any platform", ""));
        } else if (platforms.stream()
                .noneMatch(p -> p.contains(wanted) || p.startsWith("android") || p.startsWith("ios"))) {
            problems.add(new Finding(
                    "native",
                    "medium",
                    path,
                    0,
                    "a native file of another platform than the wheel is for",
                    file.format()));
        }
    }

    /** The path without what differs from one build to the next: {@code a.cpython-312-x86_64-linux-gnu.so} is {@code a.so}. */
    private static String lasting(String path) {
        return path.replaceAll("\\.(cpython|cp|pypy|abi)[^/]*?\\.(so|pyd)$", ".$2")
                .replaceAll("-[0-9a-f]{8}(\\.so)", "$1");
    }

    Set<String> capabilities() {
        return capabilities;
    }

    Set<String> names() {
        return names;
    }
}
