package dev.waag.fetch;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of a file an answer holds (RFC 9110, section 14.4).
 *
 * @param first offset of its first byte
 * @param last offset of its last byte, that byte included
 * @param total the whole file's length, where the server says it
 */
public record ContentRange(long first, long last, OptionalLong total) {
    private static final Pattern FORM = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(?:(\\d{1,18})|\\*)");

    /** Reads the header's value; empty where it has no part, or makes no sense. */
    static Optional<ContentRange> parse(String header) {
        Matcher m = FORM.matcher(header);
        if (!m.matches()) {
            return Optional.empty();
        }
        long first = Long.parseLong(m.group(1));
        long last = Long.parseLong(m.group(2));
        OptionalLong total = m.group(3) == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(m.group(3)));
        boolean sound = first <= last && last < total.orElse(Long.MAX_VALUE);
        return sound ? Optional.of(new ContentRange(first, last, total)) : Optional.empty();
    }

    public long length() {
        return last - first + 1;
    }

    /** Whether this is what was asked for: a server may send less at the end of the file, but nothing else. */
    boolean answers(Range asked) {
        if (asked.first().isPresent()) {
            return first == asked.first().getAsLong() && last <= asked.last().orElse(Long.MAX_VALUE);
        }
        return length() <= asked.last().orElse(0) && (total.isEmpty() || last == total.getAsLong() - 1);
    }
}
