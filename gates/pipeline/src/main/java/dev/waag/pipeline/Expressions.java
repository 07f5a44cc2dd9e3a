package dev.waag.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The <code>${{ … }}</code> of a text. */
final class Expressions {
    /**
     * One of them.
     *
     * @param bare what stands between the braces
     * @param line the text's line that it begins in, from 0
     * @param start where its <code>${{</code> begins
     * @param end behind its braces
     */
    record Fenced(String bare, int line, int start, int end) {
        /** What it means; empty where it is no expression. */
        Optional<Expression.Read> read() {
            return Expression.read(bare);
        }
    }

    private Expressions() {}

    /** All of them; a text quoted in one may hold braces. */
    static List<Fenced> in(String text) {
        List<Fenced> all = new ArrayList<>();
        int line = 0;
        int counted = 0;
        int start = text.indexOf("${{");
        while (start >= 0) {
            int end = end(text, start + 3);
            if (end < 0) {
                break;
            }
            for (; counted < start; counted++) {
                line += text.charAt(counted) == '\n' ? 1 : 0;
            }
            all.add(new Fenced(text.substring(start + 3, end), line, start, end + 2));
            start = text.indexOf("${{", end + 2);
        }
        return all;
    }

    /** Whether there is any. */
    static boolean isIn(String text) {
        return text.contains("${{");
    }

    /** Whether some expression names a secret, other than the job's own token. */
    static boolean hasSecret(String text) {
        for (Fenced f : in(text)) {
            Optional<Expression.Read> read = f.read();
            if (read.isPresent()
                    ? read.get().named().stream().anyMatch(Expressions::isSecret)
                    : f.bare().toLowerCase(Locale.ROOT).contains("secrets.")) {
                return true;
            }
        }
        return false;
    }

    static boolean isSecret(Expression.Context context) {
        return context.isIn("secrets") && !context.path().equals("secrets.github_token");
    }

    private static int end(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && c == '}' && i + 1 < text.length() && text.charAt(i + 1) == '}') {
                return i;
            }
        }
        return -1;
    }
}
