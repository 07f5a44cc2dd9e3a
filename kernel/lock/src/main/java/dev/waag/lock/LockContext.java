package dev.waag.lock;

import java.util.Map;
import java.util.Optional;

/**
 * What a reader may ask for beside the file itself.
 *
 * @param files where a requirements file finds those that it includes
 * @param environment variables for {@code ${NAME}} in requirements files; empty to leave them as they are
 */
public record LockContext(OtherFiles files, Map<String, String> environment, LockLimits limits) {
    /** No other files, no variables, the default limits. */
    public static final LockContext ALONE = new LockContext(path -> Optional.empty(), Map.of(), LockLimits.DEFAULT);

    public LockContext {
        environment = Map.copyOf(environment);
    }

    /** Gives the files that a requirements file refers to. */
    @FunctionalInterface
    public interface OtherFiles {
        /**
         * The content of a file; empty where it is not there or may not be read.
         *
         * @param path joined with the folder of the file that names it, as that was given, without {@code .} and {@code ..} where they
         *     can be resolved; or a URL, as written
         */
        Optional<byte[]> find(String path);
    }
}
