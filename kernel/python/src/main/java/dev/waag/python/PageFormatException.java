package dev.waag.python;

/** What an index sent, a page or an archive, does not follow its format. The message says what is wrong, in one line fit for people. */
public final class PageFormatException extends Exception {
    private static final long serialVersionUID = 1;

    public PageFormatException(String message) {
        super(message);
    }

    public PageFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
