package dev.waag.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Waivers as lines for people, and as tables of a policy file. */
final class WaiverText {
    private WaiverText() {}

    /** {@code w-1a2b3c4d  cooldown  demo 1.0  until 2027-03-31  platform-team: why}. */
    static String line(Map<String, String> waiver) {
        return Stream.of(
                        waiver.getOrDefault("id", ""),
                        waiver.getOrDefault("rule", ""),
                        scope(waiver),
                        "until " + lastDay(waiver.getOrDefault("expires", "")),
                        waiver.getOrDefault("owner", "") + ": " + waiver.getOrDefault("reason", ""))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("  "));
    }

    private static String scope(Map<String, String> waiver) {
        return Stream.of("project", "version", "sha256", "advisory")
                .map(k -> waiver.getOrDefault(k, ""))
                .filter(v -> !v.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /** The last day on which it holds: an instant is the first moment at which it does not. */
    private static String lastDay(String expires) {
        return expires.indexOf('T') < 0
                ? expires
                : Instant.parse(expires)
                        .minusNanos(1)
                        .atZone(ZoneOffset.UTC)
                        .toLocalDate()
                        .toString();
    }

    /** A {@code [[waiver]]} table of TOML 1.0. */
    static String table(Map<String, String> waiver) {
        StringBuilder text = new StringBuilder("[[waiver]]\n");
        waiver.forEach((key, value) -> text.append(key)
                .append(" = ")
                .append(key.equals("expires") ? value : quoted(value))
                .append('\n'));
        return text.toString();
    }

    /** A basic string of TOML. */
    private static String quoted(String value) {
        StringBuilder text = new StringBuilder("\"");
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
            } else if (c < 0x20 || c == 0x7f) {
                text.append(String.format("\\u%04X", c));
            } else {
                text.append((char) c);
            }
        });
        return text.append('"').toString();
    }
}
