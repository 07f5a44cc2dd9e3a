package dev.waag.code;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What the eye does not see: code far to the right, characters without a shape, text that is shown in another order than it runs. */
final class Layout {
    private static final int FAR = 100;

    private Layout() {}

    /** @return whether the source has something in it that asks for a tree, whatever its words */
    static boolean look(Source source, Phase phase, Findings findings) {
        byte[] b = source.utf8();
        source.odd()
                .ifPresent(name -> findings.add(
                        Signal.ODD_ENCODING,
                        phase,
                        1,
                        "is written in an encoding that hides what it says: " + name,
                        line(b, 0)));
        // a run that is long enough has one of every FAR-th bytes in it, so that the others need not be looked at
        int line = 1;
        int counted = 0;
        for (int i = FAR - 1; i < b.length; i += FAR) {
            if (!isBlank(b[i])) {
                continue;
            }
            int from = i;
            while (from > 0 && isBlank(b[from - 1])) {
                from--;
            }
            while (i < b.length && isBlank(b[i])) {
                i++;
            }
            boolean text = from > 0 && b[from - 1] != '\n';
            if (i - from >= FAR && i < b.length && isCode(b[i]) && isHidden(b, i, text)) {
                for (; counted < i; counted++) {
                    line += b[counted] == '\n' ? 1 : 0;
                }
                findings.add(
                        Signal.HIDDEN_BY_SPACE, phase, line, "has code behind " + (i - from) + " blanks", line(b, i));
            }
        }
        return source.high() && Characters.look(source, phase, findings)
                || source.odd().isPresent();
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isCode(byte c) {
        return c != '\n' && c != '#' && c != '\r' && c != '\\' && c != '"' && c != '\'';
    }

    /** Code behind other code on its line, with a semicolon between, or alone far to the right. */
    private static boolean isHidden(byte[] b, int at, boolean text) {
        if (!text) {
            return false;
        }
        int i = at - 1;
        while (i > 0 && (b[i] == ' ' || b[i] == '\t')) {
            i--;
        }
        return b[at] == ';' || b[i] == ';';
    }

    static String line(byte[] b, int at) {
        int end = at;
        while (end < b.length && b[end] != '\n' && end - at < 400) {
            end++;
        }
        return new String(b, at, end - at, UTF_8);
    }
}
