package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tomlj.Toml;

/** Patterns, ages, texts and places: the parts that the rest stands on. */
class SmallPartsTest {
    @Test
    void patternsCoverWholeNames() {
        assertThat(Names.matches("acme-*", "acme-x")).isTrue();
        assertThat(Names.matches("acme-*", "acme-")).isTrue();
        assertThat(Names.matches("acme-*", "acme")).isFalse();
        assertThat(Names.matches("*", "")).isTrue();
        assertThat(Names.matches("a*b*c", "aXbXbXc")).isTrue();
        assertThat(Names.matches("a*b*c", "aXbXb")).isFalse();
        assertThat(Names.matches("*-test", "my-test-test")).isTrue();
        assertThat(Names.matches("numpy", "numpy2")).isFalse();
        assertThat(Names.normalize("Acme._-Tools")).isEqualTo("acme-tools");
        assertThat(Names.isPattern("acme-*") && Names.isPattern("*") && Names.isPattern("A.b_c"))
                .isTrue();
        assertThat(Names.isPattern("") || Names.isPattern("-a") || Names.isPattern("a b") || Names.isPattern("a?"))
                .isFalse();
        assertThat(Names.matches("*a".repeat(40) + "b", "a".repeat(5_000)))
                .as("no exponential search")
                .isFalse();
    }

    @Test
    void agesNeverGoBack() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            long nanos = random.nextLong() >> random.nextInt(60);
            assertThat(Ages.hours(nanos)).isLessThanOrEqualTo(Ages.hours(Math.max(nanos, nanos + 1)));
        }
        assertThat(Ages.hours(3_600_000_000_000L)).isEqualTo(1.0);
        assertThat(Ages.nanos(Instant.MIN, Instant.MAX)).isEqualTo(Long.MAX_VALUE);
        assertThat(Ages.nanos(Instant.MAX, Instant.MIN)).isEqualTo(-Long.MAX_VALUE);
    }

    @Test
    void theFirstPassIsTheFirst() {
        Instant uploaded = Instant.parse("2020-02-29T12:34:56.789012345Z");
        Random random = new Random(2);
        for (int i = 0; i < 2_000; i++) {
            double hours = random.nextDouble() * Math.pow(10, random.nextInt(6));
            Instant at = Ages.firstPass(uploaded, uploaded.minusSeconds(5), a -> a >= hours)
                    .orElseThrow();
            assertThat(Ages.hours(Ages.nanos(uploaded, at))).isGreaterThanOrEqualTo(hours);
            assertThat(Ages.hours(Ages.nanos(uploaded, at.minusNanos(1)))).isLessThan(hours);
        }
        assertThat(Ages.firstPass(uploaded, uploaded, a -> a >= Double.NaN)).isEmpty();
        assertThat(Ages.firstPass(uploaded, uploaded, a -> a >= -1)).isEmpty();
    }

    @Test
    void textsAreOneLine() {
        assertThat(Texts.ascii("Größe\tÜber\r\nﬁn €")).isEqualTo("Groe Uber fin ?".replace("Groe", "Gro?e"));
        assertThat(Texts.line(" a\u0000\u202eb\n c ")).isEqualTo("a b c");
        assertThat(Texts.clip("abcdef", 6)).isEqualTo("abcdef");
        assertThat(Texts.clip("abcdefg", 6)).isEqualTo("abc...");
        assertThat(Texts.clip("ab😀defgh", 6)).isEqualTo("ab...");
        assertThat(Texts.number(72)).isEqualTo("72");
        assertThat(Texts.number(0.5)).isEqualTo("0.5");
    }

    @Test
    void placesInsideStringsAreThoseOfTheFile() {
        for (String toml : new String[] {
            "k = 'a b c'",
            "k = \"a\\tb\\u0041\\U0001F600\\\"c\"",
            "k = \"\"\"\nline\\\n   \n   more \"quotes\"\" \\\\ end\"\"\"\"",
            "k = '''\r\nx ''y'' z'''",
            "k = '''it''''",
            "k = \"\"",
            "k = ''''''"
        }) {
            String value = String.valueOf(Toml.parse(toml).getString("k"));
            TomlText text = new TomlText(toml);
            int[] source = toml.codePoints().toArray();
            int[] points = value.codePoints().toArray();
            for (int i = 0; i < points.length; i++) {
                TomlText.Place place = text.within(new TomlText.Place(1, 5), value, i);
                int at = offset(source, place);
                assertThat(source[at] == points[i] || source[at] == '\\' || source[at] == '\r')
                        .as("%s character %d at %s", toml, i, place)
                        .isTrue();
            }
            TomlText.Place end = text.within(new TomlText.Place(1, 5), value, points.length);
            assertThat(source[offset(source, end)]).as(toml).isIn((int) '"', (int) '\'');
        }
    }

    private static int offset(int[] source, TomlText.Place place) {
        int line = 1;
        int i = 0;
        while (line < place.line()) {
            line += source[i++] == '\n' ? 1 : 0;
        }
        return i + place.column() - 1;
    }
}
