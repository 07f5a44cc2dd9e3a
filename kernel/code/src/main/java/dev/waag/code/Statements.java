package dev.waag.code;

/** Reads a file's statements into a tree of the shape that tree-sitter's grammar gives them (Python's reference, "Full Grammar specification"). */
final class Statements {
    private static final int DEEPEST = 90;

    private final Lexer in;
    private final Tree tree;
    private final Expressions expressions;
    private int depth;

    private Statements(Tree tree) {
        this.tree = tree;
        this.in = new Lexer(tree.source);
        this.expressions = new Expressions(in, tree);
    }

    /**
     * Reads plain Python 3.
     *
     * @throws Lexer.Unsure where the source is not that, or not surely
     */
    static Tree parse(byte[] source) {
        Tree tree = new Tree(source);
        int module = tree.leaf(Kind.MODULE, 0, source.length);
        Statements statements = new Statements(tree);
        while (statements.in.type != Lexer.Type.END) {
            statements.statement(module);
        }
        return tree;
    }

    private void statement(int parent) {
        if (in.type == Lexer.Type.OPERATOR && in.operator == '@') {
            tree.append(parent, decorated(), Field.NONE);
            return;
        }
        int compound = in.type == Lexer.Type.KEYWORD ? compound() : in.isSoft("match") ? match() : Tree.NO;
        if (compound != Tree.NO) {
            tree.append(parent, compound, Field.NONE);
        } else {
            line(parent);
        }
    }

    private int compound() {
        int from = in.start;
        return switch (in.word) {
            case IF -> conditional();
            case FOR -> loop(from);
            case WHILE -> repeated(from);
            case TRY -> attempt();
            case WITH -> with(from);
            case DEF -> function(from);
            case CLASS -> type();
            case ASYNC -> asynchronous();
            default -> Tree.NO;
        };
    }

    /** A match statement (PEP 634), or {@link Tree#NO} where {@code match} is a name here. */
    private int match() {
        Lexer.Place place = in.place();
        int size = tree.size();
        int node = tree.open(Kind.OTHER, in.start);
        in.next();
        int subject;
        try {
            subject = expressions.list();
        } catch (Lexer.Unsure e) {
            subject = Tree.NO;
        }
        if (subject == Tree.NO || !in.is(':') || !followsCase()) {
            in.back(place);
            tree.forget(size);
            return Tree.NO;
        }
        tree.append(node, subject, Field.NONE);
        int cases = tree.open(Kind.BLOCK, in.start);
        in.expect(':');
        in.next(); // the line's end
        in.next(); // the indentation
        if (++depth > DEEPEST) {
            throw Lexer.unsure();
        }
        while (in.type != Lexer.Type.DEDENT) {
            if (!in.isSoft("case")) {
                throw Lexer.unsure();
            }
            tree.append(cases, clause(), Field.NONE);
        }
        depth--;
        tree.append(node, tree.close(cases, in.last), Field.BODY);
        tree.close(node, in.last);
        in.next();
        return node;
    }

    /** Whether behind the colon at hand a line begins with {@code case}. */
    private boolean followsCase() {
        Lexer ahead = new Lexer(in);
        try {
            ahead.next();
            if (ahead.type != Lexer.Type.NEWLINE) {
                return false;
            }
            ahead.next();
            if (ahead.type != Lexer.Type.INDENT) {
                return false;
            }
            ahead.next();
            return ahead.isSoft("case");
        } catch (Lexer.Unsure e) {
            return false;
        }
    }

    /** Nothing in a pattern is called, so that it needs no nodes, but for its names: they stand nowhere in the tree. */
    private int clause() {
        int node = tree.open(Kind.OTHER, in.start);
        int outside = in.depth;
        in.next();
        while (in.depth > outside || !in.is(':') && !in.is(Word.IF)) {
            switch (in.type) {
                case STRING -> expressions.string();
                case NAME -> expressions.name();
                case KEYWORD, NUMBER, OPERATOR -> in.next();
                default -> throw Lexer.unsure();
            }
        }
        if (in.is(Word.IF)) {
            in.next();
            tree.append(node, expressions.expression(), Field.NONE);
        }
        tree.append(node, suite(), Field.CONSEQUENCE);
        return tree.close(node, in.last);
    }

