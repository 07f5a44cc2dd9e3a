package dev.waag.build;

import java.util.List;

/** The end of what a program printed, fit for a terminal. */
final class Tail {
    private Tail() {}

    static String of(String text, int lines) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c == '\n' || c == '\t' || c >= ' ' && (c < 0x7f || c > 0x9f))
                .forEach(clean::appendCodePoint);
        List<String> all =
                clean.toString().strip().lines().filter(l -> !l.isBlank()).toList();
        return String.join("\n    ", all.subList(Math.max(0, all.size() - lines), all.size()));
    }
}
