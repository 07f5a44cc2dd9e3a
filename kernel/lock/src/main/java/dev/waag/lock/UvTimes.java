package dev.waag.lock;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** The values of {@code exclude-newer}: a time, a date, or a span such as {@code 7 days} and {@code P7D}. */
final class UvTimes {
    private UvTimes() {}

    /** Whether a manifest's value is the lock's time, or its span if it has one; empty where that cannot be told. */
    static Optional<Boolean> same(String now, String time, String span) {
        Optional<? extends Object> value =
                now.length() > 8 && TomlScalars.isDigit(now.charAt(0)) && now.charAt(4) == '-'
                        ? TomlTimes.parse(now)
                        : Optional.empty();
        if (value.isEmpty()) {
            String asked = span(now);
            return asked.isEmpty() || span.isEmpty() ? Optional.empty() : Optional.of(asked.equals(span));
        }
        if (!span.isEmpty()) {
            return Optional.of(false);
        }
        Optional<? extends Object> locked = time.length() > 8 ? TomlTimes.parse(time) : Optional.empty();
        if (locked.isEmpty() || !(locked.get() instanceof OffsetDateTime at)) {
            return Optional.empty();
        }
        if (value.get() instanceof OffsetDateTime asked) {
            return Optional.of(asked.toInstant().equals(at.toInstant()));
        }
        // A day ends at midnight somewhere on earth.
        Optional<Instant> end = value.get() instanceof LocalDate day
                ? Optional.of(day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC))
                : value.get() instanceof LocalDateTime local
                        ? Optional.of(local.toInstant(ZoneOffset.UTC))
                        : Optional.empty();
        if (end.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Duration.between(end.get(), at.toInstant()).abs().compareTo(Duration.ofHours(14)) <= 0);
    }

    /** A time, or the latest that a day may last to anywhere on earth. */
    static Optional<OffsetDateTime> latest(String text) {
        Optional<? extends Object> value = text.length() > 8 ? TomlTimes.parse(text) : Optional.empty();
        if (value.isPresent() && value.get() instanceof OffsetDateTime time) {
            return Optional.of(time);
        }
        return value.isPresent() && value.get() instanceof LocalDate day
                ? Optional.of(day.plusDays(1).atStartOfDay().atOffset(ZoneOffset.ofHours(-12)))
                : Optional.empty();
    }

    /** A number of days, weeks or hours, in words or as ISO 8601 has it, as the lock writes it: a week is not seven days. */
    private static String span(String text) {
        StringBuilder digits = new StringBuilder();
        StringBuilder unit = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (TomlScalars.isDigit(c)) {
                digits.append(c);
            } else if (c != ' ' && c != 'P' && c != 'T') {
                unit.append(Character.toLowerCase(c));
            }
        }
        if (digits.isEmpty()) {
            return "";
        }
        return switch (unit.toString()) {
            case "d", "day", "days" -> "P" + digits + "D";
            case "w", "week", "weeks" -> "P" + digits + "W";
            case "h", "hour", "hours" -> "PT" + digits + "H";
            default -> "";
        };
    }
}
