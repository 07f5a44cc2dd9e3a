package dev.waag.build;

import java.util.Map;

/** The members of a distribution that we wrote. */
final class Unpacked {
    private Unpacked() {}

    static Map<String, byte[]> of(Output output) {
        return of(output.filename(), output.content());
    }

    /** @throws IllegalStateException where it cannot be read: it was written by us */
    static Map<String, byte[]> of(String filename, byte[] content) {
        try {
            return filename.endsWith(".whl") ? WheelRewriter.contents(content) : SdistRewriter.contents(content);
        } catch (OutputException e) {
            throw new IllegalStateException(filename + ": " + e.getMessage(), e);
        }
    }
}
