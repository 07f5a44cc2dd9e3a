package dev.waag.inspect;

/** An archive that cannot be read on: damaged, or beyond a limit. What was found is a finding; the message says it too. */
final class ArchiveException extends java.io.IOException {
    ArchiveException(String message) {
        super(message);
    }
}
