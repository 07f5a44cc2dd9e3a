package dev.waag.code;

/** When code runs, the earliest first. */
public enum Phase {
    /** While pip installs or builds: {@code setup.py}, its commands, the hooks of an in-tree build backend. */
    INSTALL("at install"),
    /** At every start of the interpreter: {@code .pth} lines, {@code sitecustomize}. */
    START("at interpreter start"),
    /** When the module is imported. */
    IMPORT("at import"),
    /** Only when somebody calls it. */
    CALL("when called");

    private final String text;

    Phase(String text) {
        this.text = text;
    }

    /** As it is read in a message: {@code at install}. */
    public String text() {
        return text;
    }
}
