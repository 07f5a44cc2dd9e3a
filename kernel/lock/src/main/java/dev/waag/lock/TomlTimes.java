package dev.waag.lock;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** TOML 1.1, "Offset Date-Time", "Local Date-Time", "Local Date" and "Local Time", by hand: java.time's formatters take long to load. */
final class TomlTimes {
    private final String text;
    private int at;

    private TomlTimes(String text) {
        this.text = text;
    }

    /** A value of the java.time type that fits; empty where the text is none. */
    static Optional<? extends Object> parse(String text) {
        try {
            return new TomlTimes(text).read();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Optional<? extends Object> read() {
        if (text.charAt(2) == ':') {
            LocalTime time = time();
            return ended(time);
        }
        LocalDate date = LocalDate.of(number(4), after('-', 2), after('-', 2));
        if (at == text.length()) {
            return Optional.of(date);
        }
        char separator = text.charAt(at++);
        if (separator != 'T' && separator != 't' && separator != ' ') {
            throw new DateTimeException("no time after the date");
        }
        LocalDateTime local = LocalDateTime.of(date, time());
        if (at == text.length()) {
            return Optional.of(local);
        }
        return ended(OffsetDateTime.of(local, offset()));
    }

    private LocalTime time() {
        int hour = number(2);
        int minute = after(':', 2);
        int second = at < text.length() && text.charAt(at) == ':' ? after(':', 2) : 0;
        int nanos = 0;
        if (at < text.length() && text.charAt(at) == '.') {
            int start = ++at;
            for (; at < text.length() && TomlScalars.isDigit(text.charAt(at)); at++) {
                nanos = at - start < 9 ? nanos * 10 + text.charAt(at) - '0' : nanos;
            }
            if (at == start) {
                throw new DateTimeException("no fraction");
            }
            for (int digits = at - start; digits < 9; digits++) {
                nanos *= 10;
            }
        }
        // RFC 3339 has leap seconds; Java's clock has none.
        return LocalTime.of(hour, minute, second == 60 ? 59 : second, nanos);
    }

    private ZoneOffset offset() {
        char sign = text.charAt(at++);
        if (sign == 'Z' || sign == 'z') {
            return ZoneOffset.UTC;
        }
        if (sign != '+' && sign != '-') {
            throw new DateTimeException("no offset");
        }
        int hours = number(2);
        int minutes = after(':', 2);
        if (hours > 23 || minutes > 59) {
            throw new DateTimeException("no such offset");
        }
        int seconds = Math.min(hours * 3600 + minutes * 60, ZoneOffset.MAX.getTotalSeconds());
        return ZoneOffset.ofTotalSeconds(sign == '-' ? -seconds : seconds);
    }

    private int after(char separator, int digits) {
        if (at >= text.length() || text.charAt(at++) != separator) {
            throw new DateTimeException("no separator");
        }
        return number(digits);
    }

    private int number(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            if (at >= text.length() || !TomlScalars.isDigit(text.charAt(at))) {
                throw new DateTimeException("no digit");
            }
            value = value * 10 + text.charAt(at++) - '0';
        }
        return value;
    }

    private <T> Optional<T> ended(T value) {
        return at == text.length() ? Optional.of(value) : Optional.empty();
    }
}
