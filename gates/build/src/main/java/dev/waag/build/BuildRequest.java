package dev.waag.build;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What to build, and how.
 *
 * @param folder the project's
 * @param out where the distributions go; made where it is not there
 * @param sdist whether the sdist is wanted; it is made in any case, for the wheel is built from it
 * @param wheel whether the wheel is wanted
 * @param verify whether to build again under other conditions, and compare
 * @param baseline the folder of a build that is known to be good
 * @param index the gate's URL that project pages lie below, ending in a slash
 * @param sandboxed false only where the user said so
 * @param embedSbom whether the wheel carries its bill of materials (PEP 770)
 * @param relock whether the lock is to be made anew
 * @param python the program that builds; without one, the python3 of the PATH
 * @param environment of the caller: for git, the index and programs; the build sees none of it
 * @param waag this program's version
 */
public record BuildRequest(
        Path folder,
        Path out,
        boolean sdist,
        boolean wheel,
        boolean verify,
        Optional<Path> baseline,
        URI index,
        BuildLimits limits,
        boolean sandboxed,
        boolean embedSbom,
        boolean relock,
        Optional<String> python,
        Map<String, String> environment,
        String waag) {
    public BuildRequest {
        environment = Map.copyOf(environment);
    }

    /** The project's folder, whole. */
    Path source() {
        if (!Files.isDirectory(folder)) {
            throw new UserException(
                    Exit.USAGE,
                    "there is no folder " + folder,
                    "the path is misspelt, or it is a file",
                    "name the project's folder");
        }
        return folder.toAbsolutePath().normalize();
    }
}
