package dev.waag.code;

/** Reads expressions into a tree of the shape that tree-sitter's grammar gives them (Python's reference, "Full Grammar specification"). */
final class Expressions {
    /** Beyond this nesting another parser, which does not recurse, takes over. */
    private static final int DEEPEST = 150;

    private final Lexer in;
    private final Tree tree;
    private final Strings strings;
    private int depth;

    Expressions(Lexer in, Tree tree) {
        this.in = in;
        this.tree = tree;
        this.strings = new Strings(in, tree, this);
    }

    /** What may stand on the right of an assignment. */
    int yieldOrList() {
        return in.is(Word.YIELD) ? yielded() : list();
    }

    /** One expression, or several with commas between as one node. */
    int list() {
        int first = item();
        if (!in.is(',')) {
            return first;
        }
        int all = tree.wrap(Kind.EXPRESSION_LIST, first, Field.NONE);
        while (in.is(',')) {
            in.next();
            if (!begins()) {
                break;
            }
            tree.append(all, item(), Field.NONE);
        }
        return tree.close(all, in.last);
    }

    /** Whether an expression can begin with this token. */
    boolean begins() {
        return switch (in.type) {
            case NAME, NUMBER, STRING -> true;
            case KEYWORD ->
                switch (in.word) {
                    case NOT, LAMBDA, YIELD, AWAIT, ASYNC, NOTHING, YES, NO -> true;
                    default -> false;
                };
            case OPERATOR ->
                in.is('(')
                        || in.is('[')
                        || in.is('{')
                        || in.is('-')
                        || in.is('+')
                        || in.is('~')
                        || in.is('*')
                        || in.operator == ('.' | '.' << 8 | '.' << 16);
            default -> false;
        };
    }

    int yielded() {
        int node = tree.open(Kind.YIELD, in.start);
        in.next();
        if (in.is(Word.FROM)) {
            in.next();
            tree.append(node, expression(), Field.NONE);
        } else if (begins()) {
            tree.append(node, list(), Field.NONE);
        }
        return tree.close(node, in.last);
    }

    /** An expression, or one with a star. */
    int item() {
        if (!in.is('*')) {
            return expression();
        }
        int node = tree.open(Kind.LIST_SPLAT, in.start);
        in.next();
        tree.append(node, expression(), Field.NONE);
        return tree.close(node, in.last);
    }

    int expression() {
        if (++depth > DEEPEST) {
            throw Lexer.unsure();
        }
        int node;
        if (in.is(Word.LAMBDA)) {
            node = lambda();
        } else {
            node = disjunction();
            if (in.is(Word.IF)) {
                node = tree.wrap(Kind.CONDITIONAL_EXPRESSION, node, Field.NONE);
                in.next();
                tree.append(node, disjunction(), Field.NONE);
                in.expect(Word.ELSE);
                tree.append(node, expression(), Field.NONE);
                tree.close(node, in.last);
            } else if (in.is(':', '=') && tree.kind(node) == Kind.IDENTIFIER) {
                node = tree.wrap(Kind.NAMED_EXPRESSION, node, Field.NAME);
                in.next();
                tree.append(node, expression(), Field.VALUE);
                tree.close(node, in.last);
            }
        }
        depth--;
        return node;
    }

    private int lambda() {
        int node = tree.open(Kind.LAMBDA, in.start);
        in.next();
        if (!in.is(':')) {
            int parameters = tree.open(Kind.LAMBDA_PARAMETERS, in.start);
            while (!in.is(':')) {
                tree.append(parameters, parameter(false), Field.NONE);
                if (!in.is(',')) {
                    break;
                }
                in.next();
            }
            tree.append(node, tree.close(parameters, in.last), Field.PARAMETERS);
        }
        in.expect(':');
        tree.append(node, expression(), Field.BODY);
        return tree.close(node, in.last);
    }

