package dev.waag.code;

/** Of a source that is too long to be parsed: the lines near telling words, everything else blanked, so that the numbers of the lines stay. */
final class Excerpt {
    private static final int AROUND = 2000;

    private Excerpt() {}

    static byte[] of(byte[] source, int most) {
        boolean[] keep = new boolean[source.length / 256 + 2];
        int[] left = {most};
        Triggers.search(source, source.length, (word, end) -> {
            for (int i = Math.max(0, end - AROUND) / 256; i <= Math.min(source.length - 1, end + AROUND) / 256; i++) {
                if (!keep[i]) {
                    keep[i] = true;
                    left[0] -= 256;
                }
            }
            return left[0] > 0;
        });
        byte[] out = new byte[Math.min(source.length, most * 2)];
        int n = 0;
        boolean cut = false;
        for (int i = 0; i < source.length && n < out.length; i++) {
            if (keep[i / 256]) {
                out[n++] = source[i];
                cut = false;
            } else if (source[i] == '\n' || !cut) {
                out[n++] = (byte) '\n';
                cut = true;
            }
        }
        return java.util.Arrays.copyOf(out, n);
    }
}
