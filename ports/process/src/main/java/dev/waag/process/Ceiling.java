package dev.waag.process;

/**
 * What a program and all that it starts may have between them.
 *
 * @param processes at a time, threads counted each
 * @param memory bytes in private pages at a time; what is written to files in memory (tmpfs) does not count
 */
public record Ceiling(int processes, long memory) {
    public Ceiling {
        if (processes < 1 || memory < 1) {
            throw new IllegalArgumentException("a ceiling is above nothing");
        }
    }
}