    /** @param typed whether a colon begins a type */
    int parameter(boolean typed) {
        int from = in.start;
        int node;
        if (in.is('*')) {
            in.next();
            if (in.is(',') || in.is(')') || in.is(':')) {
                return tree.leaf(Kind.OTHER, from, in.last);
            }
            node = tree.open(Kind.LIST_SPLAT_PATTERN, from);
            tree.append(node, name(), Field.NONE);
            tree.close(node, in.last);
        } else if (in.is('*', '*')) {
            in.next();
            node = tree.open(Kind.DICTIONARY_SPLAT_PATTERN, from);
            tree.append(node, name(), Field.NONE);
            tree.close(node, in.last);
        } else if (in.is('/')) {
            in.next();
            return tree.leaf(Kind.OTHER, from, in.last);
        } else {
            node = name();
        }
        if (typed && in.is(':')) {
            in.next();
            int type = type();
            if (in.is('=')) {
                node = tree.wrap(Kind.TYPED_DEFAULT_PARAMETER, node, Field.NAME);
                tree.append(node, type, Field.TYPE);
                in.next();
                tree.append(node, expression(), Field.VALUE);
            } else {
                node = tree.wrap(Kind.TYPED_PARAMETER, node, Field.NONE);
                tree.append(node, type, Field.TYPE);
            }
        } else if (in.is('=')) {
            node = tree.wrap(Kind.DEFAULT_PARAMETER, node, Field.NAME);
            in.next();
            tree.append(node, expression(), Field.VALUE);
        }
        return tree.close(node, in.last);
    }

    int type() {
        int node = tree.open(Kind.TYPE, in.start);
        tree.append(node, expression(), Field.NONE);
        return tree.close(node, in.last);
    }

    int string() {
        return strings.read();
    }

    int name() {
        if (in.type != Lexer.Type.NAME && !in.is(Word.ASYNC) && !in.is(Word.AWAIT)) {
            throw Lexer.unsure();
        }
        return leaf(Kind.IDENTIFIER);
    }

    private int leaf(Kind kind) {
        int node = tree.leaf(kind, in.start, in.end);
        in.next();
        return node;
    }

    private void operator(int node, Field field) {
        tree.append(node, leaf(Kind.TOKEN), field);
    }

    int disjunction() {
        int left = conjunction();
        while (in.is(Word.OR)) {
            left = tree.wrap(Kind.BOOLEAN_OPERATOR, left, Field.LEFT);
            operator(left, Field.OPERATOR);
            tree.append(left, conjunction(), Field.RIGHT);
            tree.close(left, in.last);
        }
        return left;
    }

    private int conjunction() {
        int left = inversion();
        while (in.is(Word.AND)) {
            left = tree.wrap(Kind.BOOLEAN_OPERATOR, left, Field.LEFT);
            operator(left, Field.OPERATOR);
            tree.append(left, inversion(), Field.RIGHT);
            tree.close(left, in.last);
        }
        return left;
    }

    private int inversion() {
        if (!in.is(Word.NOT)) {
            return comparison();
        }
        if (++depth > DEEPEST) {
            throw Lexer.unsure();
        }
        int node = tree.open(Kind.NOT_OPERATOR, in.start);
        in.next();
        tree.append(node, inversion(), Field.ARGUMENT);
        depth--;
        return tree.close(node, in.last);
    }

    private int comparison() {
        int left = binary(0);
        int node = Tree.NO;
        while (compares()) {
            if (node == Tree.NO) {
                node = tree.wrap(Kind.COMPARISON_OPERATOR, left, Field.NONE);
            }
            int from = in.start;
            Word word = in.type == Lexer.Type.KEYWORD ? in.word : Word.NONE;
            in.next();
            if (word == Word.NOT) {
                in.expect(Word.IN);
            } else if (word == Word.IS && in.is(Word.NOT)) {
                in.next();
            }
            tree.append(node, tree.leaf(Kind.TOKEN, from, in.last), Field.OPERATORS);
            tree.append(node, binary(0), Field.NONE);
            tree.close(node, in.last);
        }
        return node == Tree.NO ? left : node;
    }

    private boolean compares() {
        if (in.type == Lexer.Type.KEYWORD) {
            return in.word == Word.IN || in.word == Word.IS || in.word == Word.NOT;
        }
        return in.is('<') || in.is('>') || in.is('=', '=') || in.is('!', '=') || in.is('<', '=') || in.is('>', '=');
    }

