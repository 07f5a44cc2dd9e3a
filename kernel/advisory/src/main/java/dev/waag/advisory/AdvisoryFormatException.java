package dev.waag.advisory;

/** An advisory that is not of the OSV format; the message says where in it and why. */
public final class AdvisoryFormatException extends Exception {
    private final int line;
    private final int column;

    AdvisoryFormatException(int line, int column, String reason) {
        super((line > 0 ? "line " + line + ", column " + column + ": " : "") + reason);
        this.line = line;
        this.column = column;
    }

    /** The line of the fault, from 1; 0 where the record as a whole is at fault. */
    public int line() {
        return line;
    }

    /** The column of the fault, from 1; 0 where the record as a whole is at fault. */
    public int column() {
        return column;
    }
}
