package dev.waag.python;

/** A place in a text that is read from its front: what the grammar of dependency specifiers needs. */
final class Cursor {
    private final String text;
    private int at;

    Cursor(String text) {
        this.text = text;
    }

    int at() {
        return at;
    }

    void moveTo(int index) {
        at = index;
    }

    String text() {
        return text;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /** The character here; NUL, which no grammar has, at the end. */
    char peek() {
        return atEnd() ? '\0' : text.charAt(at);
    }

    boolean accept(char c) {
        boolean there = !atEnd() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    /** Passes spaces and tabs, the only white space that the grammar has; false where there are none. */
    boolean skipBlanks() {
        int start = at;
        while (!atEnd() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at > start;
    }

    /** The letters, digits, underscores and dots from here on, which are not passed. */
    String peekWord() {
        int end = at;
        while (end < text.length() && isWordCharacter(text.charAt(end))) {
            end++;
        }
        return text.substring(at, end);
    }

    /** Passes the name that stands here; {@code ""} where none does. Ends at a letter, digit or underscore. */
    String name() {
        int start = at;
        if (atEnd() || !Ascii.isLetterOrDigit(peek())) {
            return "";
        }
        int end = at;
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Ascii.isLetterOrDigit(c) || c == '_') {
                end = i + 1;
            } else if (c != '.' && c != '-') {
                break;
            }
        }
        at = end;
        return text.substring(start, end);
    }

    RequirementException expected(String what) {
        return error("expected " + what, at);
    }

    RequirementException error(String message, int index) {
        String found = index >= text.length() ? "the end" : Excerpts.of(text.substring(index, textEnd(index)));
        return new RequirementException(message + ", found " + found, index + 1);
    }

    private int textEnd(int index) {
        return Math.min(text.length(), index + 100);
    }

    private static boolean isWordCharacter(char c) {
        return Ascii.isLetterOrDigit(c) || c == '_' || c == '.';
    }
}
