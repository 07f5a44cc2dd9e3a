package dev.waag.python;

import dev.waag.python.MarkerNode.Comparison;
import dev.waag.python.MarkerNode.Group;
import dev.waag.python.MarkerNode.Operand;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An environment marker (PEP 508, "Environment Markers"; PEP 751 adds {@code extras} and {@code dependency_groups}): where a requirement holds.
 *
 * <p>{@code parse("os.name=='nt' and (extra == 'A_b')")} prints as {@code os_name == "nt" and extra == "a-b"}; equal are those that print alike.
 */
public final class Marker {
    private final Group expression;
    private final String text;

    Marker(Group expression) {
        this.expression = expression;
        text = text(expression, true);
    }

    public static Marker parse(String text) throws RequirementException {
        Cursor in = new Cursor(text);
        Marker marker = new MarkerParser(in).marker();
        if (!in.atEnd()) {
            throw in.expected("and, or, or the end of the marker");
        }
        return marker;
    }

    /**
     * Whether the requirement holds there, for an installation with these extras. The variable for one extra takes each of them in turn, the empty
     * name if there are none, and one that fits is enough; PEP 751's variable for the set is all of them.
     *
     * <p>Throws RequirementException where a comparison has no meaning, such as {@code os_name ~= "nt"}.
     */
    public boolean evaluate(MarkerEnvironment environment, Set<String> extras) throws RequirementException {
        return evaluate(environment.values(), extras) == Truth.YES;
    }

    /** The same where not all is known of the environment: empty if it depends on what is not known. */
    public Optional<Boolean> evaluate(PartialEnvironment environment, Set<String> extras) throws RequirementException {
        return evaluate(environment.values(), extras).known();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Marker m && text.equals(m.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    private Truth evaluate(MarkerValues values, Set<String> extras) throws RequirementException {
        Set<String> names =
                extras.stream().map(MarkerEvaluator::normalizedName).collect(Collectors.toUnmodifiableSet());
        Truth truth = Truth.NO;
        for (String extra : names.isEmpty() || !mentionsExtra(expression) ? Set.of("") : names) {
            truth = truth.or(new MarkerEvaluator(values, extra, names).evaluate(expression));
        }
        return truth;
    }

    private static boolean mentionsExtra(MarkerNode node) {
        return switch (node) {
            case Comparison c ->
                c.left().text().equals("extra") || c.right().text().equals("extra");
            case Group g -> g.nodes().stream().anyMatch(Marker::mentionsExtra);
        };
    }

    /** Parentheses stand around every group that needs no unwrapping and is not the whole. */
    private static String text(MarkerNode node, boolean isWhole) {
        return switch (node) {
            case Comparison c -> text(c.left()) + " " + c.operator() + " " + text(c.right());
            case Group g when g.nodes().size() == 1 -> text(g.nodes().getFirst(), isWhole);
            case Group g -> {
                StringBuilder out = new StringBuilder(text(g.nodes().getFirst(), false));
                for (int i = 1; i < g.nodes().size(); i++) {
                    out.append(' ')
                            .append(g.joins().get(i - 1))
                            .append(' ')
                            .append(text(g.nodes().get(i), false));
                }
                yield isWhole ? out.toString() : "(" + out + ")";
            }
        };
    }

    /** A string prints in double quotes where it can; one with both kinds of quotes keeps a double one as its escape. */
    private static String text(Operand operand) {
        String text = operand.text();
        if (operand.isVariable()) {
            return text;
        }
        boolean inSingle = text.contains("\"") && !text.contains("'");
        return inSingle ? "'" + text + "'" : "\"" + text.replace("\"", "\\x22") + "\"";
    }
}
