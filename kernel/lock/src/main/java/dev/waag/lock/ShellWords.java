package dev.waag.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Words as Python's {@code shlex.split} makes them: quotes, and backslashes outside of single ones. */
final class ShellWords {
    private ShellWords() {}

    /** Empty where a quote is not closed or a backslash ends the text. */
    static Optional<List<String>> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote != '\'') {
                if (++i == text.length()) {
                    return Optional.empty();
                }
                // Inside double quotes a backslash escapes only these two.
                if (quote == '"' && text.charAt(i) != '"' && text.charAt(i) != '\\') {
                    word.append('\\');
                }
                word.append(text.charAt(i));
                inWord = true;
            } else if (quote != 0 ? c == quote : c == '"' || c == '\'') {
                quote = quote != 0 ? 0 : c;
                inWord = true;
            } else if (quote == 0 && (c == ' ' || c == '\t' || c == '\r' || c == '\n')) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                inWord = false;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return quote == 0 ? Optional.of(words) : Optional.empty();
    }
}
