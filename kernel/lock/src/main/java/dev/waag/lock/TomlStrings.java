package dev.waag.lock;

/** TOML 1.1, "String": basic and literal ones, in one line or several. */
final class TomlStrings {
    private TomlStrings() {}

    /** Whether the quotes here begin a string of several lines. */
    static boolean atMultiline(TomlCursor in) {
        char quote = in.here();
        return in.ahead(1) == quote && in.ahead(2) == quote;
    }

    /** Reads a string of any kind; the cursor stands at its first quote. */
    static String read(TomlCursor in) throws LockException {
        return atMultiline(in) ? multiline(in) : readLine(in);
    }

    /** Reads a string of one line; the cursor stands at its quote. */
    static String readLine(TomlCursor in) throws LockException {
        char quote = in.here();
        in.skip(1);
        int start = in.at();
        while (in.here() != quote) {
            if (in.here() == '\\' && quote == '"') {
                return withEscapes(in, new StringBuilder().append(in.text(), start, in.at()));
            }
            step(in);
        }
        String text = in.text().substring(start, in.at());
        in.skip(1);
        return text;
    }

    private static String withEscapes(TomlCursor in, StringBuilder out) throws LockException {
        while (in.here() != '"') {
            if (in.here() == '\\') {
                escape(in, out);
            } else {
                out.append(in.here());
                step(in);
            }
        }
        in.skip(1);
        return out.toString();
    }

    private static void step(TomlCursor in) throws LockException {
        if (in.ended() || in.atLineEnd()) {
            throw in.wrong("the string is not closed in its line");
        }
        in.checkCharacter("a string");
        in.skip(1);
    }

    private static String multiline(TomlCursor in) throws LockException {
        char quote = in.here();
        LockException unclosed = in.wrong("the string that begins here is never closed");
        in.skip(3);
        in.skipLineEnd();
        StringBuilder out = new StringBuilder();
        while (!closes(in, quote, out)) {
            if (in.ended()) {
                throw unclosed;
            }
            if (in.skipLineEnd()) {
                out.append('\n');
            } else if (in.here() == '\\' && quote == '"') {
                if (!skipFoldedLines(in)) {
                    escape(in, out);
                }
            } else {
                in.checkCharacter("a string");
                out.append(in.here());
                in.skip(1);
            }
        }
        return out.toString();
    }

    /** Passes the closing quotes, if they are here; one or two quotes may stand right before them. */
    private static boolean closes(TomlCursor in, char quote, StringBuilder out) {
        int run = 0;
        while (run < 5 && in.ahead(run) == quote) {
            run++;
        }
        if (run < 3) {
            return false;
        }
        for (int i = 3; i < run; i++) {
            out.append(quote);
        }
        in.skip(run);
        return true;
    }

    /** A backslash at the end of a line takes all white space up to the next text away. */
    private static boolean skipFoldedLines(TomlCursor in) {
        int end = 1;
        while (in.ahead(end) == ' ' || in.ahead(end) == '\t') {
            end++;
        }
        if (in.ahead(end) != '\n' && !(in.ahead(end) == '\r' && in.ahead(end + 1) == '\n')) {
            return false;
        }
        in.skip(end);
        while (in.skipLineEnd()) {
            in.skipBlanks();
        }
        return true;
    }

    private static void escape(TomlCursor in, StringBuilder out) throws LockException {
        char kind = in.ahead(1);
        int digits = switch (kind) {
            case 'x' -> 2;
            case 'u' -> 4;
            case 'U' -> 8;
            default -> 0;
        };
        if (digits > 0) {
            out.appendCodePoint(codePoint(in, digits));
            in.skip(2 + digits);
            return;
        }
        int plain = "btnfre\"\\".indexOf(kind);
        if (plain < 0) {
            in.skip(1);
            throw in.wrong("no such escape in a string: a backslash before " + in.found());
        }
        out.append("\b\t\n\f\r\u001b\"\\".charAt(plain));
        in.skip(2);
    }

    private static int codePoint(TomlCursor in, int digits) throws LockException {
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(in.ahead(2 + i), 16);
            if (digit < 0 || in.ahead(2 + i) > 'f') {
                throw in.wrong("an escape in a string needs " + digits + " hexadecimal digits");
            }
            value = value * 16 + digit;
        }
        if (value > Character.MAX_CODE_POINT || value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE) {
            throw in.wrong("an escape in a string that stands for no character");
        }
        return (int) value;
    }
}
