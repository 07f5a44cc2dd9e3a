package dev.waag.python;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Times as RFC 3339 writes them, by hand: a page may have thousands, and the general formatter is slow while the JVM is cold. */
final class UploadTimes {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");
    private static final String FORM = "dddd-dd-ddTdd:dd:dd";

    private UploadTimes() {}

    /** The instant, to the microsecond; empty where the text is none, has no offset from UTC, or lies outside the years 1 to 9999. */
    static Optional<Instant> parse(String text) {
        if (text.length() <= FORM.length() || !hasForm(text)) {
            return Optional.empty();
        }
        int end = FORM.length();
        int nanos = 0;
        if (text.charAt(end) == '.') {
            int start = ++end;
            int unit = 100_000_000;
            while (end < text.length() && Ascii.isDigit(text.charAt(end))) {
                nanos += (text.charAt(end) - '0') * unit;
                unit /= 10;
                end++;
            }
            if (end == start) {
                return Optional.empty();
            }
        }
        try {
            LocalDateTime local = LocalDateTime.of(
                    number(text, 0, 4),
                    number(text, 5, 7),
                    number(text, 8, 10),
                    number(text, 11, 13),
                    number(text, 14, 16),
                    number(text, 17, 19),
                    nanos);
            return offset(text.substring(end))
                    .map(o -> local.toInstant(o).truncatedTo(ChronoUnit.MICROS))
                    .filter(t -> !t.isBefore(FIRST) && !t.isAfter(LAST));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** {@code 2026-01-02T03:04:05.000006Z}, always with six digits (PEP 700). */
    static String format(Instant time) {
        LocalDateTime t = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
        StringBuilder out = new StringBuilder(27);
        digits(out, t.getYear(), 1000).append('-');
        digits(out, t.getMonthValue(), 10).append('-');
        digits(out, t.getDayOfMonth(), 10).append('T');
        digits(out, t.getHour(), 10).append(':');
        digits(out, t.getMinute(), 10).append(':');
        digits(out, t.getSecond(), 10).append('.');
        return digits(out, t.getNano() / 1000, 100_000).append('Z').toString();
    }

    private static boolean hasForm(String text) {
        for (int i = 0; i < FORM.length(); i++) {
            char c = text.charAt(i);
            boolean fits = switch (FORM.charAt(i)) {
                case 'd' -> Ascii.isDigit(c);
                case 'T' -> c == 'T' || c == 't' || c == ' ';
                default -> c == FORM.charAt(i);
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static Optional<ZoneOffset> offset(String text) {
        if (text.equals("Z") || text.equals("z")) {
            return Optional.of(ZoneOffset.UTC);
        }
        boolean form = text.length() == 6
                && (text.charAt(0) == '+' || text.charAt(0) == '-')
                && Ascii.isDigits(text.substring(1, 3))
                && text.charAt(3) == ':'
                && Ascii.isDigits(text.substring(4));
        if (!form) {
            return Optional.empty();
        }
        int sign = text.charAt(0) == '-' ? -1 : 1;
        return Optional.of(ZoneOffset.ofHoursMinutes(sign * number(text, 1, 3), sign * number(text, 4, 6)));
    }

    private static int number(String text, int start, int end) {
        return Integer.parseInt(text, start, end, 10);
    }

    private static StringBuilder digits(StringBuilder out, int value, int firstUnit) {
        for (int unit = firstUnit; unit > 0; unit /= 10) {
            out.append((char) ('0' + value / unit % 10));
        }
        return out;
    }
}
