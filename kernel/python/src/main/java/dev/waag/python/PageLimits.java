package dev.waag.python;

/**
 * What a project page may hold. A page with more files is refused whole, since a part of it would look like the deletion of the rest; a
 * file whose name or URL is longer is left out.
 *
 * @param files entries on one page; the largest known have about 20,000
 * @param filenameLength characters of a file name; common file systems take 255 bytes
 * @param urlLength characters of a resolved URL
 */
public record PageLimits(int files, int filenameLength, int urlLength) {
    public static final PageLimits DEFAULT = new PageLimits(100_000, 255, 8_192);

    public PageLimits {
        if (files < 0 || filenameLength < 1 || urlLength < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
