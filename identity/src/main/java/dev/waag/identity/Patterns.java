package dev.waag.identity;

import dev.waag.python.ProjectName;
import java.util.Optional;

/** Names of projects, or patterns with {@code *} for any characters. */
final class Patterns {
    private Patterns() {}

    /** A name or pattern in its normal form; empty where it is neither. */
    static Optional<String> parse(String text) {
        if (text.indexOf('*') < 0) {
            return ProjectName.parse(text).map(ProjectName::value);
        }
        String normal = ProjectName.normalize(text.strip());
        return normal.matches("[a-z0-9*-]{2,200}") && normal.chars().anyMatch(c -> c != '*' && c != '-')
                ? Optional.of(normal)
                : Optional.empty();
    }

    static boolean matches(String pattern, String name) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(name);
        }
        String[] parts = pattern.split("\\*", -1);
        String last = parts[parts.length - 1];
        if (!name.startsWith(parts[0]) || !name.endsWith(last) || name.length() < parts[0].length() + last.length()) {
            return false;
        }
        int at = parts[0].length();
        int end = name.length() - last.length();
        for (int i = 1; i < parts.length - 1; i++) {
            int found = name.indexOf(parts[i], at);
            if (found < 0 || found + parts[i].length() > end) {
                return false;
            }
            at = found + parts[i].length();
        }
        return true;
    }
}
