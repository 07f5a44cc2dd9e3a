package dev.waag.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.testkit.TestClock;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class GuessesTest {
    private final TestClock clock = new TestClock();
    private final Guesses guesses = new Guesses(clock);

    private Duration wrong(String source, String id) {
        return guesses.wrong(InetAddress.ofLiteral(source), id);
    }

    @Test
    void aMistakeCostsNothingAndGuessingEverMore() {
        for (int i = 0; i < Guesses.FREE; i++) {
            assertThat(wrong("192.0.2.1", "")).isZero();
        }
        Duration last = Duration.ZERO;
        for (int i = 0; i < 5; i++) {
            Duration next = wrong("192.0.2.1", "");
            assertThat(next).isGreaterThan(last);
            last = next;
        }
        for (int i = 0; i < 100; i++) {
            assertThat(wrong("192.0.2.1", "")).isLessThanOrEqualTo(Guesses.LONGEST);
        }
        assertThat(wrong("192.0.2.2", "")).isZero();
        clock.advance(Duration.ofSeconds(61));
        assertThat(wrong("192.0.2.1", "")).isZero();
    }

    @Test
    void oneTokenTriedFromEverywhereIsSlowedToo() {
        Duration last = Duration.ZERO;
        for (int i = 0; i < 20; i++) {
            last = wrong("192.0.2." + i, "abcdefghij");
        }
        assertThat(last).isEqualTo(Guesses.LONGEST);
    }

    @Test
    void oneNetworkOfIpv6IsOneSource() {
        for (int i = 0; i < Guesses.FREE; i++) {
            assertThat(wrong("2001:db8:1:2::" + i, "")).isZero();
        }
        assertThat(wrong("2001:db8:1:2:ffff::1", "")).isPositive();
        assertThat(wrong("2001:db8:1:3::1", "")).isZero();
    }

    @Test
    void remembersABoundedNumber() {
        for (int i = 0; i < 30_000; i++) {
            wrong("10." + (i >> 16 & 255) + "." + (i >> 8 & 255) + "." + (i & 255), "");
        }
        assertThat(guesses.remembered()).isEqualTo(10_000);
    }
}
