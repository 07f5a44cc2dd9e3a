package dev.waag.advisory;

/** The bytes are not an index of advisories, or not all of one, or not those that were written. */
public final class BrokenIndexException extends RuntimeException {
    BrokenIndexException(String reason) {
        super(reason);
    }
}
