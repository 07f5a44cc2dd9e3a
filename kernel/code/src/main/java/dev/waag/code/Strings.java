package dev.waag.code;

/** Reads strings into a tree: their quotes, their content, and the expressions within those that are formatted (Python's reference, "f-strings"). */
final class Strings {
    private final Lexer in;
    private final Tree tree;
    private final Expressions expressions;

    Strings(Lexer in, Tree tree, Expressions expressions) {
        this.in = in;
        this.tree = tree;
        this.expressions = expressions;
    }

    /** One string, or several that stand side by side. */
    int read() {
        int first = string();
        if (in.type != Lexer.Type.STRING) {
            return first;
        }
        int all = tree.wrap(Kind.CONCATENATED_STRING, first, Field.NONE);
        while (in.type == Lexer.Type.STRING) {
            tree.append(all, string(), Field.NONE);
        }
        return tree.close(all, in.last);
    }

    private int string() {
        byte[] s = in.source;
        int node = tree.open(Kind.STRING, in.start);
        tree.append(node, tree.leaf(Kind.STRING_START, in.start, in.end), Field.NONE);
        byte quote = s[in.end - 1];
        boolean triple = in.end - in.start >= 3 && s[in.end - 2] == quote && s[in.end - 3] == quote;
        boolean formatted = false;
        boolean raw = false;
        for (int i = in.start; i < in.end && s[i] != quote; i++) {
            formatted |= (s[i] | 0x20) == 'f';
            raw |= (s[i] | 0x20) == 'r';
        }
        int from = in.end;
        int at = from;
        while (true) {
            if (at >= s.length) {
                throw Lexer.unsure();
            }
            byte c = s[at];
            if (c == '\\') {
                if (formatted && !raw && at + 2 < s.length && s[at + 1] == 'N' && s[at + 2] == '{') {
                    at += 3; // a character by its name
                    while (at < s.length && s[at] != '}' && s[at] != quote) {
                        at++;
                    }
                    at += at < s.length && s[at] == '}' ? 1 : 0;
                } else {
                    at += formatted && at + 1 < s.length && (s[at + 1] == '{' || s[at + 1] == '}') ? 1 : 2;
                }
            } else if (c == quote && (!triple || at + 2 < s.length && s[at + 1] == quote && s[at + 2] == quote)) {
                break;
            } else if (c == '\n' && !triple) {
                throw Lexer.unsure();
            } else if (formatted && (c == '{' || c == '}')) {
                if (at + 1 < s.length && s[at + 1] == c) {
                    at += 2;
                    continue;
                }
                if (c == '}') {
                    throw Lexer.unsure();
                }
                content(node, from, at);
                at = interpolation(node, at);
                from = at;
            } else {
                at++;
            }
        }
        content(node, from, at);
        int end = at + (triple ? 3 : 1);
        tree.append(node, tree.leaf(Kind.STRING_END, at, end), Field.NONE);
        in.resume(end);
        return tree.close(node, end);
    }

    private void content(int node, int from, int to) {
        if (to > from) {
            tree.append(node, tree.leaf(Kind.STRING_CONTENT, from, to), Field.NONE);
        }
    }

    /** @return where the string goes on */
    private int interpolation(int parent, int from) {
        int depth = in.depth;
        in.depth = depth + 1;
        in.resume(from + 1);
        int node = tree.open(Kind.INTERPOLATION, from);
        tree.append(node, expressions.yieldOrList(), Field.EXPRESSION);
        if (in.is('=')) {
            in.next();
        }
        if (in.is('!')) {
            int mark = in.start;
            in.next();
            tree.append(node, tree.leaf(Kind.OTHER, mark, in.end), Field.NONE);
            in.next();
        }
        int end;
        if (in.is(':') || in.is(':', '=')) {
            end = specifier(node, in.start);
        } else if (in.is('}')) {
            end = in.end;
        } else {
            throw Lexer.unsure();
        }
        in.depth = depth;
        tree.append(parent, tree.close(node, end), Field.NONE);
        return end;
    }

    /** How a value is to be shown, which may hold values too. */
    private int specifier(int parent, int from) {
        byte[] s = in.source;
        int node = tree.open(Kind.OTHER, from);
        int at = from + 1;
        while (true) {
            if (at >= s.length || s[at] == '\n' || s[at] == '"' || s[at] == '\'' || s[at] == '\\') {
                throw Lexer.unsure();
            }
            if (s[at] == '{') {
                at = interpolation(node, at);
            } else if (s[at] == '}') {
                break;
            } else {
                at++;
            }
        }
        tree.append(parent, tree.close(node, at), Field.NONE);
        return at + 1;
    }
}
