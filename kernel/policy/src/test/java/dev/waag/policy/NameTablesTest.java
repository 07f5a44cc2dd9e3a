package dev.waag.policy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The hashes of edited names, the table and the packed list. */
class NameTablesTest {
    @Test
    void theHashOfAnEditedNameIsThatOfTheEditedText() {
        for (String name : List.of("a", "ab", "requests", "scikit-learn", "x".repeat(60))) {
            NameHash hash = new NameHash(name);
            assertThat(hash.whole()).isEqualTo(NameHash.of(name));
            for (int i = 0; i <= name.length(); i++) {
                String before = name.substring(0, i);
                String from = name.substring(i);
                assertThat(hash.withAny(i) + 'q' * hash.unit(i)).isEqualTo(NameHash.of(before + 'q' + from));
                if (from.length() > 0) {
                    assertThat(hash.without(i)).isEqualTo(NameHash.of(before + from.substring(1)));
                    assertThat(hash.replacedByAny(i) + '-' * hash.unit(i))
                            .isEqualTo(NameHash.of(before + '-' + from.substring(1)));
                }
                if (from.length() > 1) {
                    String swapped = before + from.charAt(1) + from.charAt(0) + from.substring(2);
                    assertThat(hash.swapped(i)).isEqualTo(NameHash.of(swapped));
                }
            }
        }
    }

    @Test
    void theTableKeepsWhatAMapKeeps() {
        SplittableRandom random = new SplittableRandom(7);
        LongTable table = new LongTable(1);
        Map<Long, Integer> map = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            long key = random.nextLong(4_000) << random.nextInt(50);
            table.putIfAbsent(key, i);
            map.putIfAbsent(key, i);
        }
        for (long key = 0; key < 5_000; key++) {
            assertThat(table.get(key)).isEqualTo(map.getOrDefault(key, LongTable.ABSENT));
        }
        map.forEach((key, value) -> assertThat(table.get(key)).isEqualTo(value));
    }

    @Test
    void thePackedListGivesBackItsNamesAndWords() {
        NameTable table = NameTable.of(List.of("scikit-learn", "six", "scikit-learn"));
        assertThat(table.size()).isEqualTo(3);
        assertThat(table.name(0)).isEqualTo("scikit-learn");
        assertThat(table.name(1)).isEqualTo("six");
        assertThat(table.find(NameHash.of("scikit-learn")))
                .as("the first of two")
                .isZero();
        assertThat(table.contains("six")).isTrue();
        assertThat(table.contains("seven")).isFalse();
        assertThat(table.hasWord("scikit")).isTrue();
        assertThat(table.hasWord("learn")).isTrue();
        assertThat(table.hasWord("scikit-learn")).isFalse();
        assertThat(NameTable.of(List.of()).contains("six")).isFalse();
    }

    @Test
    void commentsAndEmptyLinesAreNoNames() {
        NameTable table = new NameTable("# a comment\n\nsix\n# another\nurllib3\n".getBytes(US_ASCII));
        assertThat(table.first(10)).containsExactly("six", "urllib3");
        assertThat(table.first(1)).containsExactly("six");
        assertThat(table.numbered()).containsExactly(1);
    }

    @Test
    void aListOfShortNamesOutgrowsTheFirstGuess() {
        List<String> names = IntStream.range(0, 3_000).mapToObj(i -> "n" + i).toList();
        NameTable table = NameTable.of(names);
        assertThat(table.first(Integer.MAX_VALUE)).isEqualTo(names);
        assertThat(table.numbered()).hasSize(3_000);
        assertThat(names).allMatch(table::contains);
    }
}
