package dev.waag.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the literal times, durations and regular expressions that could only fail, before any file is judged by them. */
final class Literals {
    private Literals() {}

    static List<WhenCompiler.Problem> check(CelAbstractSyntaxTree ast) {
        List<WhenCompiler.Problem> problems = new ArrayList<>();
        CelNavigableAst.fromAst(ast)
                .getRoot()
                .allNodes()
                .filter(n -> n.getKind() == Kind.CALL)
                .map(CelNavigableExpr::expr)
                .forEach(call -> literal(call).flatMap(l -> fault(ast, call, l)).ifPresent(message -> {
                    CelSourceLocation at = ast.getSource()
                            .getOffsetLocation(ast.getSource().getPositionsMap().getOrDefault(call.id(), 0))
                            .orElse(CelSourceLocation.of(1, 0));
                    problems.add(new WhenCompiler.Problem(at.getLine(), at.getColumn(), message));
                }));
        return problems;
    }

    /** The literal string that is a call's last argument. */
    private static Optional<String> literal(CelExpr call) {
        List<CelExpr> args = call.call().args();
        return Optional.ofNullable(args.isEmpty() ? null : args.getLast())
                .filter(a -> a.getKind() == Kind.CONSTANT)
                .map(CelExpr::constant)
                .filter(c -> c.getKind() == CelConstant.Kind.STRING_VALUE)
                .map(CelConstant::stringValue);
    }

    private static Optional<String> fault(CelAbstractSyntaxTree ast, CelExpr call, String literal) {
        return switch (call.call().function()) {
            case "matches" -> regex(literal);
            case "timestamp" ->
                fails(ast, call)
                        ? Optional.of("'" + literal + "' is not a time; write it like '2026-11-22T10:00:00Z'")
                        : Optional.empty();
            case "duration" ->
                fails(ast, call)
                        ? Optional.of("'" + literal + "' is not a duration; write it like '72h' or '90m'")
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<String> regex(String literal) {
        try {
            Pattern.compile(literal);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("'" + literal + "' is not an RE2 regular expression: " + e.getDescription());
        }
    }

    private static boolean fails(CelAbstractSyntaxTree ast, CelExpr call) {
        try {
            Expressions.RUNTIME.createProgram(Conditions.part(ast, call)).eval();
            return false;
        } catch (CelEvaluationException e) {
            return true;
        }
    }
}
