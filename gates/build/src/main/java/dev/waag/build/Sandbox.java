package dev.waag.build;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.process.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a build runs: bubblewrap, with nothing of the machine but its read-only system folders and the interpreter.
 *
 * <p>Started by the machine's root it takes no user namespace: the driver becomes an unprivileged user of its own before anything of the build runs. Started by
 * anybody else it takes one. In both cases: no network, processes and names of its own, no capabilities, no new privileges, {@link SeccompProgram}.
 */
final class Sandbox {
    private static final List<String> SYSTEM = List.of("/bin", "/sbin", "/lib", "/lib64", "/lib32", "/libx32");
    private static final List<String> SYSTEM_FILES = List.of("/etc/ld.so.cache", "/etc/alternatives");
    private static final List<String> DEVICES = List.of("/dev/null", "/dev/zero", "/dev/urandom");

    /** Semaphores of Python's multiprocessing lie there. */
    private static final long SHARED_MEMORY = 16 << 20;

    /** Where things lie inside. */
    static final String ENVIRONMENT = "/env";

    static final String PROGRAMS = "/waag";
    static final String WHEELS = "/wheels";
    static final String REPOSITORY = "/repository";

    private final Path bubblewrap;
    private final Path scratch;
    private final Path seccomp;
    private final boolean root;

    private Sandbox(Path bubblewrap, Path scratch, Path seccomp, boolean root) {
        this.bubblewrap = bubblewrap;
        this.scratch = scratch;
        this.seccomp = seccomp;
        this.root = root;
    }

    /**
     * @param scratch a folder of ours
     * @throws UserException (incomplete) where this machine has no sandbox
     */
    static Sandbox open(Path scratch, Map<String, String> environment) throws IOException {
        Path program = Processes.find("bwrap", environment)
                .orElseThrow(() -> none("bubblewrap (bwrap) is not here", "on Debian: apt-get install bubblewrap"));
        byte[] filter = SeccompProgram.forMachine(System.getProperty("os.arch", ""))
                .orElseThrow(() -> none(
                        "its system calls are not known for " + System.getProperty("os.arch"),
                        "build on x86-64 or AArch64"));
        Path seccomp = scratch.resolve("seccomp.bpf");
        Files.write(seccomp, filter);
        boolean root = Integer.valueOf(0).equals(Files.getAttribute(scratch, "unix:uid"));
        return new Sandbox(program, scratch, seccomp, root);
    }

    static UserException none(String cause, String remedy) {
        return new UserException(
                Exit.INCOMPLETE,
                "there is no sandbox to build in",
                cause,
                remedy + "; or build without one, which the provenance then says: --unsafe-no-sandbox");
    }

    Path program() {
        return bubblewrap;
    }

    /** Whether the driver is to become the build's user by itself. */
    boolean asRoot() {
        return root;
    }

    /** What is mounted besides the system. */
    record Mount(Path from, String to, boolean writable) {}

