package dev.waag.lock;

/**
 * What a lock or manifest may cost to read; a file beyond a limit is refused with that limit's name.
 *
 * @param bytes of one file, a requirements file with all that it includes
 * @param values strings, numbers, tables and arrays of one TOML or JSON file
 * @param requirements of one requirements file with all that it includes, or of one manifest's dependency groups with all that they
 *     include
 * @param depth of tables and arrays inside each other
 * @param files that one requirements file may include, directly or not
 * @param pins of one project: a lock has several for different environments
 */
public record LockLimits(int bytes, int values, int requirements, int depth, int files, int pins) {
    /** Several times the largest locks in use, of about 5,000 pins. */
    public static final LockLimits DEFAULT = new LockLimits(16 << 20, 500_000, 100_000, 64, 500, 500);

    void checkSize(String file, int length) throws LockException {
        if (length > bytes) {
            throw new LockException(
                    file, 0, 0, "it has " + length + " bytes, more than the limit of " + bytes + " (limit: bytes)");
        }
    }
}
