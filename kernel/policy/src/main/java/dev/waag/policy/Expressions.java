package dev.waag.policy;

import dev.cel.common.CelOptions;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;

/**
 * The CEL environment. Touching this class costs a cold JVM most of a second, so nothing does before the first judgement or the first rule
 * of a file.
 */
final class Expressions {
    /** The longest {@code when}, in code points. */
    static final int LONGEST = 10_000;

    private static final int DEEPEST = 64;
    private static final int MOST_ITERATIONS = 10_000;

    /** Whole numbers and fractions compare, so that {@code age_hours < 72} means what it says. */
    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(LONGEST)
            .maxParseRecursionDepth(DEEPEST)
            .comprehensionMaxIterations(MOST_ITERATIONS)
            .build();

    static final CelRuntime RUNTIME =
            CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

    /** What a rule of a file may use. */
    static final CelCompiler FACTS = facts().build();

    /** What a default rule may use besides: its settings. */
    static final CelCompiler FACTS_AND_SETTINGS = withSettings();

    private Expressions() {}

    private static CelCompilerBuilder facts() {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
        for (Fact fact : Fact.values()) {
            builder.addVar(fact.text(), type(fact.type()));
        }
        return builder;
    }

    private static CelCompiler withSettings() {
        CelCompilerBuilder builder =
                facts().addVar(Scope.EXCEPTED, SimpleType.BOOL).addVar(Scope.REQUIRED, SimpleType.BOOL);
        for (DefaultRule rule : DefaultPack.RULES) {
            for (Setting setting : rule.settings()) {
                switch (setting.type()) {
                    case HOURS, SCORE -> builder.addVar(Settings.variable(rule.id(), setting.key()), SimpleType.DOUBLE);
                    case COUNT -> builder.addVar(Settings.variable(rule.id(), setting.key()), SimpleType.INT);
                    case SEVERITY -> builder.addVar(Settings.variable(rule.id(), setting.key()), SimpleType.STRING);
                    case PATTERNS, LICENCES, DIGESTS, RELEASES -> {}
                }
            }
        }
        return builder.build();
    }

    private static CelType type(Fact.Type type) {
        return switch (type) {
            case STRING -> SimpleType.STRING;
            case INT -> SimpleType.INT;
            case DOUBLE -> SimpleType.DOUBLE;
            case BOOL -> SimpleType.BOOL;
            case TIMESTAMP -> SimpleType.TIMESTAMP;
            case STRINGS -> MapType.create(SimpleType.STRING, SimpleType.STRING);
            case LIST -> ListType.create(SimpleType.STRING);
            case ADVISORIES -> ListType.create(MapType.create(SimpleType.STRING, SimpleType.DYN));
        };
    }
}
