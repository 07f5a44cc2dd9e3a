package dev.waag.build;

import java.util.Map;
import java.util.Set;

/** Says what a distribution's code is able to do. */
public interface CapabilityReader {
    /**
     * Words for what the code can do, such as {@code network}.
     *
     * @param members contents by name
     */
    Set<String> capabilities(String filename, Map<String, byte[]> members);
}
