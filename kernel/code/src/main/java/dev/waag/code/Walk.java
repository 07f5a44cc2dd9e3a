package dev.waag.code;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Interprets the statements of one tree, each piece of code in the phase in which it runs first. */
final class Walk {
    /** Commands of setuptools that an install runs. */
    private static final Set<String> INSTALL_COMMANDS = Set.of(
            "install",
            "develop",
            "build",
            "build_py",
            "build_ext",
            "build_clib",
            "build_scripts",
            "egg_info",
            "install_lib",
            "install_data",
            "install_scripts",
            "install_headers",
            "install_egg_info",
            "bdist_wheel",
            "editable_wheel",
            "dist_info",
            "easy_install",
            "bdist_egg",
            "Command");

    private static final Set<String> HOOKS = Set.of(
            "build_wheel",
            "build_sdist",
            "build_editable",
            "get_requires_for_build_wheel",
            "get_requires_for_build_sdist",
            "get_requires_for_build_editable",
            "prepare_metadata_for_build_wheel",
            "prepare_metadata_for_build_editable");

    /** Methods that setuptools calls on a command. */
    private static final List<String> COMMAND_STEPS = List.of(
            "initialize_options", "finalize_options", "run", "build_extension", "build_extensions", "build_module");

    final Tree tree;
    final CodeRole role;
    final CodeLimits limits;
    final Evaluator evaluator;
    final Effects effects;
    final List<Unit> units = new ArrayList<>();
    final Scope top = new Scope(null, false);
    /** What an install runs, though nothing in the file calls it. */
    final List<Unit> commands = new ArrayList<>();

    private final int[] steps;
    Phase phase;
    int depth;
    /** The function that is being walked, innermost last. */
    int calls;

    /** @param steps what is left to spend, shared by a file and the payloads within it */
    Walk(
            Tree tree,
            CodeRole role,
            Phase phase,
            Findings findings,
            CodeLimits limits,
            int[] steps,
            int layer,
            @Nullable Origin origin) {
        this.tree = tree;
        this.role = role;
        this.limits = limits;
        this.phase = phase;
        this.steps = steps;
        this.effects = new Effects(this, findings, layer, origin);
        this.evaluator = new Evaluator(this, effects);
    }

    /** Where a payload was found: its findings are shown there. */
    record Origin(int line, String evidence) {}

    void run() {
        top.names.put("__file__", Value.text(String.valueOf(Value.HOLE), Mark.OWN));
        top.names.put("__name__", Value.text(role == CodeRole.SETUP ? "__main__" : "module", 0));
        block(0, top);
        Phase first = phase;
        if (role == CodeRole.SETUP || role == CodeRole.BACKEND) {
            installSteps();
        }
        phase = Phase.CALL;
        for (int i = 0; i < units.size(); i++) {
            Unit unit = units.get(i);
            if (unit.entered == null && !unit.isClass) {
                evaluator.calls.enter(unit, List.of(), Map.of(), Value.UNKNOWN);
            }
        }
        phase = first;
    }

    private void installSteps() {
        if (role == CodeRole.BACKEND) {
            for (Unit unit : List.copyOf(units)) {
                if (!unit.isClass && HOOKS.contains(unit.name)) {
                    evaluator.calls.enter(unit, List.of(), Map.of(), Value.UNKNOWN);
                }
            }
        }
        List<Unit> run = new ArrayList<>(commands);
        for (Unit unit : List.copyOf(units)) {
            if (unit.isClass && !run.contains(unit) && derivesFromCommand(unit, 0)) {
                run.add(unit);
            }
        }
        for (Unit unit : run) {
            Value self = Value.instance(unit);
            for (String step : COMMAND_STEPS) {
                Value method = unit.member(step, 0);
                if (method != null && method.unit() != null && !method.unit().isClass) {
                    evaluator.calls.enter(method.unit(), List.of(), Map.of(), self);
                }
            }
        }
    }

    private static boolean derivesFromCommand(Unit unit, int depth) {
        for (Value base : unit.bases) {
            String n = base.name();
            String last = n.substring(n.lastIndexOf('.') + 1);
            if (INSTALL_COMMANDS.contains(last) && !last.equals("Command")
                    || base.unit() != null && depth < 5 && derivesFromCommand(base.unit(), depth + 1)) {
                return true;
            }
        }
        return false;
    }

    /** The classes that {@code setup(cmdclass=…)} names for commands that an install runs. */
    void commands(Value cmdclass) {
        if (cmdclass.fields() != null) {
            for (Map.Entry<String, Value> e : Map.copyOf(cmdclass.fields()).entrySet()) {
                Unit unit = e.getValue().unit();
                if (unit != null && unit.isClass && INSTALL_COMMANDS.contains(e.getKey()) && !commands.contains(unit)) {
                    commands.add(unit);
                }
            }
        }
    }

    /** @return whether there is anything left to spend */
    boolean step() {
        return --steps[0] > 0;
    }

