package dev.waag.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compiles a {@code when}, and says in plain words what is wrong with one that does not compile. */
final class WhenCompiler {
    /** A mistake in an expression; line from 1 and column from 0, in code points, as CEL counts them. */
    record Problem(int line, int column, String message) {}

    /** Either a condition, or problems. */
    record Result(Optional<Condition> condition, List<Problem> problems) {}

    private WhenCompiler() {}

    static Result compile(String when, CelCompiler compiler) {
        if (when.codePointCount(0, when.length()) > Expressions.LONGEST) {
            return problem("the expression is longer than " + Expressions.LONGEST + " characters");
        }
        CelValidationResult checked = compiler.compile(when);
        if (checked.hasError()) {
            return new Result(Optional.empty(), problems(when, checked.getErrors()));
        }
        try {
            CelAbstractSyntaxTree ast = checked.getAst();
            List<Problem> literals = Literals.check(ast);
            if (!literals.isEmpty()) {
                return new Result(Optional.empty(), literals);
            }
            if (!ast.getResultType().equals(SimpleType.BOOL)) {
                return problem("the expression is of type "
                        + ast.getResultType().name() + "; a rule fires when it is true, so it must be bool");
            }
            return new Result(Optional.of(Conditions.plan(ast)), List.of());
        } catch (CelValidationException | CelEvaluationException e) {
            return problem("the expression cannot be used: " + Texts.line(String.valueOf(e.getMessage())));
        }
    }

    private static Result problem(String message) {
        return new Result(Optional.empty(), List.of(new Problem(1, 0, message)));
    }

    private static List<Problem> problems(String when, List<CelIssue> issues) {
        List<Problem> problems = new ArrayList<>();
        boolean syntax = issues.stream().anyMatch(CelWords::isSyntax);
        for (CelIssue issue : issues) {
            // After one syntax error the parser only guesses; its first complaint is the one that helps.
            if (!syntax || problems.isEmpty()) {
                CelSourceLocation at = issue.getSourceLocation();
                problems.add(
                        new Problem(Math.max(1, at.getLine()), Math.max(0, at.getColumn()), CelWords.say(issue, when)));
            }
        }
        return problems;
    }
}
