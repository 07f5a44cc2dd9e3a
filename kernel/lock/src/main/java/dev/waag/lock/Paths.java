package dev.waag.lock;

import java.util.ArrayList;
import java.util.List;

/** Paths as text: nothing is looked up, so a link in the middle of one is not seen. */
final class Paths {
    private Paths() {}

    /** The path that a file names, seen from that file's folder. URLs and absolute paths stay; one beside a URL is joined to it. */
    static String join(String file, String reference) {
        if (isUrl(reference)) {
            return reference;
        }
        int slash = file.lastIndexOf('/');
        if (isUrl(file)) {
            return file.substring(0, slash + 1) + reference;
        }
        return normalize(reference.startsWith("/") || slash < 0 ? reference : file.substring(0, slash + 1) + reference);
    }

    /** Without {@code .} and, where a folder stands before it, {@code ..}. */
    static String normalize(String path) {
        if (isUrl(path)) {
            return path;
        }
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/")) {
            if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return (path.startsWith("/") ? "/" : "") + String.join("/", parts);
    }

    private static boolean isUrl(String path) {
        return path.regionMatches(true, 0, "http:", 0, 5)
                || path.regionMatches(true, 0, "https:", 0, 6)
                || path.regionMatches(true, 0, "file:", 0, 5);
    }
}
