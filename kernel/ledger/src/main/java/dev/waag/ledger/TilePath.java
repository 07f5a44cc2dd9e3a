package dev.waag.ledger;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tile or entry bundle a path names (C2SP tlog-tiles, "APIs"), such as {@code tile/0/x001/x234/067.p/8}.
 *
 * @param level 0 to 63, or {@link #ENTRIES} for an entry bundle
 * @param index which tile of its level, from 0
 * @param width how many hashes or entries: 1 to 255 where the tile is partial, {@link #FULL} where it is full
 */
public record TilePath(int level, long index, int width) {
    /** The width of a full tile. */
    public static final int FULL = 256;

    /** Stands for a level where the path is that of an entry bundle. */
    public static final int ENTRIES = -1;

    private static final int MAX_LEVEL = 63;
    private static final Pattern PATH =
            Pattern.compile("tile/(entries|\\d{1,2})/((?:x\\d{3}/){0,5}\\d{3})(?:\\.p/(\\d{1,3}))?");

    public TilePath {
        if (level < ENTRIES || level > MAX_LEVEL || index < 0 || width < 1 || width > FULL) {
            throw new IllegalArgumentException("no tile has level " + level + ", index " + index + ", width " + width);
        }
    }

    /** The path of a hash tile. */
    public static String tile(int level, long index, int width) {
        return new TilePath(level, index, width).toString();
    }

    /** The path of an entry bundle. */
    public static String entries(long index, int width) {
        return new TilePath(ENTRIES, index, width).toString();
    }

    /** Reads a path; empty where it is not spelled as the specification has it. */
    public static Optional<TilePath> parse(String path) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int level = matcher.group(1).equals("entries") ? ENTRIES : Integer.parseInt(matcher.group(1));
        long index = Long.parseLong(matcher.group(2).replace("x", "").replace("/", ""));
        String partial = matcher.group(3);
        int width = partial == null ? FULL : Integer.parseInt(partial);
        if (level > MAX_LEVEL || width < 1 || width > FULL) {
            return Optional.empty();
        }
        TilePath parsed = new TilePath(level, index, width);
        // One spelling each: no leading zeroes in level and width, no needless x000, no ".p/256".
        return parsed.toString().equals(path) ? Optional.of(parsed) : Optional.empty();
    }

    /** The path as it is stored and served. */
    @Override
    public String toString() {
        StringBuilder digits = new StringBuilder(String.format(Locale.ROOT, "%03d", index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            digits.insert(0, String.format(Locale.ROOT, "x%03d/", rest % 1000));
        }
        String folder = level == ENTRIES ? "entries" : Integer.toString(level);
        return "tile/" + folder + "/" + digits + (width == FULL ? "" : ".p/" + width);
    }
}
