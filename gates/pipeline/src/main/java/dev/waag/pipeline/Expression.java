package dev.waag.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A GitHub Actions expression, read as far as this needs: which contexts flow into what it evaluates to, and which it names at all.
 *
 * <p>A comparison, a negation and functions such as {@code contains} give a truth value whatever is compared; of {@code a && b} only b
 * is evaluated to; {@code format}, {@code join}, {@code toJSON} and {@code fromJSON} hand on what they are given.
 */
final class Expression {
    /**
     * A context with its path in lower case, such as {@code github.event.issue.title}; {@code *} for a filter or a computed index.
     *
     * @param computed whether an index is an expression rather than a literal
     * @param whole whether it is the context itself, without any part of it
     */
    record Context(String path, boolean computed, boolean whole) {
        boolean isIn(String name) {
            return path.equals(name) || path.startsWith(name + ".");
        }

        /** The one name after the context's own, where there is just one. */
        Optional<String> tail() {
            String[] parts = path.split("\\.", -1);
            return parts.length == 2 ? Optional.of(parts[1]) : Optional.empty();
        }
    }

    /** @param flows contexts whose value may be what the expression evaluates to; {@code named} all of them */
    record Read(List<Context> flows, List<Context> named, Set<String> functions) {}

    private static final Set<String> HANDING_ON = Set.of("tojson", "fromjson", "format", "join");
    private static final int DEPTH = 50;

    private final String text;
    private final List<Context> named = new ArrayList<>();
    private final Set<String> functions = new java.util.LinkedHashSet<>();
    private int at;
    private int depth;

    private Expression(String text) {
        this.text = text;
    }

    /** Reads what stands between the braces; empty where it is no expression. */
    static Optional<Read> read(String bare) {
        Expression e = new Expression(bare);
        try {
            List<Context> flows = e.or();
            e.blanks();
            return e.at == bare.length()
                    ? Optional.of(new Read(flows, List.copyOf(e.named), Set.copyOf(e.functions)))
                    : Optional.empty();
        } catch (IllegalStateException wrong) {
            return Optional.empty();
        }
    }

    private List<Context> or() {
        if (++depth > DEPTH) {
            throw new IllegalStateException("nested too deep");
        }
        List<Context> flows = new ArrayList<>(and());
        while (take("||")) {
            flows.addAll(and());
        }
        depth--;
        return flows;
    }

    private List<Context> and() {
        List<Context> flows = comparison();
        while (take("&&")) {
            flows = comparison();
        }
        return flows;
    }

    private List<Context> comparison() {
        List<Context> flows = unary();
        while (take("==") || take("!=") || take("<=") || take(">=") || take("<") || take(">")) {
            unary();
            flows = List.of();
        }
        return flows;
    }

    private List<Context> unary() {
        boolean not = false;
        blanks();
        while (at < text.length() && text.charAt(at) == '!' && !text.startsWith("!=", at)) {
            at++;
            not = true;
            blanks();
        }
        List<Context> flows = postfix();
        return not ? List.of() : flows;
    }

    private List<Context> postfix() {
        blanks();
        char c = peek();
        if (c == '(') {
            at++;
            List<Context> flows = or();
            expect(')');
            return path("*", flows);
        }
        if (c == '\'') {
            string();
            return List.of();
        }
        if (c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.') {
            while (at < text.length() && (Character.isLetterOrDigit(peek()) || "+-.".indexOf(peek()) >= 0)) {
                at++;
            }
            return List.of();
        }
        String name = name();
        blanks();
        if (peek() == '(') {
            return call(name);
        }
        return Set.of("true", "false", "null", "nan", "infinity").contains(name) ? List.of() : path(name, List.of());
    }

    private List<Context> call(String name) {
        functions.add(name);
        expect('(');
        List<Context> flows = new ArrayList<>();
        int argument = 0;
        List<Context> last = List.of();
        blanks();
        while (peek() != ')') {
            last = or();
            boolean value = HANDING_ON.contains(name) || name.equals("case") && argument % 2 == 1;
            if (value) {
                flows.addAll(last);
            }
            argument++;
            blanks();
            if (peek() == ',') {
                at++;
                blanks();
            }
        }
        expect(')');
        if (name.equals("case")) {
            flows.addAll(last);
        }
        return path("*", flows);
    }

    /** What follows a context, a call or a parenthesis: parts of it. {@code *} stands for what has no name. */
    private List<Context> path(String first, List<Context> carried) {
        StringBuilder path = new StringBuilder(first);
        boolean computed = false;
        boolean whole = true;
        while (true) {
            blanks();
            char c = peek();
            if (c == '.') {
                at++;
                blanks();
                if (peek() == '*') {
                    at++;
                    path.append(".*");
                } else {
                    path.append('.').append(name());
                }
            } else if (c == '[') {
                at++;
                blanks();
                if (peek() == '\'') {
                    path.append('.').append(string().toLowerCase(Locale.ROOT));
                } else if (peek() == '*') {
                    at++;
                    path.append(".*");
                } else {
                    computed |= !Character.isDigit(peek());
                    or();
                    path.append(".*");
                }
                blanks();
                expect(']');
            } else {
                break;
            }
            whole = false;
        }
        if (first.equals("*")) {
            return whole ? carried : List.of(new Context(path.toString(), true, false));
        }
        Context context = new Context(path.toString(), computed, whole);
        named.add(context);
        return List.of(context);
    }

    private String string() {
        expect('\'');
        StringBuilder value = new StringBuilder();
        while (true) {
            if (at >= text.length()) {
                throw new IllegalStateException("an open text");
            }
            char c = text.charAt(at++);
            if (c != '\'') {
                value.append(c);
            } else if (peek() == '\'') {
                value.append('\'');
                at++;
            } else {
                return value.toString();
            }
        }
    }

    private String name() {
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(peek()) || peek() == '_' || peek() == '-')) {
            at++;
        }
        if (from == at) {
            throw new IllegalStateException("no name");
        }
        return text.substring(from, at).toLowerCase(Locale.ROOT);
    }

    private boolean take(String operator) {
        blanks();
        if (text.startsWith(operator, at)) {
            at += operator.length();
            return true;
        }
        return false;
    }

    private void expect(char c) {
        blanks();
        if (peek() != c) {
            throw new IllegalStateException("no " + c);
        }
        at++;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
