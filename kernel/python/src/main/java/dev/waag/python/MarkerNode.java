package dev.waag.python;

import java.util.List;

/** A marker's expression (PEP 508, "Environment Markers"): comparisons joined by {@code and} and {@code or}. */
sealed interface MarkerNode {
    /** One side of a comparison: a variable by its present name, or the text of a string. */
    record Operand(boolean isVariable, String text) {}

    /** The column is where the comparison begins, counted from 1. */
    record Comparison(Operand left, String operator, Operand right, int column) implements MarkerNode {}

    /** Nodes as written one after another, each but the first preceded by {@code and} or {@code or}: {@code joins.get(i)} stands before node {@code i + 1}. */
    record Group(List<MarkerNode> nodes, List<String> joins) implements MarkerNode {
        public Group {
            nodes = List.copyOf(nodes);
            joins = List.copyOf(joins);
        }
    }
}
