package dev.waag.core;

/** An error that a person reads, in three parts: what failed, the likely cause, what to do. It ends a command with its exit code. */
public final class UserException extends RuntimeException {
    private final Exit exit;
    private final String cause;
    private final String remedy;

    /** Each part is a sentence without its full stop; cause and remedy may be empty where the first part says it all. */
    public UserException(Exit exit, String what, String cause, String remedy) {
        super(what);
        this.exit = exit;
        this.cause = cause;
        this.remedy = remedy;
    }

    public Exit exit() {
        return exit;
    }

    /** The three parts, a line each. */
    public String render() {
        StringBuilder text = new StringBuilder(String.valueOf(getMessage()));
        if (!cause.isEmpty()) {
            text.append("\n  cause: ").append(cause);
        }
        if (!remedy.isEmpty()) {
            text.append("\n  to do: ").append(remedy);
        }
        return text.toString();
    }
}
