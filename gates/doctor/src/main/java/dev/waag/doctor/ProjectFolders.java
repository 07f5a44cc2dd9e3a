package dev.waag.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Which folders below a project's are not the project: histories, caches, what was built, what was installed. */
public final class ProjectFolders {
    private static final Set<String> OTHERS = Set.of(
            ".git",
            ".hg",
            ".svn",
            "node_modules",
            "__pycache__",
            "build",
            "dist",
            ".tox",
            ".nox",
            ".eggs",
            ".cache",
            ".mypy_cache",
            ".pytest_cache",
            ".ruff_cache",
            "site-packages");

    private ProjectFolders() {}

    /** Whether a folder below a project's is passed over. */
    public static boolean passedOver(Path folder) {
        Path name = folder.getFileName();
        return name != null && OTHERS.contains(name.toString()) || isEnvironment(folder);
    }

    /** A virtual environment. */
    static boolean isEnvironment(Path folder) {
        return folder.endsWith(".venv") || folder.endsWith("venv") || Files.exists(folder.resolve("pyvenv.cfg"));
    }
}