    /**
     * The command that runs a program inside.
     *
     * @param disk bytes that may be written
     * @param privileged whether the program starts with what it needs to become the build's user; else without any right
     */
    List<String> argv(
            Conditions c, Interpreter python, List<Mount> mounts, long disk, boolean privileged, List<String> program)
            throws IOException {
        List<String> argv = new ArrayList<>();
        // the shell opens the filter's file for bubblewrap, which takes it as a descriptor; env leaves it no variable
        // of the shell's
        argv.addAll(List.of("/bin/sh", "-c", "exec 9<\"$1\"; shift; exec env -i \"$@\"", "sh", seccomp.toString()));
        argv.add(bubblewrap.toString());
        argv.addAll(
                List.of("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"));
        if (!root) {
            argv.addAll(
                    List.of("--unshare-user", "--uid", Integer.toString(c.uid()), "--gid", Integer.toString(c.uid())));
        }
        argv.addAll(List.of(
                "--die-with-parent", "--new-session", "--clearenv", "--hostname", c.host(), "--cap-drop", "ALL"));
        if (privileged) {
            for (String capability : root
                    ? List.of("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP", "CAP_NET_BIND_SERVICE")
                    : List.of("CAP_SETPCAP", "CAP_NET_BIND_SERVICE")) {
                argv.addAll(List.of("--cap-add", capability));
            }
        }
        system(argv, python);
        etc(argv, c);
        argv.addAll(List.of("--proc", "/proc", "--dir", "/dev"));
        for (String device : DEVICES) {
            argv.addAll(List.of("--dev-bind", device, device));
        }
        argv.addAll(List.of("--symlink", "urandom", "/dev/random", "--symlink", "/proc/self/fd", "/dev/fd"));
        argv.addAll(List.of(
                "--symlink",
                "/proc/self/fd/0",
                "/dev/stdin",
                "--symlink",
                "/proc/self/fd/1",
                "/dev/stdout",
                "--symlink",
                "/proc/self/fd/2",
                "/dev/stderr"));
        String size = Long.toString(disk);
        argv.addAll(List.of("--perms", "1777", "--size", size, "--tmpfs", "/build"));
        argv.addAll(List.of("--symlink", "build/tmp", "/tmp")); // one limit for all that is written
        argv.addAll(List.of("--perms", "1777", "--size", Long.toString(SHARED_MEMORY), "--tmpfs", "/dev/shm"));
        for (Mount m : mounts) {
            argv.addAll(List.of(m.writable() ? "--bind" : "--ro-bind", m.from().toString(), m.to()));
        }
        argv.addAll(List.of("--remount-ro", "/", "--chdir", "/build", "--seccomp", "9", "--"));
        argv.addAll(program);
        return argv;
    }

    private void system(List<String> argv, Interpreter python) throws IOException {
        argv.addAll(List.of("--ro-bind", "/usr", "/usr"));
        for (String folder : SYSTEM) {
            Path path = Path.of(folder);
            if (Files.isSymbolicLink(path)) {
                argv.addAll(List.of("--symlink", Files.readSymbolicLink(path).toString(), folder));
            } else if (Files.isDirectory(path)) {
                argv.addAll(List.of("--ro-bind", folder, folder));
            }
        }
        Set<Path> own = new LinkedHashSet<>(List.of(python.prefix()));
        if (!python.program().startsWith(python.prefix())) {
            own.add(python.program());
        }
        for (Path p : own) {
            if (!p.startsWith("/usr")) {
                parents(argv, p);
                argv.addAll(List.of("--ro-bind", p.toString(), p.toString()));
            }
        }
    }

    /** Made beforehand: bubblewrap gives folders that it makes on the way the modes that they have outside. */
    private static void parents(List<String> argv, Path path) {
        for (int i = 1; i < path.getNameCount(); i++) {
            argv.addAll(List.of("--perms", "0755", "--dir", "/" + path.subpath(0, i)));
        }
    }

    private void etc(List<String> argv, Conditions c) throws IOException {
        Path etc = scratch.resolve("etc-" + c.user());
        Files.createDirectories(etc);
        Map<String, String> files = Map.of(
                "passwd",
                        "root:x:0:0::/:/bin/false\n" + c.user() + ":x:" + c.uid() + ":" + c.uid() + "::" + c.home()
                                + ":/bin/sh\n",
                "group", "root:x:0:\n" + c.user() + ":x:" + c.uid() + ":\n",
                "hosts", "127.0.0.1 localhost " + c.host() + "\n::1 localhost\n",
                "resolv.conf", "nameserver 127.0.0.1\noptions timeout:2 attempts:1\n",
                "nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
        argv.addAll(List.of("--dir", "/etc"));
        for (Map.Entry<String, String> f : files.entrySet()) {
            Path file = etc.resolve(f.getKey());
            Scratch.readable(Files.writeString(file, f.getValue(), StandardCharsets.UTF_8));
            argv.addAll(List.of("--ro-bind", file.toString(), "/etc/" + f.getKey()));
        }
        for (String file : SYSTEM_FILES) {
            argv.addAll(List.of("--ro-bind-try", file, file));
        }
    }

    /** The first line of {@code bwrap --version}. */
    Optional<String> version() {
        return Programs.version(bubblewrap, "--version");
    }
}
