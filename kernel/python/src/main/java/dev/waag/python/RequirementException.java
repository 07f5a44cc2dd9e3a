package dev.waag.python;

/** A requirement, version specifier, marker or tag does not follow its standard. The message says what is wrong, in one line fit for people. */
public final class RequirementException extends Exception {
    private static final long serialVersionUID = 1;

    private final int column;

    /** The column counts from 1, in characters of the text that was read. */
    public RequirementException(String message, int column) {
        super(message);
        this.column = column;
    }

    /** Where in the text, counted from 1. */
    public int column() {
        return column;
    }
}