    void block(int node, Scope scope) {
        for (int c = tree.first(node); c != Tree.NO && step(); c = tree.next(c)) {
            statement(c, scope);
        }
    }

    void statement(int n, Scope scope) {
        if (depth > limits.depth() || !step()) {
            return;
        }
        depth++;
        switch (tree.kind(n)) {
            case COMMENT, TOKEN -> {}
            case EXPRESSION_STATEMENT -> expressions(n, scope);
            case IMPORT_STATEMENT -> Imports.plain(this, n, scope);
            case IMPORT_FROM_STATEMENT -> Imports.from(this, n, scope);
            case BLOCK, MODULE, ERROR -> block(n, scope);
            case IF_STATEMENT -> branch(n, scope);
            case FOR_STATEMENT -> loop(n, scope);
            case WHILE_STATEMENT, TRY_STATEMENT, EXCEPT_CLAUSE, FINALLY_CLAUSE, ELSE_CLAUSE, ELIF_CLAUSE -> {
                scope.branches++;
                parts(n, scope);
                scope.branches--;
            }
            case WITH_STATEMENT -> with(n, scope);
            case FUNCTION_DEFINITION -> function(n, scope);
            case CLASS_DEFINITION -> type(n, scope);
            case DECORATED_DEFINITION -> decorated(n, scope);
            case RETURN_STATEMENT -> {
                for (int c : tree.children(n)) {
                    scope.result = evaluator.eval(c, scope).or(scope.result);
                }
            }
            case GLOBAL_STATEMENT, NONLOCAL_STATEMENT -> {
                for (int c : tree.children(n)) {
                    scope.globals.add(tree.text(c));
                }
            }
            case EXEC_STATEMENT -> {
                List<Value> args = new ArrayList<>();
                for (int c : tree.children(n)) {
                    args.add(evaluator.eval(c, scope));
                }
                effects.execute("exec", new Call(n, "exec", Value.UNKNOWN, args, Map.of(), scope));
            }
            default -> parts(n, scope);
        }
        depth--;
    }

    /** Children of whatever kind: blocks as statements, the rest as expressions. */
    private void parts(int n, Scope scope) {
        for (int c = tree.first(n); c != Tree.NO; c = tree.next(c)) {
            switch (tree.kind(c)) {
                case TOKEN, COMMENT, TYPE -> {}
                case BLOCK,
                        ELIF_CLAUSE,
                        ELSE_CLAUSE,
                        EXCEPT_CLAUSE,
                        FINALLY_CLAUSE,
                        EXPRESSION_STATEMENT,
                        ERROR,
                        IF_STATEMENT,
                        FOR_STATEMENT,
                        WHILE_STATEMENT,
                        TRY_STATEMENT,
                        WITH_STATEMENT,
                        RETURN_STATEMENT,
                        IMPORT_STATEMENT,
                        IMPORT_FROM_STATEMENT,
                        FUNCTION_DEFINITION,
                        CLASS_DEFINITION,
                        DECORATED_DEFINITION -> statement(c, scope);
                default -> evaluator.eval(c, scope);
            }
        }
    }

    private void expressions(int n, Scope scope) {
        for (int c = tree.first(n); c != Tree.NO; c = tree.next(c)) {
            Kind kind = tree.kind(c);
            if (kind != Kind.COMMENT && kind != Kind.TOKEN && kind != Kind.STRING && kind != Kind.CONCATENATED_STRING) {
                evaluator.eval(c, scope);
            }
        }
    }

    private void branch(int n, Scope scope) {
        int condition = tree.child(n, Field.CONDITION);
        String text = condition == Tree.NO ? "" : tree.text(condition);
        if (text.endsWith("TYPE_CHECKING")) {
            int other = tree.child(n, Field.ALTERNATIVE);
            if (other != Tree.NO) {
                statement(other, scope);
            }
            return;
        }
        boolean main = text.contains("__name__")
                && text.contains("__main__")
                && role != CodeRole.SETUP
                && phase != Phase.INSTALL;
        Phase before = phase;
        int watched = effects.watched;
        scope.branches++;
        for (int c = tree.first(n); c != Tree.NO; c = tree.next(c)) {
            if (tree.field(c) == Field.CONSEQUENCE) {
                phase = main ? Phase.CALL : before;
                if (effects.watched > watched && tree.text(c).contains("exit")) {
                    effects.add(Signal.EVASION, n, "ends itself where it is watched");
                }
                statement(c, scope);
                phase = before;
            } else if (tree.field(c) == Field.CONDITION) {
                evaluator.eval(c, scope);
            } else if (tree.kind(c) != Kind.COMMENT && tree.kind(c) != Kind.TOKEN) {
                statement(c, scope);
            }
        }
        scope.branches--;
    }

