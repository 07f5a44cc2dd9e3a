package dev.waag.attest;

/** Evidence that cannot be read: malformed, too large, or of a kind or version that is not known. It proves nothing. */
public final class EvidenceException extends Exception {
    public EvidenceException(String reason) {
        super(reason);
    }

    /** Why it cannot be read, for people. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
