package dev.waag.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A started program and all that it started in turn.
 *
 * <p>A child whose parent is gone belongs to the init process and is no longer found from the program downwards. On Linux each
 * program is therefore started in a session of its own (setsid(1)), which children keep, and is found by it in proc(5). Elsewhere
 * only those children are found whose parents still live.
 */
final class ProcessTree {
    private static final Path PROC = Path.of("/proc");
    /** A program that forks while it is being killed is caught by looking again; a fork bomb is not worth more rounds than this. */
    private static final int ROUNDS = 50;

    private final Process root;
    private final boolean ownSession;

    ProcessTree(Process root, boolean ownSession) {
        this.root = root;
        this.ownSession = ownSession;
    }

    /** The program that starts another one in a new session, where this system has it. */
    static Optional<Path> sessionStarter() {
        return Files.isRegularFile(PROC.resolve("self/stat")) ? Processes.find("setsid") : Optional.empty();
    }

    /** Ends every process of the tree at once (SIGKILL). */
    void kill() {
        for (int i = 0; i < ROUNDS; i++) {
            List<ProcessHandle> alive = alive();
            if (alive.isEmpty()) {
                return;
            }
            alive.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** The processes of the tree that still run. */
    List<ProcessHandle> alive() {
        List<ProcessHandle> alive = new ArrayList<>();
        if (root.isAlive()) {
            root.descendants().forEach(alive::add);
            alive.add(root.toHandle());
        }
        if (ownSession) {
            addSession(alive);
        }
        return alive;
    }

    private void addSession(List<ProcessHandle> alive) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : all) {
                long pid = Long.parseLong(process.getFileName().toString());
                if (pid != root.pid() && isLiveMember(process.resolve("stat"))) {
                    ProcessHandle.of(pid).ifPresent(alive::add);
                }
            }
        } catch (IOException e) {
            // Without proc(5) the tree is what its living parents know.
            return;
        }
    }

    /** proc(5): {@code pid (name) state parent group session …}; the name may hold anything, so what follows its last parenthesis counts. */
    private boolean isLiveMember(Path stat) {
        try {
            String text = new String(Files.readAllBytes(stat), StandardCharsets.ISO_8859_1);
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", 5);
            return fields.length == 5 && !fields[0].equals("Z") && fields[3].equals(Long.toString(root.pid()));
        } catch (IOException e) {
            return false; // it ended meanwhile
        }
    }
}
