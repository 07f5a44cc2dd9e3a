package dev.waag.lock;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A requirements file's text as logical lines, by the steps of pip's {@code req_file.py}: split, join, take comments off, expand. */
final class LogicalLines {
    /** Of one line: those by which tools tell who needs a pin. */
    private static final int MOST_COMMENTS = 1_000;

    private final List<LogicalLine> lines = new ArrayList<>();
    private List<String> comments = new ArrayList<>(0);
    private final StringBuilder joined = new StringBuilder();
    private int joinedFrom;

    private LogicalLines() {}

    /** The logical lines of a file; more than the limit allows are an error. */
    static List<LogicalLine> of(String file, String text, LockLimits limits) throws LockException {
        LogicalLines reader = new LogicalLines();
        int number = 0;
        int start = 0;
        while (start < text.length()) {
            int end = start;
            while (end < text.length() && !isLineEnd(text.charAt(end))) {
                end++;
            }
            reader.physical(++number, text.substring(start, end));
            if (reader.lines.size() > limits.requirements()) {
                throw new LockException(
                        file, number, 1, "more than " + limits.requirements() + " requirements (limit: requirements)");
            }
            start = text.startsWith("\r\n", end) ? end + 2 : end + 1;
        }
        if (reader.joinedFrom > 0) {
            reader.logical(reader.joinedFrom, reader.joined.toString());
        }
        return reader.lines;
    }

    /** Step 2: a line that ends with a backslash goes on in the next, unless it is a comment. */
    private void physical(int number, String line) {
        boolean comment = isComment(line);
        if (line.endsWith("\\") && !comment) {
            joinedFrom = joinedFrom == 0 ? number : joinedFrom;
            joined.append(withoutBackslashes(line));
        } else if (joinedFrom > 0) {
            // The space lets a comment that ends a joined line begin one.
            joined.append(comment ? " " : "").append(line);
            int from = joinedFrom;
            joinedFrom = 0;
            String text = joined.toString();
            joined.setLength(0);
            logical(from, text);
        } else {
            logical(number, line);
        }
    }

    /** Step 3: comments off. */
    private void logical(int number, String line) {
        int comment = commentStart(line);
        String text = strip(comment < 0 ? line : line.substring(0, comment));
        if (!text.isEmpty()) {
            comments = new ArrayList<>(2);
            lines.add(new LogicalLine(number, text, comments));
        }
        if (comment >= 0 && comments.size() < MOST_COMMENTS) {
            comments.add(line.substring(comment + 1));
        }
    }

    /**
     * Step 4: {@code ${NAME}} of upper-case letters, digits and underscores, where the variable is set and not empty. One after the other
     * as they stand in the text, each wherever it then is: a value that holds another's name is expanded too if that one comes later.
     */
    static String expand(String text, Map<String, String> environment) {
        List<String> names = variables(text, environment);
        Set<String> done = new HashSet<>();
        String expanded = text;
        for (String name : names) {
            // Only a value can bring a name back that was expanded already.
            if (done.add(name) || isInValue(name, done, environment)) {
                expanded = expanded.replace("${" + name + "}", environment.getOrDefault(name, ""));
            }
        }
        return expanded;
    }

    private static boolean isInValue(String name, Set<String> names, Map<String, String> environment) {
        for (String other : names) {
            if (environment.getOrDefault(other, "").contains("${" + name + "}")) {
                return true;
            }
        }
        return false;
    }

    /** The names of variables that have a value, as often as they stand there. */
    private static List<String> variables(String text, Map<String, String> environment) {
        List<String> names = new ArrayList<>(0);
        for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", at + 2)) {
            int end = at + 2;
            while (end < text.length() && isVariable(text.charAt(end))) {
                end++;
            }
            if (end > at + 2 && end < text.length() && text.charAt(end) == '}') {
                String name = text.substring(at + 2, end);
                if (!environment.getOrDefault(name, "").isEmpty()) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** White space as Python's {@code str.strip} and {@code \s} have it. */
    static boolean isSpace(char c) {
        return c == ' '
                || c >= '\t' && c <= '\r'
                || c >= 0x1c && c <= 0x1f
                || c == 0x85
                || c > 0x85 && Character.isSpaceChar(c);
    }

    static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** Where Python's {@code str.splitlines} ends a line; more than other readers do, and what pip installs is decided there. */
    private static boolean isLineEnd(char c) {
        return c >= '\n' && c <= '\r' || c >= 0x1c && c <= 0x1e || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    private static boolean isVariable(char c) {
        return c >= 'A' && c <= 'Z' || TomlScalars.isDigit(c) || c == '_';
    }

    private static boolean isComment(String line) {
        int at = 0;
        while (at < line.length() && isSpace(line.charAt(at))) {
            at++;
        }
        return at < line.length() && line.charAt(at) == '#';
    }

    /** The first {@code #} that begins the line or follows white space; -1 where there is none. */
    private static int commentStart(String line) {
        int at = line.indexOf('#');
        while (at > 0 && !isSpace(line.charAt(at - 1))) {
            at = line.indexOf('#', at + 1);
        }
        return at;
    }

    private static String withoutBackslashes(String line) {
        int start = 0;
        int end = line.length();
        while (start < end && line.charAt(start) == '\\') {
            start++;
        }
        while (end > start && line.charAt(end - 1) == '\\') {
            end--;
        }
        return line.substring(start, end);
    }
}
