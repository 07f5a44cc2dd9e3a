package dev.waag.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Texts of a million characters, each of a kind that a careless reader takes more than linear time or stack for: the limit is for hanging, not for speed. */
@Timeout(60)
final class LongTextsTest {
    private static final int LENGTH = 1_000_000;
    private static final MarkerEnvironment LINUX = MarkerEnvironment.of("3.11", "linux_x86_64");

    @Test
    void allOfThemAreReadOrRefused() {
        Map<String, String> pieces = Map.ofEntries(
                Map.entry("", "("),
                Map.entry("a", "[a,"),
                Map.entry("b", "a"),
                Map.entry("c", ">=1,"),
                Map.entry("d", "=="),
                Map.entry("==1", ".1"),
                Map.entry("===", ","),
                Map.entry("~=1.", "9"),
                Map.entry("e ===", ".*"),
                Map.entry("f @ ", "@"),
                Map.entry("os_name == 'x'", " and os_name == 'x'"),
                Map.entry("os_name in '", "posi"),
                Map.entry("python_full_version == '3", ".* "),
                Map.entry("python_full_version == '", "="),
                Map.entry("not", " "),
                Map.entry("g; os_name=='", "\\x41"),
                Map.entry("py3-", "a."),
                Map.entry("py3-none-a", ".a"));
        pieces.forEach((start, piece) -> {
            String text = start + piece.repeat(LENGTH / piece.length());
            for (String whole : new String[] {text, text + "'"}) {
                assertThat(read(whole)).isBetween(0, 4);
            }
        });
    }

    /** The Strings Aa and BB have the same hash, and so has every row of them. */
    @Test
    void specifiersOfOneHashAreToldApart() throws RequirementException {
        String text = IntStream.range(0, 1 << 14)
                .mapToObj(i -> "==="
                        + Integer.toBinaryString(1 << 14 | i).replace("0", "Aa").replace("1", "BB"))
                .collect(Collectors.joining(","));
        assertThat(Specifiers.parse(text).members()).hasSize(1 << 14);
    }

    @Test
    void versionsOfManyNumbersAreCompared() throws RequirementException {
        String release = "1" + ".0".repeat(LENGTH / 2);
        Version version = Version.parse(release + ".1").orElseThrow();
        assertThat(Specifiers.parse("~=" + release).contains(version, PreReleases.DEFAULT))
                .isTrue();
        assertThat(Specifiers.parse(">1").contains(version, PreReleases.DEFAULT))
                .isTrue();
        assertThat(Specifiers.parse("==" + release + ".*").contains(version, PreReleases.DEFAULT))
                .isTrue();
        assertThat(Specifiers.parse(">=1.dev" + "9".repeat(LENGTH)).contains(version, PreReleases.DEFAULT))
                .isTrue();
    }

    /** How many of the readers took the text. */
    private static int read(String text) {
        int taken = 0;
        try {
            assertThat(Specifiers.parse(text).contains(text, PreReleases.ALLOWED))
                    .isIn(true, false);
            taken++;
        } catch (RequirementException e) {
            assertThat(e.getMessage()).hasSizeLessThan(200);
        }
        try {
            assertThat(Requirement.parse(text).toString()).isNotEmpty();
            taken++;
        } catch (RequirementException e) {
            assertThat(e.getMessage()).hasSizeLessThan(200);
        }
        try {
            assertThat(Marker.parse(text).evaluate(LINUX, Set.of("a"))).isIn(true, false);
            taken++;
        } catch (RequirementException e) {
            assertThat(e.getMessage()).hasSizeLessThan(200);
        }
        try {
            assertThat(Tag.parse(text)).isNotEmpty();
            taken++;
        } catch (RequirementException e) {
            assertThat(e.getMessage()).hasSizeLessThan(200);
        }
        return taken;
    }
}
