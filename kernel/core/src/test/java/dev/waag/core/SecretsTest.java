package dev.waag.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsTest {
    @Test
    void userinfoIsReplacedInEveryUrlOfAText() {
        Map<String, String> table = Map.ofEntries(
                Map.entry("https://user:pass@index.example/simple/", "https://[REDACTED]@index.example/simple/"),
                Map.entry("https://token@index.example", "https://[REDACTED]@index.example"),
                Map.entry("//user:pass@index.example/", "//[REDACTED]@index.example/"),
                Map.entry("http://u:p@ss@index.example/", "http://[REDACTED]@index.example/"),
                Map.entry("http://u:pa/ss@index.example/a", "http://[REDACTED]@index.example/a"),
                Map.entry("http://u:pa#s?s@index.example/a", "http://[REDACTED]@index.example/a"),
                Map.entry("http://u:1@[::1]:80/", "http://[REDACTED]@[::1]:80/"),
                Map.entry(
                        "get http://a:b@h/ and https://c:d@h/.",
                        "get http://[REDACTED]@h/ and https://[REDACTED]@h/."));
        table.forEach((text, masked) -> assertThat(Secrets.mask(text)).isEqualTo(masked));
    }

    @Test
    void aTextWithoutUserinfoStaysAsItIs() {
        for (String text : new String[] {
            "",
            "nothing here",
            "https://index.example/simple/",
            "https://index.example:8443/a@b",
            "http://[::1]:8080/x@y",
            "https://index.example/@scope/pkg@1.0",
            "mail me@index.example // now",
            "//",
            "see https://index.example: then write to me@index.example"
        }) {
            assertThat(Secrets.mask(text)).isEqualTo(text);
        }
    }

    @Test
    void aLongTextTakesLinearTime() {
        String hostile = "http://u:p".repeat(100_000);
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThat(Secrets.mask(hostile)).isEqualTo(hostile));
    }
}
