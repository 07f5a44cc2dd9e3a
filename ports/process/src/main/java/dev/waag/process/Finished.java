package dev.waag.process;

import java.nio.charset.StandardCharsets;

/**
 * A program that ended by itself. The arrays are the caller's own.
 *
 * @param exit its exit code; 128 + the signal's number where a signal ended it
 * @param out all of its standard output
 * @param err all of its standard error
 */
@SuppressWarnings("ArrayRecordComponent") // results are read, never compared
public record Finished(int exit, byte[] out, byte[] err) {
    /** Standard output as UTF-8, malformed input replaced. */
    public String outText() {
        return new String(out, StandardCharsets.UTF_8);
    }

    /** Standard error as UTF-8, malformed input replaced. */
    public String errText() {
        return new String(err, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Finished[exit=" + exit + ", " + out.length + " B out, " + err.length + " B err]";
    }
}
