package dev.waag.code;

/** Whether a literal looks like packed or encoded data rather than like anything that people write. */
final class Entropy {
    private static final int SHORTEST = 160;

    private Entropy() {}

    static boolean looksPacked(String s) {
        if (s.length() < SHORTEST) {
            return false;
        }
        int spaces = 0;
        int most = Math.min(s.length(), 4096);
        int[] counts = new int[256];
        for (int i = 0; i < most; i++) {
            char c = s.charAt(i);
            counts[c & 0xff]++;
            spaces += c == ' ' ? 1 : 0;
        }
        return spaces * 50 < most && bits(counts, most) > 4.2
                || bits(counts, most) > 5.9 && spaces * 20 < most
                || hex(s, most);
    }

    private static boolean hex(String s, int most) {
        for (int i = 0; i < most; i++) {
            if (Character.digit(s.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Shannon's, bits a character. */
    static double bits(int[] counts, int total) {
        double sum = 0;
        for (int n : counts) {
            if (n > 0) {
                double p = (double) n / total;
                sum -= p * Math.log(p);
            }
        }
        return sum / Math.log(2);
    }
}
