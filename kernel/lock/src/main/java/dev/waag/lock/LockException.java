package dev.waag.lock;

/** A lock or manifest that cannot be read as its format has it. The cause is one line fit for people. */
public final class LockException extends Exception {
    private static final long serialVersionUID = 1;
    private static final int LONGEST_QUOTE = 80;

    private final String file;
    private final int line;
    private final int column;
    private final String reason;

    /** Line and column count from 1; a line of 0 says that the file as a whole is meant. */
    public LockException(String file, int line, int column, String reason) {
        super(where(file, line, column) + ": " + reason);
        this.file = file;
        this.line = line;
        this.column = column;
        this.reason = reason;
    }

    public String file() {
        return file;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }

    /** What is wrong, without where; the message has both. */
    public String reason() {
        return reason;
    }

    /** Text from a file as a message may show it: short, in quotes, without control characters. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), LONGEST_QUOTE) + 2).append('"');
        for (int i = 0; i < Math.min(text.length(), LONGEST_QUOTE); i++) {
            char c = text.charAt(i);
            out.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '\ufffd' : c);
        }
        return out.append(text.length() > LONGEST_QUOTE ? "…\"" : "\"").toString();
    }

    private static String where(String file, int line, int column) {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
