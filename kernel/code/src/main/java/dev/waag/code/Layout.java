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
        boolean high = false;
        int run = 0;
        boolean text = false;
        int line = 1;
        for (int i = 0; i < b.length; i++) {
            byte c = b[i];
            if (c == '\n') {
                line++;
                run = 0;
                text = false;
            } else if (c == ' ' || c == '\t') {
                run++;
            } else {
                if (run >= FAR && c != '#' && c != '\r' && c != '\\' && c != '"' && c != '\'' && isHidden(b, i, text)) {
                    findings.add(Signal.HIDDEN_BY_SPACE, phase, line, "has code behind " + run + " blanks", line(b, i));
                }
                run = 0;
                text = true;
                high |= c < 0;
            }
        }
        return high && Characters.look(source, phase, findings) || source.odd().isPresent();
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
