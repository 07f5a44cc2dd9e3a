package dev.waag.check;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.doctor.ProjectFolders;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * A folder and those below it in which a project's locks and manifests may lie: not its history, its environments, its caches and what was
 * built ({@link ProjectFolders}). Links are not followed.
 */
final class Folders {
    /** Folders looked at; more is no project, and whoever asks is told rather than left to wait. */
    static final int MOST = 20_000;

    private Folders() {}

    /**
     * In order of their paths, the folder itself first.
     *
     * @throws UserException (incomplete) where there are too many, or one cannot be read
     */
    static List<Path> of(Path folder, List<PathMatcher> excluded) {
        List<Path> folders = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
                    if (!each.equals(folder) && (ProjectFolders.passedOver(each) || matches(excluded, folder, each))) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    if (folders.size() == MOST) {
                        throw new UserException(
                                Exit.INCOMPLETE,
                                folder + " has more than " + MOST + " folders (limit: folders)",
                                "it is no project, or it holds what is none of it",
                                "name the projects in it, or leave folders out with --exclude");
                    }
                    folders.add(each);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "it cannot be searched: " + e.getMessage(),
                    "its permissions, or its disk",
                    "run it as somebody who may read it, or leave it out with --exclude");
        }
        folders.sort(null);
        return folders;
    }

    /** Whether one of the globs means that file or folder: by its path below the searched folder, or by its name alone. */
    static boolean matches(List<PathMatcher> globs, Path searched, Path each) {
        Path below = searched.toString().isEmpty() ? each : searched.relativize(each);
        Path name = each.getFileName();
        return globs.stream().anyMatch(g -> g.matches(below) || name != null && g.matches(name));
    }

    /** Whether the globs leave out a file below the searched folder, or a folder that it lies in. */
    static boolean leftOut(List<PathMatcher> globs, Path below) {
        for (int i = 1; i <= below.getNameCount(); i++) {
            if (matches(globs, Path.of(""), below.subpath(0, i))) {
                return true;
            }
        }
        return false;
    }

    /** @throws UserException (usage) where one is no glob */
    static List<PathMatcher> globs(List<String> texts) {
        List<PathMatcher> globs = new ArrayList<>();
        for (String text : texts) {
            try {
                globs.add(FileSystems.getDefault().getPathMatcher("glob:" + text.replaceFirst("/+$", "")));
            } catch (PatternSyntaxException e) {
                throw new UserException(
                        Exit.USAGE,
                        "--exclude '" + text + "' is no glob: " + e.getDescription(),
                        "a bracket or brace is not closed, or an escape is wrong",
                        "write a name or a path below the folder, such as tests or examples/**");
            }
        }
        return globs;
    }
}