    /** How strongly the operator at hand binds; 0 for none that stands between two operands. */
    private int strength() {
        if (in.type != Lexer.Type.OPERATOR) {
            return 0;
        }
        return switch (in.operator) {
            case '|' -> 1;
            case '^' -> 2;
            case '&' -> 3;
            case '<' | '<' << 8, '>' | '>' << 8 -> 4;
            case '+', '-' -> 5;
            case '*', '/', '%', '@', '/' | '/' << 8 -> 6;
            default -> 0;
        };
    }

    private int binary(int above) {
        int left = unary();
        for (int strength = strength(); strength > above; strength = strength()) {
            left = tree.wrap(Kind.BINARY_OPERATOR, left, Field.LEFT);
            operator(left, Field.OPERATOR);
            tree.append(left, binary(strength), Field.RIGHT);
            tree.close(left, in.last);
        }
        return left;
    }

    private int unary() {
        if (!in.is('-') && !in.is('+') && !in.is('~')) {
            return power();
        }
        if (++depth > DEEPEST) {
            throw Lexer.unsure();
        }
        int node = tree.open(Kind.UNARY_OPERATOR, in.start);
        operator(node, Field.OPERATOR);
        tree.append(node, unary(), Field.ARGUMENT);
        depth--;
        return tree.close(node, in.last);
    }

    private int power() {
        int node;
        if (in.is(Word.AWAIT)) {
            node = awaited();
        } else {
            node = primary();
        }
        if (in.is('*', '*')) {
            node = tree.wrap(Kind.BINARY_OPERATOR, node, Field.LEFT);
            operator(node, Field.OPERATOR);
            tree.append(node, unary(), Field.RIGHT);
            tree.close(node, in.last);
        }
        return node;
    }

    /** Before Python 3.7 {@code await} was a name. */
    private int awaited() {
        int from = in.start;
        int to = in.end;
        in.next();
        if (!begins() || in.is('-') || in.is('+') || in.is('*')) {
            return trailers(tree.leaf(Kind.IDENTIFIER, from, to));
        }
        int node = tree.open(Kind.AWAIT, from);
        tree.append(node, primary(), Field.NONE);
        return tree.close(node, in.last);
    }

    private int primary() {
        return trailers(atom());
    }

    private int trailers(int first) {
        int node = first;
        while (in.type == Lexer.Type.OPERATOR) {
            if (in.operator == '.') {
                node = tree.wrap(Kind.ATTRIBUTE, node, Field.OBJECT);
                in.next();
                tree.append(node, name(), Field.ATTRIBUTE);
            } else if (in.operator == '(') {
                node = tree.wrap(Kind.CALL, node, Field.FUNCTION);
                tree.append(node, arguments(), Field.ARGUMENTS);
            } else if (in.operator == '[') {
                node = tree.wrap(Kind.SUBSCRIPT, node, Field.VALUE);
                in.next();
                do {
                    tree.append(node, index(), Field.SUBSCRIPT);
                } while (comma(']'));
                in.expect(']');
            } else {
                break;
            }
            tree.close(node, in.last);
        }
        return node;
    }

    /** Takes a comma, and tells whether something follows it before the bracket. */
    private boolean comma(char closing) {
        if (!in.is(',')) {
            return false;
        }
        in.next();
        return !in.is(closing);
    }

    private int index() {
        int from = in.start;
        int first = in.is(':') ? Tree.NO : item();
        if (!in.is(':')) {
            return first;
        }
        int node = first == Tree.NO ? tree.open(Kind.SLICE, from) : tree.wrap(Kind.SLICE, first, Field.NONE);
        for (int colons = 0; colons < 2 && in.is(':'); colons++) {
            in.next();
            if (!in.is(':') && !in.is(']') && !in.is(',')) {
                tree.append(node, expression(), Field.NONE);
            }
        }
        return tree.close(node, in.last);
    }

