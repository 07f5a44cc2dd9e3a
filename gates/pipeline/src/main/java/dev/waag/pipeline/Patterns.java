package dev.waag.pipeline;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Patterns of files below a folder, with slashes: {@code *} and {@code ?} stay within a name, {@code **} goes through folders. A pattern
 * that names a folder means all that is in it.
 */
final class Patterns {
    private static final int DEPTH = 64;

    private Patterns() {}

    /** What is wrong with a pattern; empty where it may be used. */
    static Optional<String> fault(String pattern) {
        if (pattern.isBlank()) {
            return Optional.of("an empty pattern");
        }
        if (pattern.startsWith("/")
                || pattern.startsWith("~")
                || pattern.contains("\\")
                || pattern.matches("[A-Za-z]:.*")) {
            return Optional.of("'" + pattern + "' is not below the pipeline's folder");
        }
        int depth = 0;
        for (String part : pattern.split("/")) {
            depth += part.equals("..") ? -1 : part.isEmpty() || part.equals(".") ? 0 : 1;
            if (depth < 0 || part.equals("..")) {
                return Optional.of("'" + pattern + "' leads outside of the pipeline's folder");
            }
        }
        return Optional.empty();
    }

    /** Without what changes nothing: {@code ./}, doubled slashes, a slash at the end. */
    static String normal(String pattern) {
        return pattern.replaceAll("/+", "/").replaceAll("(^|/)(\\./)+", "$1").replaceAll("(.)/$", "$1");
    }

    static boolean isLiteral(String pattern) {
        return pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0;
    }

    /** Whether a path, with slashes, is meant. */
    static boolean matches(String pattern, String path) {
        return regex(pattern).matcher(path).matches() || isLiteral(pattern) && path.startsWith(pattern + "/");
    }

    static boolean matches(List<String> patterns, String path) {
        return patterns.stream().anyMatch(p -> matches(p, path));
    }

    private static Pattern regex(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (pattern.startsWith("**/", i)) {
                regex.append("(?:[^/]+/)*");
                i += 2;
            } else if (pattern.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /**
     * The files that are meant, by their paths with slashes, in order. Git's own folder is passed over, and so is {@code except} where a
     * pattern does not name it.
     */
    static List<String> files(Path folder, List<String> patterns, Path except) throws IOException {
        TreeSet<String> found = new TreeSet<>();
        for (String pattern : patterns) {
            Path base = folder;
            String[] parts = pattern.split("/");
            int i = 0;
            while (i < parts.length && isLiteral(parts[i])) {
                base = base.resolve(parts[i++]);
            }
            if (!Files.exists(base)) {
                continue;
            }
            Path from = base;
            Pattern regex = regex(pattern);
            boolean literal = isLiteral(pattern);
            Files.walkFileTree(base, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEPTH, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes is) {
                    boolean skip = at.endsWith(".git") || at.equals(except) && !from.startsWith(except);
                    return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
                    String path = folder.relativize(file).toString().replace('\\', '/');
                    if (is.isRegularFile() && (literal || regex.matcher(path).matches())) {
                        found.add(path);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE; // a link to nowhere, or a circle of links
                }
            });
        }
        return List.copyOf(found);
    }
}
