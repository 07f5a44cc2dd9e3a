package dev.waag.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a version as the regular expression of PEP 440's Appendix B does, by hand: a regular expression with nested repetition would
 * exhaust the stack on a long hostile text. Like the expression, it lets a separator stand after a letter that has no number ({@code 1.0a-}).
 */
final class VersionScanner {
    /** A spelling that begins with another stands before it. */
    private static final List<String> PRE = List.of("alpha", "a", "beta", "b", "preview", "pre", "rc", "c");

    private static final List<String> POST = List.of("post", "rev", "r");
    private static final List<String> DEV = List.of("dev");

    private final String text;
    private int at;

    private VersionScanner(String text) {
        this.text = text;
    }

    static Optional<VersionParts> scan(String raw) {
        return new VersionScanner(Ascii.lower(PythonSpaces.strip(raw))).version();
    }

    private Optional<VersionParts> version() {
        accept('v');
        String epoch = "0";
        String number = digits();
        if (!number.isEmpty() && accept('!')) {
            epoch = number;
            number = digits();
        }
        if (number.isEmpty()) {
            return Optional.empty();
        }
        List<String> release = new ArrayList<>(4);
        release.add(number);
        while (peek(0) == '.' && Ascii.isDigit(peek(1))) {
            at++;
            release.add(digits());
        }
        String preLetter = letters(PRE);
        String preNumber = preLetter.isEmpty() ? "" : numberAfterLetters();
        String post = post();
        String dev = letters(DEV).isEmpty() ? "" : numberAfterLetters();
        List<String> local = local();
        if (at != text.length()) {
            return Optional.empty();
        }
        return Optional.of(new VersionParts(
                epoch, List.copyOf(release), normalizedPre(preLetter), preNumber, post, dev, List.copyOf(local)));
    }

    private String post() {
        if (peek(0) == '-' && Ascii.isDigit(peek(1))) {
            at++;
            return digits();
        }
        return letters(POST).isEmpty() ? "" : numberAfterLetters();
    }

    /** Leaves the position at the {@code +} where what follows is no local part, so that the version is refused. */
    private List<String> local() {
        List<String> segments = new ArrayList<>();
        if (peek(0) != '+') {
            return segments;
        }
        int end = at;
        do {
            int start = end + 1;
            end = start;
            while (end < text.length() && Ascii.isLetterOrDigit(text.charAt(end))) {
                end++;
            }
            if (end == start) {
                return List.of();
            }
            String segment = text.substring(start, end);
            segments.add(Ascii.isDigits(segment) ? withoutLeadingZeros(segment) : segment);
        } while (end < text.length() && isSeparator(text.charAt(end)));
        at = end;
        return segments;
    }

    /** The word that stands here, after a separator or none; {@code ""} and no step where none does. */
    private String letters(List<String> words) {
        int start = isSeparator(peek(0)) ? at + 1 : at;
        for (String word : words) {
            if (text.startsWith(word, start)) {
                at = start + word.length();
                return word;
            }
        }
        return "";
    }

    private String numberAfterLetters() {
        if (isSeparator(peek(0))) {
            at++;
        }
        String number = digits();
        return number.isEmpty() ? "0" : number;
    }

    private String digits() {
        int start = at;
        while (Ascii.isDigit(peek(0))) {
            at++;
        }
        return withoutLeadingZeros(text.substring(start, at));
    }

    private boolean accept(char c) {
        boolean there = peek(0) == c;
        at += there ? 1 : 0;
        return there;
    }

    /** NUL stands for the end: it is in no version. */
    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    private static boolean isSeparator(char c) {
        return c == '.' || c == '-' || c == '_';
    }

    private static String normalizedPre(String letters) {
        return switch (letters) {
            case "alpha" -> "a";
            case "beta" -> "b";
            case "c", "pre", "preview" -> "rc";
            default -> letters;
        };
    }

    private static String withoutLeadingZeros(String digits) {
        int start = 0;
        while (start < digits.length() - 1 && digits.charAt(start) == '0') {
            start++;
        }
        return digits.substring(start);
    }
}
