package dev.waag.pipeline;

import java.util.ArrayList;
import java.util.List;

/** Splits a script into commands and those into words. */
final class ShellWords {
    /** What a substitution runs. */
    record Inner(String text, int line) {}

    private final String text;
    private int at;
    private int now;
    private int line;
    private final List<String> words = new ArrayList<>();
    private final List<Inner> inner = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private final StringBuilder redirects = new StringBuilder();
    private final List<String> heredocs = new ArrayList<>();
    private boolean begun;

    /** @param line the number that the first line has */
    ShellWords(String text, int line) {
        this.text = text;
        this.now = line;
        this.line = line;
    }

    int line() {
        return line;
    }

    List<String> words() {
        return List.copyOf(words);
    }

    List<Inner> inner() {
        return List.copyOf(inner);
    }

    /** What its output and input are redirected to. */
    String redirects() {
        return redirects.toString();
    }

    /** Goes to the next command; false at the end. */
    boolean next() {
        words.clear();
        inner.clear();
        redirects.setLength(0);
        while (at < text.length()) {
            if (one()) {
                flush();
                if (!words.isEmpty() || !inner.isEmpty()) {
                    return true;
                }
            }
        }
        flush();
        return !words.isEmpty() || !inner.isEmpty();
    }

    /** Takes one character or more; true where a command ends. */
    private boolean one() {
        char c = text.charAt(at);
        if (c == '\n') {
            at++;
            now++;
            heredocs();
            return true;
        } else if (text.startsWith("${{", at)) {
            int end = text.indexOf("}}", at);
            add(end < 0 ? text.substring(at) : text.substring(at, end + 2));
            at = end < 0 ? text.length() : end + 2;
        } else if ((c == '\\' || c == '`') && at + 1 < text.length() && text.charAt(at + 1) == '\n') {
            at += 2;
            now++;
        } else if (c == '\\' && at + 1 < text.length()) {
            add(text.substring(at + 1, at + 2));
            at += 2;
        } else if (c == '\'' || c == '"') {
            quoted(c);
        } else if (c == '$' && at + 1 < text.length() && text.charAt(at + 1) == '(') {
            substitution();
        } else if (c == '`') {
            int end = text.indexOf('`', at + 1);
            inner.add(new Inner(text.substring(at + 1, end < 0 ? text.length() : end), now));
            at = end < 0 ? text.length() : end + 1;
            add("`");
        } else if (c == '#' && !begun) {
            while (at < text.length() && text.charAt(at) != '\n') {
                at++;
            }
        } else if (c == ';' || c == '|' || c == '(' || c == ')' || c == '&' && !redirected()) {
            at++;
            return true;
        } else if (c == '<' || c == '>') {
            redirect();
        } else if (Character.isWhitespace(c)) {
            flush();
            at++;
        } else {
            add(text.substring(at, at + 1));
            at++;
        }
        return false;
    }

    private boolean redirected() {
        return at > 0 && text.charAt(at - 1) == '>' || at + 1 < text.length() && text.charAt(at + 1) == '>';
    }

    private void redirect() {
        flush();
        if (text.startsWith("<<", at) && !text.startsWith("<<<", at)) {
            int from = at + 2;
            from += from < text.length() && text.charAt(from) == '-' ? 1 : 0;
            while (from < text.length() && text.charAt(from) == ' ') {
                from++;
            }
            int end = from;
            while (end < text.length()
                    && !Character.isWhitespace(text.charAt(end))
                    && ";|&)".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            heredocs.add(text.substring(from, end).replaceAll("['\"\\\\]", ""));
            at = end;
            return;
        }
        int end = at;
        while (end < text.length() && "<>&".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        int from = end;
        while (end < text.length()
                && !Character.isWhitespace(text.charAt(end))
                && ";|)".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        redirects.append(" > ").append(text, from, end);
        at = end;
    }

    /** Skips the lines that belong to {@code <<EOF}. */
    private void heredocs() {
        for (String end : heredocs) {
            while (at < text.length()) {
                int next = text.indexOf('\n', at);
                String one = next < 0 ? text.substring(at) : text.substring(at, next);
                at = next < 0 ? text.length() : next + 1;
                now++;
                if (one.strip().equals(end)) {
                    break;
                }
            }
        }
        heredocs.clear();
    }

    private void quoted(char quote) {
        begin();
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at);
            if (c == '\n') {
                now++;
            }
            if (quote == '"' && c == '\\' && at + 1 < text.length() && "\"\\$`\n".indexOf(text.charAt(at + 1)) >= 0) {
                at++;
                word.append(text.charAt(at));
                now += text.charAt(at) == '\n' ? 1 : 0;
            } else if (quote == '"' && c == '$' && text.startsWith("$(", at)) {
                substitution();
                continue;
            } else {
                word.append(c);
            }
            at++;
        }
        at++;
    }

    private void substitution() {
        int open = 0;
        int end = at + 1;
        for (; end < text.length(); end++) {
            char c = text.charAt(end);
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (open == 0) {
                break;
            }
        }
        String all = text.substring(at, Math.min(text.length(), end + 1));
        begin();
        inner.add(new Inner(text.substring(Math.min(text.length(), at + 2), Math.min(text.length(), end)), now));
        word.append(all);
        now += (int) all.chars().filter(c -> c == '\n').count();
        at = Math.min(text.length(), end + 1);
    }

    private void add(String some) {
        begin();
        word.append(some);
        now += (int) some.chars().filter(c -> c == '\n').count();
    }

    private void begin() {
        if (words.isEmpty() && !begun) {
            line = now;
        }
        begun = true;
    }

    private void flush() {
        if (begun) {
            words.add(word.toString());
            word.setLength(0);
            begun = false;
        }
    }
}
