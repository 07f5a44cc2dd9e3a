package dev.waag.python;

import dev.waag.python.MarkerNode.Comparison;
import dev.waag.python.MarkerNode.Group;
import dev.waag.python.MarkerNode.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the grammar of markers (PEP 508, "Grammar"; PEP 751 adds {@code extras} and {@code dependency_groups}). */
final class MarkerParser {
    /** Deeper nesting is refused: no one writes it, and reading, judging and printing walk down by recursion. */
    static final int MAX_DEPTH = 100;

    private static final List<String> OPERATORS = List.of("===", "==", "~=", "!=", "<=", ">=", "<", ">");
    private static final Set<String> SETS = Set.of("extras", "dependency_groups");
    /** The present name by each spelling, old ones among them. */
    private static final Map<String, String> VARIABLES = Stream.concat(
                    Stream.of(
                            "os.name",
                            "sys.platform",
                            "platform.version",
                            "platform.machine",
                            "platform.python_implementation",
                            "python_implementation"),
                    Stream.concat(MarkerEnvironment.NAMES.stream(), Stream.of("extra", "extras", "dependency_groups")))
            .collect(Collectors.toUnmodifiableMap(n -> n, MarkerParser::presentName));

    private final Cursor in;
    private int depth;

    MarkerParser(Cursor in) {
        this.in = in;
    }

    /** The marker that begins here, white space around it passed. */
    Marker marker() throws RequirementException {
        return new Marker(group());
    }

    private Group group() throws RequirementException {
        List<MarkerNode> nodes = new ArrayList<>();
        List<String> joins = new ArrayList<>();
        nodes.add(atom());
        for (String word = in.peekWord(); word.equals("and") || word.equals("or"); word = in.peekWord()) {
            in.moveTo(in.at() + word.length());
            joins.add(word);
            nodes.add(atom());
        }
        return new Group(nodes, joins);
    }

    private MarkerNode atom() throws RequirementException {
        in.skipBlanks();
        int start = in.at();
        MarkerNode node;
        if (in.accept('(')) {
            if (++depth > MAX_DEPTH) {
                throw in.error("parentheses nest deeper than " + MAX_DEPTH, start);
            }
            node = group();
            depth--;
            if (!in.accept(')')) {
                throw in.expected("and, or, or the ) that belongs to column " + (start + 1));
            }
        } else {
            node = comparison();
        }
        in.skipBlanks();
        return node;
    }

    private Comparison comparison() throws RequirementException {
        int column = in.at() + 1;
        Operand left = operand();
        in.skipBlanks();
        String operator = operator();
        in.skipBlanks();
        Operand right = operand();
        in.skipBlanks();
        if (isNamed(left, right)) {
            return new Comparison(left, operator, normalized(right), column);
        }
        boolean leftIsName = isNamed(right, left) || right.isVariable() && SETS.contains(right.text());
        return new Comparison(leftIsName && !left.isVariable() ? normalized(left) : left, operator, right, column);
    }

    private Operand operand() throws RequirementException {
        if (in.peek() == '"' || in.peek() == '\'') {
            return new Operand(false, PythonString.read(in));
        }
        String word = in.peekWord();
        String name = VARIABLES.get(word);
        if (name == null) {
            throw in.expected("a marker variable or a string in quotes");
        }
        in.moveTo(in.at() + word.length());
        return new Operand(true, name);
    }

    private String operator() throws RequirementException {
        for (String operator : OPERATORS) {
            if (in.text().startsWith(operator, in.at())) {
                in.moveTo(in.at() + operator.length());
                return operator;
            }
        }
        String word = in.peekWord();
        if (word.equals("in")) {
            in.moveTo(in.at() + word.length());
            return word;
        }
        if (word.equals("not")) {
            in.moveTo(in.at() + word.length());
            boolean apart = in.skipBlanks();
            if (apart && in.peekWord().equals("in")) {
                in.moveTo(in.at() + 2);
                return "not in";
            }
            throw in.expected("in after not");
        }
        throw in.expected("one of <, <=, ==, !=, >=, >, ~=, ===, in, not in");
    }

    private static boolean isNamed(Operand variable, Operand value) {
        return variable.isVariable() && variable.text().equals("extra") && !value.isVariable();
    }

    private static Operand normalized(Operand name) {
        return new Operand(false, MarkerEvaluator.normalizedName(name.text()));
    }

    private static String presentName(String spelling) {
        return spelling.equals("python_implementation") ? "platform_python_implementation" : spelling.replace('.', '_');
    }
}
