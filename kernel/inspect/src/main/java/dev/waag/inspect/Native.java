package dev.waag.inspect;

import java.util.Set;
import java.util.TreeSet;

/**
 * A native library or program, by its headers.
 *
 * @param format {@code ELF}, {@code PE} or {@code Mach-O}
 * @param machine the processor, such as {@code x86_64}; {@code universal} for several
 * @param program whether it is one that can be started by itself
 * @param stripped whether it has no symbols but those that linking needs
 * @param imports names of what it takes from other libraries; empty where they could not be read
 * @param complete whether its symbols were read
 */
record Native(String format, String machine, boolean program, boolean stripped, Set<String> imports, boolean complete) {
    Native {
        imports = new TreeSet<>(imports);
    }

    static Native head(String format, String machine, boolean program) {
        return new Native(format, machine, program, false, Set.of(), false);
    }
}