    private int repeated(int from) {
        int node = tree.open(Kind.WHILE_STATEMENT, from);
        in.next();
        tree.append(node, expressions.expression(), Field.CONDITION);
        tree.append(node, suite(), Field.BODY);
        otherwise(node);
        return tree.close(node, in.last);
    }

    private int asynchronous() {
        int from = in.start;
        byte[] s = in.source;
        int next = in.end;
        while (next < s.length && (s[next] == ' ' || s[next] == '\t')) {
            next++;
        }
        if (next >= s.length || next == in.end || "dfw".indexOf(s[next]) < 0) {
            return Tree.NO; // a name, before Python 3.7
        }
        in.next();
        if (in.type != Lexer.Type.KEYWORD) {
            throw Lexer.unsure();
        }
        return switch (in.word) {
            case DEF -> function(from);
            case FOR -> loop(from);
            case WITH -> with(from);
            default -> throw Lexer.unsure();
        };
    }

    private int suite() {
        if (++depth > DEEPEST) {
            throw Lexer.unsure();
        }
        in.expect(':');
        int node = tree.open(Kind.BLOCK, in.start);
        if (in.type == Lexer.Type.NEWLINE) {
            in.next();
            if (in.type != Lexer.Type.INDENT) {
                throw Lexer.unsure();
            }
            in.next();
            tree.start(node, in.start);
            while (in.type != Lexer.Type.DEDENT) {
                if (in.type == Lexer.Type.END) {
                    throw Lexer.unsure();
                }
                statement(node);
            }
            tree.close(node, in.last);
            in.next();
        } else {
            line(node);
            tree.close(node, in.last);
        }
        depth--;
        return node;
    }

    /** Simple statements up to the line's end. */
    private void line(int parent) {
        while (true) {
            tree.append(parent, simple(), Field.NONE);
            if (in.is(';')) {
                in.next();
                if (in.type != Lexer.Type.NEWLINE) {
                    continue;
                }
            }
            if (in.type != Lexer.Type.NEWLINE) {
                throw Lexer.unsure();
            }
            int end = in.last;
            in.next();
            in.last = end; // a statement ends before its line does
            in.end = Math.max(in.end, end);
            return;
        }
    }

    private int conditional() {
        int node = tree.open(Kind.IF_STATEMENT, in.start);
        in.next();
        tree.append(node, expressions.expression(), Field.CONDITION);
        tree.append(node, suite(), Field.CONSEQUENCE);
        while (in.is(Word.ELIF)) {
            int clause = tree.open(Kind.ELIF_CLAUSE, in.start);
            in.next();
            tree.append(clause, expressions.expression(), Field.CONDITION);
            tree.append(clause, suite(), Field.CONSEQUENCE);
            tree.append(node, tree.close(clause, in.last), Field.ALTERNATIVE);
        }
        otherwise(node);
        return tree.close(node, in.last);
    }

    private void otherwise(int node) {
        if (in.is(Word.ELSE)) {
            int clause = tree.open(Kind.ELSE_CLAUSE, in.start);
            in.next();
            tree.append(clause, suite(), Field.BODY);
            tree.append(node, tree.close(clause, in.last), Field.ALTERNATIVE);
        }
    }

    private int loop(int from) {
        int node = tree.open(Kind.FOR_STATEMENT, from);
        in.next();
        tree.append(node, expressions.targets(), Field.LEFT);
        in.expect(Word.IN);
        tree.append(node, expressions.list(), Field.RIGHT);
        tree.append(node, suite(), Field.BODY);
        otherwise(node);
        return tree.close(node, in.last);
    }

