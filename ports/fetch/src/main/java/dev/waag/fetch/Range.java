package dev.waag.fetch;

import java.util.OptionalLong;

/**
 * The part of a file to ask for (RFC 9110, section 14.1.2): {@code first-last}, {@code first-} or the suffix {@code -length}.
 *
 * @param first offset of the first byte; empty for a suffix
 * @param last offset of the last byte, that byte included; for a suffix its length; empty for all the rest
 */
public record Range(OptionalLong first, OptionalLong last) {
    public Range {
        if (first.isEmpty() && last.isEmpty()) {
            throw new IllegalArgumentException("a range has a first or a last byte");
        }
        if (first.isPresent() && (first.getAsLong() < 0 || last.orElse(Long.MAX_VALUE) < first.getAsLong())) {
            throw new IllegalArgumentException("a range goes from a byte to a later one");
        }
        if (first.isEmpty() && last.orElse(0) <= 0) {
            throw new IllegalArgumentException("a suffix has at least one byte");
        }
    }

    /** Both bytes included. */
    public static Range between(long first, long last) {
        return new Range(OptionalLong.of(first), OptionalLong.of(last));
    }

    /** From a byte to the end. */
    public static Range from(long first) {
        return new Range(OptionalLong.of(first), OptionalLong.empty());
    }

    /** The last so many bytes; the whole file where it has fewer. */
    public static Range last(long length) {
        return new Range(OptionalLong.empty(), OptionalLong.of(length));
    }

    /** The value of the Range header. */
    String header() {
        return "bytes=" + text(first) + "-" + text(last);
    }

    private static String text(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "";
    }
}
