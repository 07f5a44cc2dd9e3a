package dev.waag.pipeline;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines that the commits of a {@code git log --patch --unified=0 --format="commit %H"} add. */
final class HistoryLines {
    interface To {
        void line(String commit, String path, int number, String text);
    }

    private static final Pattern HUNK = Pattern.compile("@@ -\\d+(?:,\\d+)? \\+(\\d+)(?:,(\\d+))? @@.*");

    private HistoryLines() {}

    static void each(String log, To to) {
        String commit = "";
        String path = "";
        int number = 0;
        int left = 0;
        int at = 0;
        while (at < log.length()) {
            int end = log.indexOf('\n', at);
            end = end < 0 ? log.length() : end;
            String line = log.substring(at, end);
            at = end + 1;
            Matcher hunk = left == 0 && line.startsWith("@@") ? HUNK.matcher(line) : null;
            if (left > 0 && line.startsWith("+")) {
                to.line(commit, path, number++, line.substring(1));
                left--;
            } else if (left > 0 && (line.startsWith("-") || line.startsWith("\\"))) {
                continue;
            } else if (line.startsWith("commit ") && line.length() >= 47) {
                commit = line.substring(7);
                left = 0;
            } else if (line.startsWith("+++ ")) {
                path = path(line.substring(4));
            } else if (hunk != null && hunk.matches()) {
                number = Integer.parseInt(hunk.group(1));
                left = hunk.group(2) == null ? 1 : Integer.parseInt(hunk.group(2));
            }
        }
    }

    /** Git quotes a path that has a quote or a control character, and ends one that has a blank with a tab. */
    private static String path(String written) {
        String path = written.endsWith("\t") ? written.substring(0, written.length() - 1) : written;
        path = path.startsWith("\"") && path.endsWith("\"") ? path.substring(1, path.length() - 1) : path;
        return path.startsWith("b/") ? path.substring(2) : path;
    }
}
