package dev.waag.policy;

import java.util.Optional;

/**
 * The ways in which one edit turns a name into another, as a slip of the finger or an imitator makes it, and how much each says: the
 * points of {@link NearNames}, for known names of seven letters or more, and for shorter ones. Kinds that legitimate names show far more often
 * (a number, a separator, a letter in front) are not listed: two names that differ so are not taken for each other.
 * docs/rules/lookalike-data.md has the measurements.
 */
enum NameEdit {
    SWAPPED(7, 7, "two letters swapped"),
    SWAPPED_FIRST(2, 5, "the first two letters swapped"),
    DOUBLED(6, 7, "a letter doubled"),
    HALVED(5, 2, "a double letter written once"),
    LEFT_OUT(1, 2, "a letter left out"),
    LEFT_OUT_AT_END(1, 1, "the first or last letter left out"),
    LOOKS_ALIKE(0, 4, "a letter replaced by one that looks like it"),
    ADDED_NEARBY(3, 2, "a letter added from the next key"),
    ADDED(-2, 1, "a letter added"),
    ADDED_LAST(-3, -1, "a letter added at the end"),
    PLURAL(0, NameEdit.NEVER, "an s added at the end of a word"),
    SINGULAR(2, NameEdit.NEVER, "an s left out at the end of a word"),
    NEXT_KEY(-1, 0, "a letter replaced by the next key's"),
    VOWEL(-1, 0, "a vowel replaced by another"),
    OTHER_LETTER(-5, -2, "a letter replaced by another"),
    OTHER_FIRST(-7, NameEdit.NEVER, "the first letter replaced by another"),
    DIGIT(-1, -2, "a digit in place of a letter");

    /** Points that nothing makes up for. */
    static final int NEVER = -100;

    private final int points;
    private final int shortPoints;
    private final String how;

    NameEdit(int points, int shortPoints, String how) {
        this.points = points;
        this.shortPoints = shortPoints;
        this.how = how;
    }

    /** Its points, where the known name has seven letters or more. */
    int points() {
        return points;
    }

    /** Its points, where the known name is shorter. */
    int shortPoints() {
        return shortPoints;
    }

    String how() {
        return how;
    }

    /** Where the two names part: the index of the first letter that differs. */
    static int at(String name, String target) {
        int i = 0;
        int shorter = Math.min(name.length(), target.length());
        while (i < shorter && name.charAt(i) == target.charAt(i)) {
            i++;
        }
        return i;
    }

    /** The edit that made {@code name} from {@code target}; empty where they are equal, further apart, or differ in a way that says nothing. */
    static Optional<NameEdit> between(String name, String target) {
        int i = at(name, target);
        return switch (name.length() - target.length()) {
            case 1 -> rest(name, i + 1, target, i) ? added(name, i) : Optional.empty();
            case -1 -> rest(name, i, target, i + 1) ? leftOut(target, i) : Optional.empty();
            case 0 -> i == name.length() ? Optional.empty() : sameLength(name, target, i);
            default -> Optional.empty();
        };
    }

    private static Optional<NameEdit> sameLength(String name, String target, int i) {
        if (rest(name, i + 1, target, i + 1)) {
            return replaced(target.charAt(i), name.charAt(i), i, name.length());
        }
        boolean swapped = i + 1 < name.length()
                && name.charAt(i) == target.charAt(i + 1)
                && name.charAt(i + 1) == target.charAt(i)
                && rest(name, i + 2, target, i + 2);
        if (!swapped || !letter(name.charAt(i)) || !letter(name.charAt(i + 1))) {
            return Optional.empty();
        }
        return Optional.of(i == 0 ? SWAPPED_FIRST : SWAPPED);
    }

    private static Optional<NameEdit> added(String name, int i) {
        char c = name.charAt(i);
        if (!letter(c)) {
            return Optional.empty();
        }
        if (beside(name, i, c)) {
            return Optional.of(DOUBLED);
        }
        boolean last = i == name.length() - 1;
        boolean wordEnds = last || name.charAt(i + 1) == '-';
        if (wordStarts(name, i)) {
            return Optional.empty();
        }
        if (wordEnds && c == 's') {
            return Optional.of(PLURAL);
        }
        if (wordEnds && !last) {
            return Optional.empty();
        }
        if (last) {
            return Optional.of(ADDED_LAST);
        }
        return Optional.of(
                Keyboard.near(c, name.charAt(i - 1)) || Keyboard.near(c, name.charAt(i + 1)) ? ADDED_NEARBY : ADDED);
    }

    private static Optional<NameEdit> leftOut(String target, int i) {
        char c = target.charAt(i);
        if (!letter(c)) {
            return Optional.empty();
        }
        if (beside(target, i, c)) {
            return Optional.of(HALVED);
        }
        boolean wordEnds = i == target.length() - 1 || target.charAt(i + 1) == '-';
        if (wordEnds) {
            return Optional.of(c == 's' ? SINGULAR : LEFT_OUT_AT_END);
        }
        return Optional.of(i == 0 ? LEFT_OUT_AT_END : LEFT_OUT);
    }

    private static Optional<NameEdit> replaced(char was, char is, int i, int length) {
        if (Keyboard.looksAlike(was, is)) {
            return Optional.of(LOOKS_ALIKE);
        }
        if (letter(was) && digit(is) && i > 0 && i < length - 1) {
            return Optional.of(DIGIT);
        }
        if (!letter(was) || !letter(is)) {
            return Optional.empty();
        }
        if (i == 0) {
            return Optional.of(OTHER_FIRST);
        }
        boolean vowels = vowel(was) && vowel(is);
        return Optional.of(Keyboard.near(was, is) ? NEXT_KEY : vowels ? VOWEL : OTHER_LETTER);
    }

    private static boolean rest(String a, int i, String b, int j) {
        return a.length() - i == b.length() - j && a.regionMatches(i, b, j, a.length() - i);
    }

    private static boolean beside(String text, int i, char c) {
        return i > 0 && text.charAt(i - 1) == c || i + 1 < text.length() && text.charAt(i + 1) == c;
    }

    private static boolean wordStarts(String text, int i) {
        return i == 0 || text.charAt(i - 1) == '-';
    }

    private static boolean letter(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean vowel(char c) {
        return "aeiouy".indexOf(c) >= 0;
    }
}
