package dev.waag.code;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void findsWhatASlowSearchFinds() {
        Random random = new Random(7);
        List<String> words = List.of("ab", "abab", "=b", "cab", "bca", "=ca", "aaa");
        Words fast = new Words(words);
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 30; i++) {
                text.append("abc. ".charAt(random.nextInt(5)));
            }
            List<String> found = new ArrayList<>();
            byte[] bytes = text.toString().getBytes(ISO_8859_1);
            fast.search(bytes, bytes.length, (word, end) -> found.add(word + "@" + end));
            assertThat(new TreeSet<>(found)).isEqualTo(slow(words, text.toString()));
        }
    }

    private static Set<String> slow(List<String> words, String text) {
        Set<String> out = new TreeSet<>();
        for (int w = 0; w < words.size(); w++) {
            boolean whole = words.get(w).startsWith("=");
            String word = words.get(w).substring(whole ? 1 : 0);
            for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
                int end = at + word.length();
                boolean alone = (at == 0 || !Character.isLetter(text.charAt(at - 1)))
                        && (end == text.length() || !Character.isLetter(text.charAt(end)));
                if (!whole || alone) {
                    out.add(w + "@" + end);
                }
            }
        }
        return out;
    }
}
