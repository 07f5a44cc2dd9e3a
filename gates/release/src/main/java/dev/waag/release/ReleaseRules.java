package dev.waag.release;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of a configuration, compiled: each must be true of a release before it is promoted. An expression sees
 *
 * <pre>
 * project, version, channel, licence                     string
 * files, approvers, publishers, advisories, builders,
 * sources, links, stages, capabilities                   list(string)
 * signed, attested, sbom, tested, reproducible,
 * receipt_complete, by_ci                                bool
 * approvals                                              int
 * age_hours                                              double
 * now                                                    timestamp
 * </pre>
 */
public final class ReleaseRules {
    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(10_000)
            .maxParseRecursionDepth(64)
            .comprehensionMaxIterations(10_000)
            .build();

    /** Touching CEL costs a cold JVM most of a second, so nothing does where there are no rules. */
    private static final class Cel {
        static final CelCompiler COMPILER = compiler();
        static final CelRuntime RUNTIME =
                CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

        private static CelCompiler compiler() {
            var builder = CelCompilerFactory.standardCelCompilerBuilder()
                    .setOptions(OPTIONS)
                    .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                    .addVar("approvals", SimpleType.INT)
                    .addVar("age_hours", SimpleType.DOUBLE)
                    .addVar("now", SimpleType.TIMESTAMP);
            for (String name : List.of("project", "version", "channel", "licence")) {
                builder.addVar(name, SimpleType.STRING);
            }
            for (String name : List.of(
                    "files",
                    "approvers",
                    "publishers",
                    "advisories",
                    "builders",
                    "sources",
                    "links",
                    "stages",
                    "capabilities")) {
                builder.addVar(name, ListType.create(SimpleType.STRING));
            }
            for (String name :
                    List.of("signed", "attested", "sbom", "tested", "reproducible", "receipt_complete", "by_ci")) {
                builder.addVar(name, SimpleType.BOOL);
            }
            return builder.build();
        }
    }

    private record Compiled(ReleaseRule rule, CelRuntime.Program program) {}

    private final List<Compiled> rules;

    private ReleaseRules(List<Compiled> rules) {
        this.rules = rules;
    }

    /** What is wrong with an expression; empty where it can be used. */
    public static Optional<String> fault(String require) {
        CelValidationResult checked = Cel.COMPILER.compile(require);
        if (checked.hasError()) {
            return Optional.of(checked.getErrorString().lines().findFirst().orElse("it cannot be read"));
        }
        try {
            return checked.getAst().getResultType().equals(SimpleType.BOOL)
                    ? Optional.empty()
                    : Optional.of(
                            "it is of type " + checked.getAst().getResultType().name() + ", and must be bool");
        } catch (CelValidationException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** @throws IllegalArgumentException where {@link #fault} finds one */
    static ReleaseRules compile(List<ReleaseRule> rules) {
        List<Compiled> compiled = new ArrayList<>();
        for (ReleaseRule rule : rules) {
            try {
                compiled.add(new Compiled(
                        rule,
                        Cel.RUNTIME.createProgram(
                                Cel.COMPILER.compile(rule.require()).getAst())));
            } catch (CelValidationException | CelEvaluationException e) {
                throw new IllegalArgumentException("release rule " + rule.id() + ": " + e.getMessage(), e);
            }
        }
        return new ReleaseRules(compiled);
    }

    boolean none() {
        return rules.isEmpty();
    }

    /** Each rule that the facts do not meet, with how to mend it. */
    List<Map<String, Object>> failures(Map<String, Object> facts) {
        List<Map<String, Object>> failures = new ArrayList<>();
        for (Compiled c : rules) {
            String found;
            try {
                Object value = c.program().eval(facts);
                if (Boolean.TRUE.equals(value)) {
                    continue;
                }
                found = "it requires " + c.rule().require();
            } catch (CelEvaluationException e) {
                found = "it could not be decided: " + e.getMessage();
            }
            Map<String, Object> failure = new LinkedHashMap<>();
            failure.put("rule", c.rule().id());
            failure.put("message", found);
            failure.put("help", c.rule().help());
            failures.add(failure);
        }
        return failures;
    }
}
