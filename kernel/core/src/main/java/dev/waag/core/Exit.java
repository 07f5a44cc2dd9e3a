package dev.waag.core;

/** The exit codes of every command. */
public enum Exit {
    /** Done and clean. */
    OK(0),
    /** Findings, or a refusal. */
    FINDINGS(1),
    /** Wrong usage or configuration. */
    USAGE(2),
    /** Could not be completed, so nothing is known. */
    INCOMPLETE(3);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
