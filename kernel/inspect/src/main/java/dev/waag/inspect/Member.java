package dev.waag.inspect;

/**
 * One file of an archive, as a visitor meets it.
 *
 * @param name its path with {@code /}, as the archive has it (a leading {@code ./} taken off)
 * @param size in bytes where the archive says it beforehand, else -1
 */
public record Member(String name, long size) {
    /** The part after the last slash. */
    public String base() {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