    /** From bracket to bracket. */
    int arguments() {
        int node = tree.open(Kind.ARGUMENT_LIST, in.start);
        in.next();
        boolean first = true;
        while (!in.is(')')) {
            int argument;
            if (in.is('*', '*')) {
                argument = tree.open(Kind.DICTIONARY_SPLAT, in.start);
                in.next();
                tree.append(argument, expression(), Field.NONE);
                tree.close(argument, in.last);
            } else {
                argument = item();
                if (in.is('=')) {
                    if (tree.kind(argument) != Kind.IDENTIFIER) {
                        throw Lexer.unsure();
                    }
                    argument = tree.wrap(Kind.KEYWORD_ARGUMENT, argument, Field.NAME);
                    in.next();
                    tree.append(argument, expression(), Field.VALUE);
                    tree.close(argument, in.last);
                } else if (first && (in.is(Word.FOR) || in.is(Word.ASYNC))) {
                    tree.kind(node, Kind.GENERATOR_EXPRESSION);
                    tree.append(node, argument, Field.BODY);
                    clauses(node);
                    break;
                }
            }
            tree.append(node, argument, Field.NONE);
            first = false;
            if (!comma(')')) {
                break;
            }
        }
        in.expect(')');
        return tree.close(node, in.last);
    }

    /** {@code for … in …}, once or more, and {@code if …}. */
    private void clauses(int parent) {
        while (true) {
            int from = in.start;
            if (in.is(Word.IF)) {
                in.next();
                int node = tree.open(Kind.IF_CLAUSE, from);
                tree.append(node, condition(), Field.NONE);
                tree.append(parent, tree.close(node, in.last), Field.NONE);
                continue;
            }
            if (in.is(Word.ASYNC)) {
                in.next();
            } else if (!in.is(Word.FOR)) {
                return;
            }
            in.expect(Word.FOR);
            int node = tree.open(Kind.FOR_IN_CLAUSE, from);
            tree.append(node, targets(), Field.LEFT);
            in.expect(Word.IN);
            tree.append(node, condition(), Field.RIGHT);
            tree.append(parent, tree.close(node, in.last), Field.NONE);
        }
    }

    /** Without {@code … if … else …}, which would take the clause that follows. */
    private int condition() {
        if (in.is(Word.LAMBDA)) {
            return lambda();
        }
        int node = disjunction();
        if (in.is(':', '=') && tree.kind(node) == Kind.IDENTIFIER) {
            node = tree.wrap(Kind.NAMED_EXPRESSION, node, Field.NAME);
            in.next();
            tree.append(node, disjunction(), Field.VALUE);
            tree.close(node, in.last);
        }
        return node;
    }

    /** What a loop assigns to: up to {@code in}, which an expression would take for its own. */
    int targets() {
        int first = target();
        if (!in.is(',')) {
            return first;
        }
        int all = tree.wrap(Kind.PATTERN_LIST, first, Field.NONE);
        while (in.is(',')) {
            in.next();
            if (in.is(Word.IN)) {
                break;
            }
            tree.append(all, target(), Field.NONE);
        }
        return tree.close(all, in.last);
    }

    private int target() {
        if (in.is('*')) {
            int node = tree.open(Kind.LIST_SPLAT_PATTERN, in.start);
            in.next();
            tree.append(node, primary(), Field.NONE);
            return tree.close(node, in.last);
        }
        int node = primary();
        pattern(node);
        return node;
    }

    /** Makes of what was read as an expression what is assigned to. */
    void pattern(int node) {
        switch (tree.kind(node)) {
            case IDENTIFIER, ATTRIBUTE, SUBSCRIPT -> {
                return;
            }
            case TUPLE, PARENTHESIZED_EXPRESSION -> tree.kind(node, Kind.TUPLE_PATTERN);
            case LIST -> tree.kind(node, Kind.LIST_PATTERN);
            case EXPRESSION_LIST -> tree.kind(node, Kind.PATTERN_LIST);
            case LIST_SPLAT -> tree.kind(node, Kind.LIST_SPLAT_PATTERN);
            default -> throw Lexer.unsure();
        }
        for (int c = tree.first(node); c != Tree.NO; c = tree.next(c)) {
            pattern(c);
        }
    }

    private int atom() {
        return switch (in.type) {
            case NAME -> leaf(Kind.IDENTIFIER);
            case STRING -> strings.read();
            case NUMBER -> leaf(number());
            case KEYWORD ->
                switch (in.word) {
                    case NOTHING -> leaf(Kind.NONE);
                    case YES -> leaf(Kind.TRUE);
                    case NO -> leaf(Kind.FALSE);
                    case ASYNC -> leaf(Kind.IDENTIFIER);
                    default -> throw Lexer.unsure();
                };
            case OPERATOR -> enclosed();
            default -> throw Lexer.unsure();
        };
    }