    private void loop(int n, Scope scope) {
        int right = tree.child(n, Field.RIGHT);
        int left = tree.child(n, Field.LEFT);
        Value over = right == Tree.NO ? Value.UNKNOWN : evaluator.eval(right, scope);
        scope.branches++;
        List<Value> items = over.items();
        int body = tree.child(n, Field.BODY);
        if (items != null && items.size() <= 6 && !items.isEmpty() && left != Tree.NO && body != Tree.NO) {
            for (Value item : items) {
                evaluator.targets.assign(left, item.mark(over.marks()), scope, true);
                statement(body, scope);
            }
        } else {
            if (left != Tree.NO) {
                evaluator.targets.assign(left, evaluator.members.element(over), scope, true);
            }
            if (body != Tree.NO) {
                statement(body, scope);
            }
        }
        int other = tree.child(n, Field.ALTERNATIVE);
        if (other != Tree.NO) {
            statement(other, scope);
        }
        scope.branches--;
    }

    private void with(int n, Scope scope) {
        for (int c = tree.first(n); c != Tree.NO; c = tree.next(c)) {
            if (tree.kind(c) == Kind.WITH_CLAUSE) {
                for (int item : tree.children(c)) {
                    evaluator.eval(
                            tree.kind(item) == Kind.WITH_ITEM && tree.first(item) != Tree.NO ? tree.first(item) : item,
                            scope);
                }
            } else if (tree.kind(c) == Kind.BLOCK) {
                statement(c, scope);
            }
        }
    }

    Unit function(int n, Scope scope) {
        int name = tree.child(n, Field.NAME);
        Unit unit = new Unit(name == Tree.NO ? "lambda" : tree.text(name), n, scope, false);
        units.add(unit);
        defaults(n, scope);
        if (name != Tree.NO) {
            scope.set(unit.name, Value.of(unit));
        }
        return unit;
    }

    /** Defaults of parameters are worked out when the function is defined. */
    private void defaults(int n, Scope scope) {
        int parameters = tree.child(n, Field.PARAMETERS);
        if (parameters != Tree.NO) {
            for (int p : tree.children(parameters)) {
                int value = tree.child(p, Field.VALUE);
                if (value != Tree.NO && tree.kind(value) == Kind.CALL) {
                    evaluator.eval(value, scope);
                }
            }
        }
    }

    private Unit type(int n, Scope scope) {
        int name = tree.child(n, Field.NAME);
        Unit unit = new Unit(name == Tree.NO ? "" : tree.text(name), n, scope, true);
        units.add(unit);
        List<Value> bases = new ArrayList<>();
        int supers = tree.child(n, Field.SUPERCLASSES);
        if (supers != Tree.NO) {
            for (int s : tree.children(supers)) {
                if (tree.kind(s) != Kind.KEYWORD_ARGUMENT) {
                    bases.add(evaluator.eval(s, scope));
                    continue;
                }
                int value = tree.child(s, Field.VALUE);
                Value meta = value == Tree.NO ? Value.UNKNOWN : evaluator.eval(value, scope);
                if (meta.unit() != null && meta.unit().isClass) {
                    construct(meta.unit());
                }
            }
        }
        unit.bases = bases;
        Scope inside = new Scope(scope, true);
        int body = tree.child(n, Field.BODY);
        if (body != Tree.NO) {
            block(body, inside);
        }
        unit.members.putAll(inside.names);
        scope.set(unit.name, Value.of(unit));
        for (Value base : bases) {
            Value hook = base.unit() == null ? null : base.unit().member("__init_subclass__", 0);
            if (hook != null && hook.unit() != null) {
                evaluator.calls.enter(hook.unit(), List.of(), Map.of(), Value.of(unit));
            }
        }
        return unit;
    }

    private void construct(Unit meta) {
        for (String step : List.of("__new__", "__init__", "__prepare__")) {
            Value method = meta.member(step, 0);
            if (method != null && method.unit() != null) {
                evaluator.calls.enter(method.unit(), List.of(), Map.of(), Value.instance(meta));
            }
        }
    }

    private void decorated(int n, Scope scope) {
        int definition = tree.child(n, Field.DEFINITION);
        if (definition == Tree.NO) {
            return;
        }
        List<Value> decorators = new ArrayList<>();
        for (int c : tree.children(n)) {
            if (tree.kind(c) == Kind.DECORATOR && tree.first(c) != Tree.NO) {
                decorators.add(evaluator.eval(tree.first(c), scope));
            }
        }
        Unit unit =
                tree.kind(definition) == Kind.CLASS_DEFINITION ? type(definition, scope) : function(definition, scope);
        Value value = Value.of(unit);
        for (int i = decorators.size() - 1; i >= 0; i--) {
            Value d = decorators.get(i);
            boolean runs = d.unit() != null || d.name().equals("atexit.register");
            if (runs) {
                Value made =
                        evaluator.calls.call(new Call(n, d.name(), d, List.of(value), new LinkedHashMap<>(), scope));
                value = made.unit() != null ? made : value;
            }
        }
        scope.set(unit.name, value);
    }
}