    private int attempt() {
        int node = tree.open(Kind.TRY_STATEMENT, in.start);
        in.next();
        tree.append(node, suite(), Field.BODY);
        while (in.is(Word.EXCEPT)) {
            int clause = tree.open(Kind.EXCEPT_CLAUSE, in.start);
            in.next();
            if (in.is('*')) {
                in.next(); // PEP 654
            }
            if (!in.is(':')) {
                int caught = expressions.expression();
                if (in.is(Word.AS)) {
                    caught = as(caught);
                }
                tree.append(clause, caught, Field.VALUE);
            }
            tree.append(clause, suite(), Field.NONE);
            tree.append(node, tree.close(clause, in.last), Field.NONE);
        }
        if (in.is(Word.ELSE)) {
            int clause = tree.open(Kind.ELSE_CLAUSE, in.start);
            in.next();
            tree.append(clause, suite(), Field.BODY);
            tree.append(node, tree.close(clause, in.last), Field.NONE);
        }
        if (in.is(Word.FINALLY)) {
            int clause = tree.open(Kind.FINALLY_CLAUSE, in.start);
            in.next();
            tree.append(clause, suite(), Field.NONE);
            tree.append(node, tree.close(clause, in.last), Field.NONE);
        }
        return tree.close(node, in.last);
    }

    private int as(int what) {
        int node = tree.wrap(Kind.AS_PATTERN, what, Field.NONE);
        in.next();
        int target = tree.open(Kind.AS_PATTERN_TARGET, in.start);
        tree.append(target, expressions.disjunction(), Field.NONE);
        tree.append(node, tree.close(target, in.last), Field.ALIAS);
        return tree.close(node, in.last);
    }

    private int with(int from) {
        int node = tree.open(Kind.WITH_STATEMENT, from);
        in.next();
        int clause = in.is('(') ? bracketed() : Tree.NO;
        if (clause == Tree.NO) {
            clause = tree.open(Kind.WITH_CLAUSE, in.start);
            do {
                item(clause);
            } while (comma());
        }
        tree.append(node, tree.close(clause, in.last), Field.NONE);
        tree.append(node, suite(), Field.BODY);
        return tree.close(node, in.last);
    }

    /** @return whether it is given a name */
    private boolean item(int clause) {
        int value = expressions.expression();
        boolean named = in.is(Word.AS);
        if (named) {
            value = as(value);
        }
        int item = tree.wrap(Kind.WITH_ITEM, value, Field.VALUE);
        tree.append(clause, tree.close(item, in.last), Field.NONE);
        return named;
    }

    /** Items in brackets, as Python takes them since 3.10; {@link Tree#NO} where the brackets are an expression's. */
    private int bracketed() {
        Lexer.Place place = in.place();
        int size = tree.size();
        try {
            int clause = tree.open(Kind.WITH_CLAUSE, in.start);
            in.next();
            boolean named = false;
            do {
                if (in.is(')')) {
                    break;
                }
                named |= item(clause);
            } while (comma());
            in.expect(')');
            if (named && in.is(':')) {
                return clause;
            }
        } catch (Lexer.Unsure e) {
            // then it is an expression, or nothing that is known here
        }
        in.back(place);
        tree.forget(size);
        return Tree.NO;
    }

    private int function(int from) {
        int node = tree.open(Kind.FUNCTION_DEFINITION, from);
        in.next();
        tree.append(node, expressions.name(), Field.NAME);
        generics();
        int parameters = tree.open(Kind.PARAMETERS, in.start);
        in.expect('(');
        while (!in.is(')')) {
            tree.append(parameters, expressions.parameter(true), Field.NONE);
            if (!in.is(',')) {
                break;
            }
            in.next();
        }
        in.expect(')');
        tree.append(node, tree.close(parameters, in.last), Field.PARAMETERS);
        if (in.is('-', '>')) {
            in.next();
            tree.append(node, expressions.type(), Field.RETURN_TYPE);
        }
        tree.append(node, suite(), Field.BODY);
        return tree.close(node, in.last);
    }

    private int type() {
        int node = tree.open(Kind.CLASS_DEFINITION, in.start);
        in.next();
        tree.append(node, expressions.name(), Field.NAME);
        generics();
        if (in.is('(')) {
            tree.append(node, expressions.arguments(), Field.SUPERCLASSES);
        }
        tree.append(node, suite(), Field.BODY);
        return tree.close(node, in.last);
    }

