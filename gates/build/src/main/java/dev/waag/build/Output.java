package dev.waag.build;

import dev.waag.core.Sha256;
import java.util.Map;
import java.util.TreeMap;

/**
 * A distribution that was made, as it is written out.
 *
 * @param members digests by name, of what makes it up
 */
record Output(String filename, byte[] content, Sha256 sha256, Map<String, Sha256> members) {
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    Output {}

    static Output of(String filename, byte[] content) {
        Map<String, Sha256> members = new TreeMap<>();
        Unpacked.of(filename, content).forEach((name, bytes) -> members.put(name, Sha256.of(bytes)));
        return new Output(filename, content, Sha256.of(content), members);
    }

    boolean isWheel() {
        return filename.endsWith(".whl");
    }
}
