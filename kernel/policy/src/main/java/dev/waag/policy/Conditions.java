package dev.waag.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes conditions from checked expressions: plans them, and finds what they read and how they use the file's age. */
final class Conditions {
    /** The comparisons that change once as an age grows, and whether they do so at the bound or past it, the age standing left. */
    private static final Map<String, Boolean> INCLUSIVE =
            Map.of("_<_", true, "_>=_", true, "_<=_", false, "_>_", false);

    private Conditions() {}

    static Condition plan(CelAbstractSyntaxTree ast) throws CelEvaluationException {
        Set<Fact> reads = EnumSet.noneOf(Fact.class);
        List<AgeBound> bounds = new ArrayList<>();
        boolean opaque = false;
        for (CelNavigableExpr node :
                CelNavigableAst.fromAst(ast).getRoot().allNodes().toList()) {
            if (node.getKind() != Kind.IDENT) {
                continue;
            }
            Optional<Fact> fact = Fact.of(node.expr().ident().name());
            fact.ifPresent(reads::add);
            if (fact.filter(f -> f == Fact.AGE_HOURS).isPresent()) {
                Optional<AgeBound> bound = bound(ast, node);
                bound.ifPresent(bounds::add);
                opaque |= bound.isEmpty();
            }
        }
        return new Condition(Expressions.RUNTIME.createProgram(ast), List.copyOf(reads), List.copyOf(bounds), opaque);
    }

    /** The bound that this mention of the age is compared with, where it stands alone on one side of a comparison outside any loop. */
    private static Optional<AgeBound> bound(CelAbstractSyntaxTree ast, CelNavigableExpr age)
            throws CelEvaluationException {
        Optional<CelNavigableExpr> parent = age.parent();
        if (parent.isEmpty() || parent.get().getKind() != Kind.CALL || inLoop(age)) {
            return Optional.empty();
        }
        CelCall call = parent.get().expr().call();
        Boolean inclusive = INCLUSIVE.get(call.function());
        if (inclusive == null || call.args().size() != 2) {
            return Optional.empty();
        }
        boolean left = call.args().getFirst().id() == age.id();
        CelExpr other = call.args().get(left ? 1 : 0);
        boolean free = CelNavigableExpr.fromExpr(other)
                .allNodes()
                .noneMatch(n -> n.expr().identOrDefault().name().equals(Fact.AGE_HOURS.text()));
        if (!free) {
            return Optional.empty();
        }
        // `72 > age_hours` is `age_hours < 72`: with the age on the right, the operators swap their roles.
        boolean atBound = left ? inclusive : !inclusive;
        return Optional.of(new AgeBound(Expressions.RUNTIME.createProgram(part(ast, other)), atBound));
    }

    /** A part of a checked expression, as an expression of its own. */
    static CelAbstractSyntaxTree part(CelAbstractSyntaxTree ast, CelExpr part) {
        return CelAbstractSyntaxTree.newCheckedAst(part, ast.getSource(), ast.getReferenceMap(), ast.getTypeMap());
    }

    private static boolean inLoop(CelNavigableExpr node) {
        for (Optional<CelNavigableExpr> n = node.parent();
                n.isPresent();
                n = n.get().parent()) {
            if (n.get().getKind() == Kind.COMPREHENSION) {
                return true;
            }
        }
        return false;
    }
}