    /** The parameters of a type (PEP 695), of which nothing is evaluated before somebody asks. */
    private void generics() {
        if (!in.is('[')) {
            return;
        }
        in.next();
        do {
            if (in.is(']')) {
                break;
            }
            if (in.is('*') || in.is('*', '*')) {
                in.next();
            }
            expressions.name();
            if (in.is(':')) {
                in.next();
                expressions.expression();
            }
            if (in.is('=')) {
                in.next();
                expressions.item();
            }
        } while (comma());
        in.expect(']');
    }

    private int decorated() {
        int node = tree.open(Kind.DECORATED_DEFINITION, in.start);
        while (in.is('@')) {
            int decorator = tree.open(Kind.DECORATOR, in.start);
            in.next();
            tree.append(decorator, expressions.expression(), Field.NONE);
            if (in.type != Lexer.Type.NEWLINE) {
                throw Lexer.unsure();
            }
            tree.append(node, tree.close(decorator, in.last), Field.NONE);
            in.next();
        }
        int definition = in.type == Lexer.Type.KEYWORD ? compound() : Tree.NO;
        if (definition == Tree.NO
                || tree.kind(definition) != Kind.FUNCTION_DEFINITION
                        && tree.kind(definition) != Kind.CLASS_DEFINITION) {
            throw Lexer.unsure();
        }
        tree.append(node, definition, Field.DEFINITION);
        return tree.close(node, in.last);
    }

    private int simple() {
        int from = in.start;
        if (in.type == Lexer.Type.KEYWORD) {
            switch (in.word) {
                case IMPORT -> {
                    int node = tree.open(Kind.IMPORT_STATEMENT, from);
                    in.next();
                    do {
                        tree.append(node, imported(true), Field.NAME);
                    } while (comma());
                    return tree.close(node, in.last);
                }
                case FROM -> {
                    return from();
                }
                case PASS, BREAK, CONTINUE -> {
                    in.next();
                    return tree.leaf(Kind.OTHER, from, in.last);
                }
                case RETURN -> {
                    int node = tree.open(Kind.RETURN_STATEMENT, from);
                    in.next();
                    if (expressions.begins()) {
                        tree.append(node, expressions.list(), Field.NONE);
                    }
                    return tree.close(node, in.last);
                }
                case RAISE, DEL, ASSERT -> {
                    return others(from);
                }
                case GLOBAL, NONLOCAL -> {
                    int node =
                            tree.open(in.word == Word.GLOBAL ? Kind.GLOBAL_STATEMENT : Kind.NONLOCAL_STATEMENT, from);
                    in.next();
                    do {
                        tree.append(node, expressions.name(), Field.NONE);
                    } while (comma());
                    return tree.close(node, in.last);
                }
                default -> {}
            }
        }
        return expressionStatement(from);
    }

    private boolean comma() {
        if (!in.is(',')) {
            return false;
        }
        in.next();
        return true;
    }

    private int others(int from) {
        boolean asserts = in.word == Word.ASSERT;
        boolean raises = in.word == Word.RAISE;
        int node = tree.open(Kind.OTHER, from);
        in.next();
        if (asserts) {
            do {
                tree.append(node, expressions.expression(), Field.NONE);
            } while (comma());
        } else if (expressions.begins()) {
            int what = raises ? expressions.expression() : expressions.list();
            tree.append(node, what, Field.NONE);
            if (raises && in.is(Word.FROM)) {
                in.next();
                tree.append(node, expressions.expression(), Field.NONE);
            }
        }
        return tree.close(node, in.last);
    }

    private int dotted() {
        int node = tree.open(Kind.DOTTED_NAME, in.start);
        tree.append(node, expressions.name(), Field.NONE);
        while (in.is('.')) {
            in.next();
            tree.append(node, expressions.name(), Field.NONE);
        }
        return tree.close(node, in.last);
    }

