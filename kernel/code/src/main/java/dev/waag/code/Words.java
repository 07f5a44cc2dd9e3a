package dev.waag.code;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Looks for many words at once in bytes, each byte read once (Aho and Corasick, 1975, as a table of states by classes of bytes). */
final class Words {
    private final byte[] classes = new byte[256];
    private final int width;
    /** By state, times the number of classes, and class: the next state, so multiplied; as its complement where a word ends there. */
    private final int[] next;
    /** The longest word that ends in a state, as its index + 1, or 0. */
    private final short[] ends;
    /** The next shorter word that ends there too. */
    private final short[] shorter;

    private final int[] lengths;
    private final boolean[] whole;

    /** @param words a word that begins with {@code =} is found only where no letter, digit or underscore adjoins it */
    Words(List<String> words) {
        lengths = new int[words.size()];
        whole = new boolean[words.size()];
        List<byte[]> patterns = new ArrayList<>();
        int kinds = 1;
        int total = 1;
        for (int i = 0; i < words.size(); i++) {
            whole[i] = words.get(i).startsWith("=");
            byte[] p = words.get(i).substring(whole[i] ? 1 : 0).getBytes(ISO_8859_1);
            patterns.add(p);
            lengths[i] = p.length;
            total += p.length;
            for (byte b : p) {
                if (classes[b & 0xff] == 0) {
                    classes[b & 0xff] = (byte) kinds++;
                }
            }
        }
        width = kinds;
        int[][] trie = new int[total][width];
        ends = new short[total];
        shorter = new short[total];
        int states = 1;
        for (int i = 0; i < patterns.size(); i++) {
            int at = 0;
            for (byte b : patterns.get(i)) {
                int c = classes[b & 0xff];
                if (trie[at][c] == 0) {
                    trie[at][c] = states++;
                }
                at = trie[at][c];
            }
            ends[at] = (short) (i + 1);
        }
        link(trie, states);
        next = new int[states * width];
        for (int s = 0; s < states; s++) {
            for (int c = 0; c < width; c++) {
                int to = trie[s][c];
                next[s * width + c] = ends[to] != 0 || shorter[to] != 0 ? ~(to * width) : to * width;
            }
        }
    }

    private void link(int[][] trie, int states) {
        int[] fail = new int[states];
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        for (int s : trie[0]) {
            if (s != 0) {
                queue.add(s);
            }
        }
        while (!queue.isEmpty()) {
            int s = queue.remove();
            int f = fail[s];
            shorter[s] = ends[f] != 0 ? (short) f : shorter[f];
            for (int c = 0; c < trie[s].length; c++) {
                int t = trie[s][c];
                if (t == 0) {
                    trie[s][c] = trie[f][c];
                } else {
                    fail[t] = trie[f][c];
                    queue.add(t);
                }
            }
        }
    }

    interface Hit {
        /** @return whether to go on */
        boolean at(int word, int end);
    }

    void search(byte[] text, int to, Hit hit) {
        int at = 0;
        int[] table = next;
        byte[] kinds = classes;
        for (int i = 0; i < to; i++) {
            at = table[at + kinds[text[i] & 0xff]];
            if (at < 0) {
                at = ~at;
                int state = at / width;
                for (int s = ends[state] != 0 ? state : shorter[state]; s != 0; s = shorter[s]) {
                    int word = ends[s] - 1;
                    if (fits(text, to, word, i + 1) && !hit.at(word, i + 1)) {
                        return;
                    }
                }
            }
        }
    }

    private boolean fits(byte[] text, int to, int word, int end) {
        int start = end - lengths[word];
        return !whole[word] || (start == 0 || !joins(text[start - 1])) && (end == to || !joins(text[end]));
    }

    private static boolean joins(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_';
    }

    @Override
    public String toString() {
        return Arrays.toString(lengths);
    }
}
