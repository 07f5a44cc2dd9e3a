package dev.waag.inspect;

import dev.waag.inspect.EntryPoints.EntryPoint;
import java.util.Locale;
import java.util.Set;

/** Commands of a distribution that stand before ones that everybody has. */
final class Shadows {
    /** Those of every system: no project but the one of that very name has a reason to bring another. */
    private static final Set<String> SYSTEM = Set.of(
            "ls",
            "cat",
            "cp",
            "mv",
            "rm",
            "ps",
            "kill",
            "cd",
            "pwd",
            "sudo",
            "su",
            "ssh",
            "scp",
            "sftp",
            "ssh-add",
            "ssh-agent",
            "ssh-keygen",
            "bash",
            "sh",
            "zsh",
            "dash",
            "fish",
            "git",
            "curl",
            "wget",
            "passwd",
            "chmod",
            "chown",
            "tar",
            "gzip",
            "unzip",
            "env",
            "which",
            "whoami",
            "login",
            "mount",
            "systemctl",
            "service",
            "crontab",
            "apt",
            "apt-get",
            "dpkg",
            "yum",
            "dnf",
            "apk",
            "brew",
            "gpg",
            "openssl",
            "grep",
            "find",
            "sed",
            "awk",
            "make",
            "gcc",
            "cc",
            "ld",
            "python",
            "python3",
            "python2",
            "cmd",
            "powershell",
            "docker");
    /** Those of a tool: whoever is named after it may bring it. */
    private static final Set<String> TOOLS = Set.of(
            "pip",
            "pip3",
            "node",
            "npm",
            "npx",
            "yarn",
            "aws",
            "gcloud",
            "az",
            "kubectl",
            "helm",
            "terraform",
            "twine",
            "poetry",
            "uv",
            "uvx",
            "conda",
            "cargo",
            "rustc",
            "go",
            "java",
            "mvn",
            "gh",
            "virtualenv",
            "pipx");

    private Shadows() {}

    static void look(Identity identity, EntryPoints points, Problems problems) {
        String project = identity.project().map(p -> p.value()).orElse("");
        for (EntryPoint point : points.all()) {
            String name = point.name().toLowerCase(Locale.ROOT);
            String base = name.endsWith(".exe") ? name.substring(0, name.length() - 4) : name;
            if (!point.command()) {
                continue;
            }
            if (SYSTEM.contains(base) && !project.equals(base)) {
                problems.add(new Finding(
                        "entry-point",
                        "high",
                        "entry_points.txt",
                        0,
                        "a command that stands before the system's own " + base,
                        point.toString()));
            } else if (TOOLS.contains(base) && !project.contains(base.replace("3", ""))) {
                problems.add(new Finding(
                        "entry-point",
                        "medium",
                        "entry_points.txt",
                        0,
                        "a command named like another tool's " + base,
                        point.toString()));
            }
        }
    }
}
