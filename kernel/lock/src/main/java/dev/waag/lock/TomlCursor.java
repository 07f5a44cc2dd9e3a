package dev.waag.lock;

/** A place in a TOML text that moves on, and knows its line. */
final class TomlCursor {
    static final char END = '\uffff';

    private final String file;
    private final String text;
    private final int length;
    private int at;
    private int line = 1;
    private int lineStart;

    TomlCursor(String file, String text) {
        this.file = file;
        this.text = text;
        length = text.length();
    }

    String file() {
        return file;
    }

    String text() {
        return text;
    }

    int at() {
        return at;
    }

    int line() {
        return line;
    }

    int column() {
        return at - lineStart + 1;
    }

    boolean ended() {
        return at >= length;
    }

    /** The character here; {@link #END} after the last. */
    char here() {
        return at < length ? text.charAt(at) : END;
    }

    char ahead(int offset) {
        return at + offset < length ? text.charAt(at + offset) : END;
    }

    /** Moves within the line. */
    void skip(int count) {
        at += count;
    }

    boolean skip(char c) {
        if (at < length && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    void expect(char c, String where) throws LockException {
        if (!skip(c)) {
            throw wrong("expected '" + c + "' " + where + ", found " + found());
        }
    }

    /** Passes tabs and spaces. */
    void skipBlanks() {
        while (at < length && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    /** Passes a line feed, alone or after a carriage return. */
    boolean skipLineEnd() {
        int feed = here() == '\r' ? at + 1 : at;
        if (feed < length && text.charAt(feed) == '\n') {
            at = feed + 1;
            line++;
            lineStart = at;
            return true;
        }
        return false;
    }

    void skipComment() throws LockException {
        if (here() != '#') {
            return;
        }
        at++;
        while (at < length && !atLineEnd()) {
            checkCharacter("a comment");
            at++;
        }
    }

    /** Passes blanks, line ends and comments. */
    void skipLines() throws LockException {
        do {
            skipBlanks();
            skipComment();
        } while (skipLineEnd());
    }

    boolean atLineEnd() {
        char c = here();
        return c == '\n' || c == '\r' && ahead(1) == '\n';
    }

    /** Control characters other than tab may stand nowhere; nor may half a surrogate pair, which the decoder lets through in no text. */
    void checkCharacter(String where) throws LockException {
        char c = text.charAt(at);
        if (c < ' ' && c != '\t' || c == 0x7f) {
            throw wrong("the control character U+" + hex(c) + " in " + where);
        }
    }

    String found() {
        if (ended()) {
            return "the end of the file";
        }
        return atLineEnd() ? "the end of the line" : LockException.quote(String.valueOf(here()));
    }

    LockException wrong(String reason) {
        return new LockException(file, line, column(), reason);
    }

    private static String hex(int c) {
        String digits = Integer.toHexString(c);
        return "0000".substring(digits.length()) + digits;
    }
}