    private int imported(boolean dotted) {
        int node;
        if (dotted) {
            node = dotted();
        } else {
            int name = expressions.name();
            node = tree.close(tree.wrap(Kind.DOTTED_NAME, name, Field.NONE), in.last);
        }
        if (in.is(Word.AS)) {
            node = tree.wrap(Kind.ALIASED_IMPORT, node, Field.NAME);
            in.next();
            tree.append(node, expressions.name(), Field.ALIAS);
            tree.close(node, in.last);
        }
        return node;
    }

    private int from() {
        int node = tree.open(Kind.IMPORT_FROM_STATEMENT, in.start);
        in.next();
        int module;
        if (in.type == Lexer.Type.OPERATOR) {
            module = tree.open(Kind.RELATIVE_IMPORT, in.start);
            int dots = in.start;
            while (in.type == Lexer.Type.OPERATOR && (in.operator & 0xff) == '.') {
                in.next();
            }
            tree.append(module, tree.leaf(Kind.OTHER, dots, in.last), Field.NONE);
            if (in.type == Lexer.Type.NAME) {
                tree.append(module, dotted(), Field.NONE);
            }
            tree.close(module, in.last);
        } else {
            module = dotted();
            if (tree.text(module).equals("__future__")) {
                tree.kind(node, Kind.FUTURE_IMPORT_STATEMENT);
            }
        }
        if (tree.kind(node) == Kind.IMPORT_FROM_STATEMENT) {
            tree.append(node, module, Field.MODULE_NAME);
        }
        in.expect(Word.IMPORT);
        if (in.is('*')) {
            in.next();
            tree.append(node, tree.leaf(Kind.WILDCARD_IMPORT, in.last - 1, in.last), Field.NONE);
            return tree.close(node, in.last);
        }
        boolean bracket = in.is('(');
        if (bracket) {
            in.next();
        }
        do {
            if (bracket && in.is(')')) {
                break;
            }
            tree.append(node, imported(false), Field.NAME);
        } while (comma());
        if (bracket) {
            in.expect(')');
        }
        return tree.close(node, in.last);
    }

    private int expressionStatement(int from) {
        int node = tree.open(Kind.EXPRESSION_STATEMENT, from);
        int what = expressions.yieldOrList();
        if (in.type == Lexer.Type.OPERATOR && in.operator != ';') {
            what = assignment(what);
        } else if (tree.kind(what) == Kind.EXPRESSION_LIST) {
            // its parts stand in the statement themselves
            tree.adopt(node, what);
            return tree.close(node, in.last);
        }
        tree.append(node, what, Field.NONE);
        return tree.close(node, in.last);
    }

    private int assignment(int left) {
        if (in.is('=')) {
            expressions.pattern(left);
            int node = tree.wrap(Kind.ASSIGNMENT, left, Field.LEFT);
            in.next();
            int right = expressions.yieldOrList();
            tree.append(node, in.is('=') ? assignment(right) : right, Field.RIGHT);
            return tree.close(node, in.last);
        }
        if (in.is(':')) {
            expressions.pattern(left);
            int node = tree.wrap(Kind.ASSIGNMENT, left, Field.LEFT);
            in.next();
            tree.append(node, expressions.type(), Field.TYPE);
            if (in.is('=')) {
                in.next();
                tree.append(node, expressions.yieldOrList(), Field.RIGHT);
            }
            return tree.close(node, in.last);
        }
        int length = in.end - in.start;
        if (length < 2 || in.source[in.end - 1] != '=' || "=!<>:".indexOf(in.source[in.start]) >= 0 && length == 2) {
            throw Lexer.unsure();
        }
        expressions.pattern(left);
        int node = tree.wrap(Kind.AUGMENTED_ASSIGNMENT, left, Field.LEFT);
        tree.append(node, tree.leaf(Kind.TOKEN, in.start, in.end), Field.OPERATOR);
        in.next();
        tree.append(node, expressions.yieldOrList(), Field.RIGHT);
        return tree.close(node, in.last);
    }
}
