package dev.waag.inspect;

import dev.waag.inspect.EntryPoints.EntryPoint;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /** Files that installers put among the commands (binary distribution format, "The .data directory"). */
    private static final Pattern INSTALLED =
            Pattern.compile("[^/]+\\.data/(?:scripts|data/(?:s?bin|Scripts|usr/s?bin))/([^/]+)");

    private final String project;
    private final Problems problems;

    Shadows(Identity identity, Problems problems) {
        this.project = identity.project().map(p -> p.value()).orElse("");
        this.problems = problems;
    }

    void look(EntryPoints points) {
        for (EntryPoint point : points.all()) {
            if (point.command()) {
                command(point.name(), "entry_points.txt", point.toString());
            }
        }
    }

    /** Any file of a wheel. */
    void script(String path) {
        Matcher m = INSTALLED.matcher(path);
        if (m.matches()) {
            command(m.group(1), path, "");
        }
    }

    private void command(String called, String file, String evidence) {
        String name = called.toLowerCase(Locale.ROOT);
        String base = name.endsWith(".exe") ? name.substring(0, name.length() - 4) : name;
        boolean own = base.equals(project + "x") || project.contains(base.replace("3", "")); // uv brings uvx
        if (SYSTEM.contains(base) && !project.equals(base)) {
            String message = "a command that stands before the system's own " + base;
            problems.add(new Finding("entry-point", "high", file, 0, message, evidence));
        } else if (TOOLS.contains(base) && !own) {
            String message = "a command named like another tool's " + base;
            problems.add(new Finding("entry-point", "medium", file, 0, message, evidence));
        }
    }
}
