package dev.waag.check;

import java.nio.file.Path;
import java.util.List;

/**
 * One lock to make.
 *
 * @param folder the project's, where the tool starts
 * @param lock the file that it makes
 * @param argv the command that makes it anew
 */
public record LockJob(LockTool tool, Path folder, Path lock, List<String> argv) {
    public LockJob {
        argv = List.copyOf(argv);
    }

    /** The same in another folder that has the same files at the same places. */
    LockJob in(Path otherFolder) {
        return new LockJob(tool, otherFolder, otherFolder.resolve(folder.relativize(lock)), argv);
    }
}
