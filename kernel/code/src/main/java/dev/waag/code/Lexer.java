package dev.waag.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * The tokens of a source (Python's reference, "Lexical analysis"), one at a time. What it is not sure of it refuses, by {@link Unsure}.
 *
 * <p>A string is a token of its prefix and opening quotes only: what follows is for {@link Strings} to read.
 */
final class Lexer {
    /** This is not plain Python 3, or not plainly so: another parser has to read it. */
    static final class Unsure extends RuntimeException {
        Unsure() {
            super("not plain Python", null, false, false);
        }
    }

    /** What a token is. */
    enum Type {
        NAME,
        KEYWORD,
        NUMBER,
        STRING,
        OPERATOR,
        NEWLINE,
        INDENT,
        DEDENT,
        END
    }

    private static final int TAB = 8;

    final byte[] source;
    Type type = Type.NEWLINE;
    int start;
    int end;
    /** Of an operator: its characters, the first lowest. */
    int operator;
    /** Of a keyword. */
    Word word = Word.NONE;
    /** The end of the token before. */
    int last;
    /** Where the next token is looked for. */
    private int at;
    /** Open brackets, within which lines do not end. */
    int depth;

    private int[] indents = new int[16];
    private int level;
    private int dedents;
    private boolean fresh = true;

    Lexer(byte[] source) {
        this.source = source;
        next();
    }

    /** One that reads on from where the other is, which stays there. */
    Lexer(Lexer other) {
        source = other.source;
        indents = other.indents.clone();
        level = other.level;
        dedents = other.dedents;
        back(other.place());
    }

    /** A place to come back to, where what follows can only be told by reading on. Not across an indentation. */
    record Place(Type type, int start, int end, int operator, Word word, int last, int at, int depth, boolean fresh) {}

    Place place() {
        return new Place(type, start, end, operator, word, last, at, depth, fresh);
    }

    void back(Place to) {
        type = to.type();
        start = to.start();
        end = to.end();
        operator = to.operator();
        word = to.word();
        last = to.last();
        at = to.at();
        depth = to.depth();
        fresh = to.fresh();
    }

    /** Whether the token is this name, which is a keyword only where a statement of its own begins. */
    boolean isSoft(String keyword) {
        if (type != Type.NAME || end - start != keyword.length()) {
            return false;
        }
        for (int i = 0; i < keyword.length(); i++) {
            if (source[start + i] != keyword.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static Unsure unsure() {
        return new Unsure();
    }

    boolean is(Word keyword) {
        return type == Type.KEYWORD && word == keyword;
    }

    boolean is(char operator1) {
        return type == Type.OPERATOR && operator == operator1;
    }

    boolean is(char first, char second) {
        return type == Type.OPERATOR && operator == (first | second << 8);
    }

    void expect(char operator1) {
        if (!is(operator1)) {
            throw unsure();
        }
        next();
    }

    void expect(Word keyword) {
        if (!is(keyword)) {
            throw unsure();
        }
        next();
    }

    /** Goes on from there, as after a string. */
    void resume(int from) {
        at = from;
        end = from;
        next();
    }

    void next() {
        last = end;
        if (dedents > 0) {
            dedents--;
            type = Type.DEDENT;
            return;
        }
        if (fresh && depth == 0 && indentation()) {
            return;
        }
        blanks();
        start = at;
        if (at >= source.length) {
            ended();
            return;
        }
        int c = source[at];
        if (isName(c)) {
            name();
        } else if (isDigit(c) || c == '.' && at + 1 < source.length && isDigit(source[at + 1])) {
            number();
        } else if (c == '"' || c == '\'') {
            quotes();
        } else if (c == '\n') {
            at++;
            fresh = true;
            type = Type.NEWLINE;
        } else {
            operator(c);
        }
        end = at;
    }

    private void ended() {
        end = at;
        if (depth > 0) {
            throw unsure();
        }
        if (type != Type.NEWLINE && type != Type.DEDENT && type != Type.END) {
            type = Type.NEWLINE;
            fresh = true;
        } else if (level > 0) {
            level--;
            type = Type.DEDENT;
        } else {
            type = Type.END;
        }
    }

    /** At the start of a logical line; whether its indentation is a token. */
    private boolean indentation() {
        while (true) {
            int column = 0;
            boolean spaces = false;
            for (; at < source.length; at++) {
                byte c = source[at];
                if (c == ' ') {
                    column++;
                    spaces = true;
                } else if (c == '\t') {
                    if (spaces) {
                        throw unsure(); // the rules for tabs behind spaces changed with Python 3
                    }
                    column += TAB;
                } else if (c == '\f') {
                    column = 0;
                } else if (c != '\r') {
                    break;
                }
            }
            if (at >= source.length) {
                fresh = false;
                return false;
            }
            if (source[at] == '#') {
                comment();
            }
            if (at < source.length && source[at] == '\n') {
                at++;
                continue;
            }
            if (at >= source.length) {
                fresh = false;
                return false;
            }
            fresh = false;
            return indent(column);
        }
    }

    private boolean indent(int column) {
        start = at;
        end = at;
        int now = level == 0 ? 0 : indents[level];
        if (column > now) {
            if (++level == indents.length) {
                indents = Arrays.copyOf(indents, level * 2);
            }
            indents[level] = column;
            type = Type.INDENT;
            return true;
        }
        int left = 0;
        while (level > 0 && indents[level] > column) {
            level--;
            left++;
        }
        if ((level == 0 ? 0 : indents[level]) != column) {
            throw unsure();
        }
        if (left == 0) {
            return false;
        }
        dedents = left - 1;
        type = Type.DEDENT;
        return true;
    }

    private void comment() {
        while (at < source.length && source[at] != '\n') {
            at++;
        }
    }

    private void blanks() {
        while (at < source.length) {
            byte c = source[at];
            if (c == ' ' || c == '\t' || c == '\f' || c == '\r' || c == '\n' && depth > 0) {
                at++;
            } else if (c == '#') {
                comment();
            } else if (c == '\\') {
                int next = at + 1;
                if (next < source.length && source[next] == '\r') {
                    next++;
                }
                if (next >= source.length || source[next] != '\n') {
                    throw unsure();
                }
                at = next + 1;
            } else {
                return;
            }
        }
    }

    private void name() {
        long key = 0;
        int from = at;
        boolean high = false;
        while (at < source.length && (isName(source[at]) || isDigit(source[at]))) {
            key = key << 8 | source[at] & 0xff;
            high |= source[at] < 0;
            at++;
        }
        int length = at - from;
        if (high && !isIdentifier(new String(source, from, length, UTF_8))) {
            throw unsure();
        }
        if (length <= 4 && at < source.length && (source[at] == '"' || source[at] == '\'') && isPrefix(from)) {
            quotes();
            return;
        }
        Word found = length <= 8 && length > 1 ? Word.of(key) : Word.NONE;
        word = found;
        type = found == Word.NONE ? Type.NAME : Type.KEYWORD;
    }

    private boolean isPrefix(int from) {
        for (int i = from; i < at; i++) {
            switch (source[i] | 0x20) {
                case 'r', 'b', 'u', 'f' -> {}
                default -> {
                    return false;
                }
            }
        }
        return at - from <= 2;
    }

    private void quotes() {
        byte q = source[at];
        boolean triple = at + 2 < source.length && source[at + 1] == q && source[at + 2] == q;
        at += triple ? 3 : 1;
        type = Type.STRING;
    }

    private void number() {
        while (at < source.length) {
            byte c = source[at];
            boolean sign = (c == '+' || c == '-')
                    && (source[at - 1] | 0x20) == 'e'
                    && !(source[start] == '0' && at - start > 1 && (source[start + 1] | 0x20) == 'x');
            if (!isName(c) && !isDigit(c) && c != '.' && !sign) {
                break;
            }
            at++;
        }
        type = Type.NUMBER;
    }

    private void operator(int c) {
        int code = c;
        int length = 1;
        int next = at + 1 < source.length ? source[at + 1] : 0;
        int third = at + 2 < source.length ? source[at + 2] : 0;
        switch (c) {
            case '*', '/', '<', '>' -> {
                if (next == c) {
                    length = third == '=' ? 3 : 2;
                } else if (next == '=') {
                    length = 2;
                } else if (c == '<' && next == '>') {
                    throw unsure(); // Python 2
                }
            }
            case '+', '%', '&', '|', '^', '@', '=', '!', ':' -> length = next == '=' ? 2 : 1;
            case '-' -> length = next == '=' || next == '>' ? 2 : 1;
            case '.' -> {
                if (next == '.' && third == '.') {
                    length = 3;
                }
            }
            case '(', '[', '{' -> depth++;
            case ')', ']', '}' -> {
                if (--depth < 0) {
                    throw unsure();
                }
            }
            case ',', ';', '~' -> {}
            default -> throw unsure(); // a back quote, a character beyond ASCII, or nothing that Python knows
        }
        if (length > 1) {
            code |= next << 8;
        }
        if (length > 2) {
            code |= third << 16;
        }
        at += length;
        operator = code;
        type = Type.OPERATOR;
    }

    private static boolean isIdentifier(String name) {
        return Character.isUnicodeIdentifierStart(name.codePointAt(0))
                && name.codePoints().allMatch(Character::isUnicodeIdentifierPart)
                && name.codePoints().noneMatch(Character::isIdentifierIgnorable);
    }

    private static boolean isName(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c < 0;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