    private int enclosed() {
        if (++depth > DEEPEST) {
            throw Lexer.unsure();
        }
        int node = switch (in.operator) {
            case '(' -> parenthesized();
            case '[' -> bracketed();
            case '{' -> braced();
            case '.' | '.' << 8 | '.' << 16 -> leaf(Kind.OTHER);
            default -> throw Lexer.unsure();
        };
        depth--;
        return node;
    }

    private Kind number() {
        byte[] s = in.source;
        boolean based = in.end - in.start > 1 && s[in.start] == '0' && (s[in.start + 1] | 0x20) == 'x';
        for (int i = in.start; i < in.end && !based; i++) {
            if (s[i] == '.' || (s[i] | 0x20) == 'e') {
                return Kind.FLOAT;
            }
        }
        return Kind.INTEGER;
    }

    private int parenthesized() {
        int node = tree.open(Kind.TUPLE, in.start);
        in.next();
        if (in.is(Word.YIELD)) {
            tree.kind(node, Kind.PARENTHESIZED_EXPRESSION);
            tree.append(node, yielded(), Field.NONE);
        } else if (!in.is(')')) {
            int first = item();
            if (in.is(Word.FOR) || in.is(Word.ASYNC)) {
                tree.kind(node, Kind.GENERATOR_EXPRESSION);
                tree.append(node, first, Field.BODY);
                clauses(node);
            } else if (in.is(',')) {
                tree.append(node, first, Field.NONE);
                elements(node, ')');
            } else {
                if (tree.kind(first) == Kind.LIST_SPLAT) {
                    throw Lexer.unsure();
                }
                tree.kind(node, Kind.PARENTHESIZED_EXPRESSION);
                tree.append(node, first, Field.NONE);
            }
        }
        in.expect(')');
        return tree.close(node, in.last);
    }

    /** What follows the first, with commas before each. */
    private void elements(int node, char closing) {
        while (comma(closing)) {
            tree.append(node, item(), Field.NONE);
        }
    }

    private int bracketed() {
        int node = tree.open(Kind.LIST, in.start);
        in.next();
        if (!in.is(']')) {
            int first = item();
            if (in.is(Word.FOR) || in.is(Word.ASYNC)) {
                tree.kind(node, Kind.LIST_COMPREHENSION);
                tree.append(node, first, Field.BODY);
                clauses(node);
            } else {
                tree.append(node, first, Field.NONE);
                elements(node, ']');
            }
        }
        in.expect(']');
        return tree.close(node, in.last);
    }

    private int braced() {
        int node = tree.open(Kind.DICTIONARY, in.start);
        in.next();
        if (!in.is('}')) {
            int first = member();
            boolean pairs = tree.kind(first) == Kind.PAIR || tree.kind(first) == Kind.DICTIONARY_SPLAT;
            if (in.is(Word.FOR) || in.is(Word.ASYNC)) {
                tree.kind(node, pairs ? Kind.DICTIONARY_COMPREHENSION : Kind.SET_COMPREHENSION);
                tree.append(node, first, Field.BODY);
                clauses(node);
            } else {
                tree.kind(node, pairs ? Kind.DICTIONARY : Kind.SET);
                tree.append(node, first, Field.NONE);
                while (comma('}')) {
                    tree.append(node, member(), Field.NONE);
                }
            }
        }
        in.expect('}');
        return tree.close(node, in.last);
    }

    private int member() {
        if (in.is('*', '*')) {
            int node = tree.open(Kind.DICTIONARY_SPLAT, in.start);
            in.next();
            tree.append(node, disjunction(), Field.NONE);
            return tree.close(node, in.last);
        }
        int node = item();
        if (in.is(':')) {
            node = tree.wrap(Kind.PAIR, node, Field.KEY);
            in.next();
            tree.append(node, expression(), Field.VALUE);
            tree.close(node, in.last);
        }
        return node;
    }
}
