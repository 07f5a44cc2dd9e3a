package dev.waag.policy;

/** Which letters lie beside each other on a QWERTY keyboard, and which look like each other. */
final class Keyboard {
    private static final String[] ROWS = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
    private static final String[] ALIKE = {"0o", "1l", "1i", "il", "5s"};
    private static final boolean[] NEAR = new boolean[26 * 26];

    static {
        for (int row = 0; row < ROWS.length; row++) {
            for (int i = 0; i < ROWS[row].length(); i++) {
                join(row, i, row, i + 1);
                join(row, i, row + 1, i - 1);
                join(row, i, row + 1, i);
            }
        }
    }

    private Keyboard() {}

    private static void join(int row, int i, int otherRow, int j) {
        if (otherRow < ROWS.length && j >= 0 && j < ROWS[otherRow].length()) {
            int a = ROWS[row].charAt(i) - 'a';
            int b = ROWS[otherRow].charAt(j) - 'a';
            NEAR[a * 26 + b] = true;
            NEAR[b * 26 + a] = true;
        }
    }

    /** Whether the keys touch; false for anything but letters. */
    static boolean near(char a, char b) {
        return a >= 'a' && a <= 'z' && b >= 'a' && b <= 'z' && NEAR[(a - 'a') * 26 + b - 'a'];
    }

    static boolean looksAlike(char a, char b) {
        for (String pair : ALIKE) {
            if (a != b && pair.indexOf(a) >= 0 && pair.indexOf(b) >= 0) {
                return true;
            }
        }
        return false;
    }
}
