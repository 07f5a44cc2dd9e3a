package dev.waag.lock;

/**
 * Where something stands.
 *
 * @param file as the caller named it
 * @param line from 1
 */
public record Place(String file, int line) {
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
