package dev.waag.lock;

import java.util.ArrayList;
import java.util.List;

/** Reads the text that {@link dev.waag.python.Marker} prints: single spaces, strings in quotes, {@code and} before {@code or}. */
final class MarkerLogicParser {
    private final String text;
    private int at;

    MarkerLogicParser(String text) {
        this.text = text;
    }

    MarkerLogic parse() {
        List<MarkerLogic> any = new ArrayList<>(1);
        do {
            List<MarkerLogic> all = new ArrayList<>(1);
            do {
                all.add(part());
            } while (skip(" and "));
            any.add(all.size() == 1 ? all.getFirst() : new MarkerLogic.All(all));
        } while (skip(" or "));
        return any.size() == 1 ? any.getFirst() : new MarkerLogic.Any(any);
    }

    private MarkerLogic part() {
        if (skip("(")) {
            MarkerLogic inner = parse();
            skip(")");
            return inner;
        }
        boolean mirrored = text.charAt(at) == '"' || text.charAt(at) == '\'';
        String left = operand();
        skip(" ");
        String operator = skip("not in ") ? "not in" : word();
        skip(" ");
        String right = operand();
        String variable = mirrored ? right : left;
        String value = mirrored ? left : right;
        String turned = mirrored ? turned(operator) : operator;
        return new MarkerLogic.Comparison(
                variable, turned, value, mirrored, MarkerLogic.versions(variable, turned, value));
    }

    private static String turned(String operator) {
        return switch (operator) {
            case "<" -> ">";
            case "<=" -> ">=";
            case ">" -> "<";
            case ">=" -> "<=";
            default -> operator;
        };
    }

    private String operand() {
        char quote = text.charAt(at);
        if (quote != '"' && quote != '\'') {
            return word();
        }
        int end = text.indexOf(quote, at + 1);
        String value = text.substring(at + 1, end);
        at = end + 1;
        return value;
    }

    private String word() {
        int start = at;
        while (at < text.length() && text.charAt(at) != ' ' && text.charAt(at) != ')') {
            at++;
        }
        return text.substring(start, at);
    }

    private boolean skip(String expected) {
        if (text.startsWith(expected, at)) {
            at += expected.length();
            return true;
        }
        return false;
    }
}
