package dev.waag.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VersionTest {
    /** PEP 440, "Summary of permitted suffixes and relative ordering" and "Local version identifiers", in ascending order. */
    private static final List<String> ORDERED = List.of(
            "1.dev0",
            "1.0.dev456",
            "1.0a1",
            "1.0a2.dev456",
            "1.0a12.dev456",
            "1.0a12",
            "1.0b1.dev456",
            "1.0b2",
            "1.0b2.post345.dev456",
            "1.0b2.post345",
            "1.0rc1.dev456",
            "1.0rc1",
            "1.0",
            "1.0+abc.5",
            "1.0+abc.7",
            "1.0+ubuntu.1",
            "1.0+5",
            "1.0+5.0",
            "1.0+10",
            "1.0.post456.dev34",
            "1.0.post456",
            "1.0.15",
            "1.1.dev1",
            "1.1",
            "2013.10",
            "2014.04",
            "1!0.1",
            "1!1.0",
            "2!0",
            "99999999999999999999!0");

    @Test
    void normalizesAllSpellings() {
        String[][] table = {
            {"1.0", "1.0"},
            {"v1.0", "1.0"},
            {"V1.0", "1.0"},
            {" 1.0\n", "1.0"},
            {"\u000b1.0\f", "1.0"},
            {"\u00a01.0\u2003", "1.0"},
            {"01.02.00", "1.2.0"},
            {"1.1RC1", "1.1rc1"},
            {"1.1.a1", "1.1a1"},
            {"1.1-a1", "1.1a1"},
            {"1.1_a_1", "1.1a1"},
            {"1.1alpha1", "1.1a1"},
            {"1.1beta2", "1.1b2"},
            {"1.1c3", "1.1rc3"},
            {"1.1pre4", "1.1rc4"},
            {"1.1preview5", "1.1rc5"},
            {"1.2a", "1.2a0"},
            {"1.2a.", "1.2a0"},
            {"1.2.post2", "1.2.post2"},
            {"1.2-post2", "1.2.post2"},
            {"1.2post2", "1.2.post2"},
            {"1.2_post_2", "1.2.post2"},
            {"1.0-r4", "1.0.post4"},
            {"1.0rev4", "1.0.post4"},
            {"1.0-1", "1.0.post1"},
            {"1.2.post", "1.2.post0"},
            {"1.2.dev", "1.2.dev0"},
            {"1.2-dev2", "1.2.dev2"},
            {"1.2dev2", "1.2.dev2"},
            {"1.2DEV", "1.2.dev0"},
            {"1.0+Ubuntu-1", "1.0+ubuntu.1"},
            {"1.0+ubuntu_01", "1.0+ubuntu.1"},
            {"1.0+0a1", "1.0+0a1"},
            {"0!1.0", "1.0"},
            {"01!1.0", "1!1.0"},
            {"v1!2.3-A4_Post5.DEV6+Local.7", "1!2.3a4.post5.dev6+local.7"},
            {"0", "0"},
            {"00", "0"},
            {"20240101123456789012345678901234567890", "20240101123456789012345678901234567890"},
            {"1.0a-.post1", "1.0a0.post1"}
        };
        for (String[] row : table) {
            assertThat(Version.parse(row[0]).map(Version::toString)).as(row[0]).contains(row[1]);
            assertThat(Version.parse(row[1]).map(Version::toString)).as(row[1]).contains(row[1]);
        }
    }

    @Test
    void refusesWhatIsNoVersion() {
        for (String text : List.of(
                "",
                " ",
                "v",
                "french toast",
                "1.0+",
                "1.0+a+",
                "1.0++",
                "1.0+_foobar",
                "1.0+foo&asd",
                "1.0+1+1",
                "1.0.",
                "1..0",
                ".1",
                "!1",
                "1!",
                "1!!2",
                "1.0-",
                "1.0-1-2-3",
                "1.0x",
                "1.0.x",
                "1.0 a1",
                "1.0\u200b",
                "١.٠",
                "1.0rc1rc2",
                "1.0.dev1.post1",
                "1,0",
                "-1",
                "1.0\u0000",
                "1.0+ä",
                "vv1",
                "1.0a1b2",
                "2004d")) {
            assertThat(Version.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void ordersAsThePepDoes() {
        for (int i = 0; i < ORDERED.size(); i++) {
            for (int j = 0; j < ORDERED.size(); j++) {
                Version a = version(ORDERED.get(i));
                Version b = version(ORDERED.get(j));
                assertThat(Integer.signum(a.compareTo(b))).as("%s and %s", a, b).isEqualTo(Integer.compare(i, j));
                assertThat(a.equals(b)).isEqualTo(i == j);
            }
        }
    }

    @Test
    void trailingZerosMakeNoDifference() {
        for (String[] equal : new String[][] {
            {"1", "1.0", "1.0.0"}, {"0", "0.0"}, {"1!1", "1!1.0"}, {"1a1", "1.0a1"}, {"1+a", "1.0.0+a"}
        }) {
            for (String other : equal) {
                assertThat(version(other)).isEqualTo(version(equal[0])).hasSameHashCodeAs(version(equal[0]));
                assertThat(version(other))
                        .isEqualByComparingTo(version(equal[0]))
                        .hasToString(other);
            }
        }
        assertThat(version("1.0")).isNotEqualTo(version("1.0+0"));
    }

    @Test
    void knowsPrereleases() {
        for (String text :
                List.of("1.0.dev1", "1.0a1", "1.0b1", "1.0rc1", "1.0a1.post2", "1.0.post1.dev2", "1.0rc1+local")) {
            assertThat(version(text).isPrerelease()).as(text).isTrue();
        }
        for (String text : List.of("1.0", "1.0.post1", "1!1.0", "1.0+dev", "1.0+a.rc1")) {
            assertThat(version(text).isPrerelease()).as(text).isFalse();
        }
    }

    @Test
    void ordersRealReleases() throws IOException {
        int versions = 0;
        for (String line : comparisons()) {
            if (line.startsWith("#")) {
                continue;
            }
            List<String> sides = Arrays.asList(line.split(" < "));
            Optional<Version> a = Version.parse(sides.get(0));
            Optional<Version> b = Version.parse(sides.get(1));
            if (a.isPresent() && b.isPresent()) {
                versions++;
                assertThat(a.get()).as(line).isLessThan(b.get());
                assertThat(b.get()).as(line).isGreaterThan(a.get());
            }
        }
        assertThat(versions).isGreaterThan(250);
    }

    @Test
    void readsLongTextsInOneGo() {
        assertThat(Version.parse("1" + ".1".repeat(500_000))).isPresent();
        assertThat(Version.parse("1+a" + ".a".repeat(500_000))).isPresent();
        assertThat(Version.parse("1" + ".1".repeat(500_000) + "x")).isEmpty();
    }

    private static List<String> comparisons() throws IOException {
        try (InputStream in = VersionTest.class.getResourceAsStream("version-comparisons.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static Version version(String text) {
        return Version.parse(text).orElseThrow();
    }
}
