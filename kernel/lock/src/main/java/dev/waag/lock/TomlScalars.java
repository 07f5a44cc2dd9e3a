package dev.waag.lock;

import java.util.Optional;

/** TOML 1.1, "Boolean", "Integer", "Float" and the kinds of time, each out of the characters up to the next delimiter. */
final class TomlScalars {
    private TomlScalars() {}

    static Object read(TomlCursor in) throws LockException {
        int length = 0;
        while (isPart(in.ahead(length))) {
            length++;
        }
        // A space may stand between date and time.
        if (length == 10 && in.ahead(4) == '-' && in.ahead(10) == ' ' && isDigit(in.ahead(11))) {
            do {
                length++;
            } while (isPart(in.ahead(length)));
        }
        String word = in.text().substring(in.at(), in.at() + length);
        Optional<? extends Object> value = parse(word);
        if (value.isEmpty()) {
            throw in.wrong(
                    word.isEmpty()
                            ? "expected a value, found " + in.found()
                            : "not a value: " + LockException.quote(word));
        }
        in.skip(length);
        return value.get();
    }

    private static Optional<? extends Object> parse(String word) {
        if (word.equals("true") || word.equals("false")) {
            return Optional.of(word.equals("true"));
        }
        if (word.length() > 4 && isDigit(word.charAt(0)) && (word.charAt(4) == '-' || word.charAt(2) == ':')) {
            return TomlTimes.parse(word);
        }
        boolean signed = word.startsWith("+") || word.startsWith("-");
        String unsigned = signed ? word.substring(1) : word;
        if (unsigned.equals("inf") || unsigned.equals("nan")) {
            double value = unsigned.equals("nan") ? Double.NaN : Double.POSITIVE_INFINITY;
            return Optional.of(word.startsWith("-") ? -value : value);
        }
        int radix = signed || unsigned.length() < 3 || unsigned.charAt(0) != '0' ? 10 : radix(unsigned.charAt(1));
        return radix == 10 ? decimal(word, unsigned) : integer(unsigned.substring(2), radix);
    }

    private static int radix(char letter) {
        return switch (letter) {
            case 'x' -> 16;
            case 'o' -> 8;
            case 'b' -> 2;
            default -> 10;
        };
    }

    private static Optional<? extends Object> decimal(String word, String unsigned) {
        int end = digits(unsigned, 0);
        if (end == 0 || end > 1 && unsigned.charAt(0) == '0') {
            return Optional.empty();
        }
        if (end == unsigned.length()) {
            return integer(word, 10);
        }
        if (unsigned.charAt(end) == '.') {
            int fraction = end + 1;
            end = digits(unsigned, fraction);
            if (end == fraction) {
                return Optional.empty();
            }
        }
        if (end < unsigned.length() && (unsigned.charAt(end) == 'e' || unsigned.charAt(end) == 'E')) {
            int exponent = end + 1;
            if (exponent < unsigned.length()
                    && (unsigned.charAt(exponent) == '+' || unsigned.charAt(exponent) == '-')) {
                exponent++;
            }
            end = digits(unsigned, exponent);
            if (end == exponent) {
                return Optional.empty();
            }
        }
        return end == unsigned.length() ? Optional.of(Double.valueOf(word.replace("_", ""))) : Optional.empty();
    }

    /** The end of the digits that begin at start, single underscores between them; start where there are none. */
    private static int digits(String text, int start) {
        int at = start;
        while (at < text.length()
                && (isDigit(text.charAt(at))
                        || text.charAt(at) == '_'
                                && at > start
                                && isDigit(text.charAt(at - 1))
                                && at + 1 < text.length()
                                && isDigit(text.charAt(at + 1)))) {
            at++;
        }
        return at;
    }

    /** A whole number of 64 bits; TOML asks for no larger ones. */
    private static Optional<Long> integer(String text, int radix) {
        if (radix != 10) {
            for (int i = 0; i < text.length(); i++) {
                boolean underscore = text.charAt(i) == '_';
                boolean between = i > 0 && i + 1 < text.length() && text.charAt(i - 1) != '_';
                if (underscore ? !between : Character.digit(text.charAt(i), radix) < 0) {
                    return Optional.empty();
                }
            }
        }
        try {
            return Optional.of(Long.parseLong(text.replace("_", ""), radix));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isPart(char c) {
        return isDigit(c)
                || c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c == '+'
                || c == '-'
                || c == '_'
                || c == '.'
                || c == ':';
    }
}
