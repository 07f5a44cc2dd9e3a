package dev.waag.code;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The builtins and small helpers by which code reaches other code; null for what is not among them. */
final class Builtins {
    private Builtins() {}

    static @Nullable Value call(Effects effects, Walk walk, Call c) {
        Value first = c.args().isEmpty() ? Value.UNKNOWN : c.args().getFirst();
        String text = c.textOf(0);
        return switch (c.name()) {
            case "__import__", "importlib.import_module", "importlib.__import__", "imp.find_module" -> {
                if (text == null) {
                    yield Value.marked(first.marks());
                }
                String module = c.name().equals("__import__")
                                && text.contains(".")
                                && c.arg(3, "fromlist").equals(Value.UNKNOWN)
                        ? text.substring(0, text.indexOf('.'))
                        : text;
                Value v = Evaluator.named(module, first.marks() & (Mark.COMPUTED | Mark.SCRAMBLED | Mark.DECODED));
                yield effects.reached(c.node(), v);
            }
            case "getattr" -> {
                String key = c.textOf(1);
                if (key == null) {
                    yield Value.marked(first.marks());
                }
                Value v = walk.evaluator.members.get(first, key);
                int hidden = c.args().get(1).marks() & (Mark.COMPUTED | Mark.SCRAMBLED | Mark.DECODED);
                yield effects.reached(c.node(), v.name().isEmpty() ? v : v.mark(hidden));
            }
            case "setattr" -> {
                String key = c.textOf(1);
                if (key != null && first.fields() != null && c.args().size() > 2) {
                    first.fields().put(key, c.args().get(2));
                }
                yield Value.UNKNOWN;
            }
            case "vars", "dir" -> {
                yield c.args().isEmpty() ? Value.named("locals()", 0) : first;
            }
            case "globals", "locals" -> {
                yield Value.named(c.name() + "()", 0);
            }
            case "operator.attrgetter", "operator.methodcaller", "operator.itemgetter" -> {
                yield text == null
                        ? Value.UNKNOWN
                        : new Value("operator.attrgetter()", text, false, null, null, null, null, null, first.marks());
            }
            case "operator.attrgetter()" -> {
                String key = c.callee().text();
                yield key == null
                        ? Value.UNKNOWN
                        : effects.reached(
                                c.node(),
                                walk.evaluator
                                        .members
                                        .get(first, key)
                                        .mark(c.callee().marks() & (Mark.COMPUTED | Mark.SCRAMBLED)));
            }
            case "functools.partial" -> {
                if (!first.name().isEmpty() && first.unit() == null) {
                    Map<String, Value> fields = new HashMap<>();
                    fields.put("function", first);
                    fields.put("args", Value.list(c.args().subList(1, c.args().size())));
                    yield new Value("functools.partial()", null, false, null, null, fields, null, null, c.marks());
                }
                yield first.unit() != null ? first : null;
            }
            case "functools.partial()" -> {
                Map<String, Value> fields = c.callee().fields();
                Value function = fields == null ? null : fields.get("function");
                Value given = fields == null ? null : fields.get("args");
                if (function == null || given == null || given.items() == null) {
                    yield null;
                }
                List<Value> all = new java.util.ArrayList<>(given.items());
                all.addAll(c.args());
                yield walk.evaluator.calls.call(
                        new Call(c.node(), function.name(), function, all, c.named(), c.scope()));
            }
            case "compile" -> {
                if (c.args().size() + c.named().size() < 2) {
                    yield null;
                }
                effects.capability(Capability.DYNAMIC_CODE);
                yield new Value(
                        "", first.text(), first.bytes(), null, null, null, null, null, first.marks() | Mark.CODE);
            }
            case "map" -> {
                yield map(walk, c);
            }
            case "setup", "setuptools.setup", "distutils.core.setup", "numpy.distutils.core.setup", "skbuild.setup" -> {
                walk.commands(c.arg(99, "cmdclass"));
                Value spread = c.named().get("**");
                if (spread != null && spread.fields() != null) {
                    Value cmdclass = spread.fields().get("cmdclass");
                    walk.commands(cmdclass == null ? Value.UNKNOWN : cmdclass);
                }
                yield Value.UNKNOWN;
            }
            case "os.getenv",
                    "os.environ.get",
                    "os.environ.pop",
                    "os.environ.setdefault",
                    "os.environ.__getitem__",
                    "os.getenvb" -> {
                yield text != null
                        ? Known.variable(text)
                        : Value.marked(Mark.any(first.marks(), Mark.ENV) ? Mark.ENV : Mark.ENV_VAR);
            }
            case "dict",
                    "str",
                    "repr",
                    "json.dumps",
                    "list",
                    "sorted",
                    "dict.copy",
                    "copy.copy",
                    "copy.deepcopy",
                    "pprint.pformat" -> {
                yield c.name().equals("dict") && first.fields() != null
                        ? first
                        : c.name().equals("dict") && !c.named().isEmpty()
                                ? Value.fields(new HashMap<>(c.named()), c.marks())
                                : folded(c);
            }
            case "super" -> {
                yield Value.UNKNOWN;
            }
            case "type" -> {
                yield c.args().size() == 3 ? Value.UNKNOWN : null;
            }
            case "os.path.join",
                    "posixpath.join",
                    "ntpath.join",
                    "pathlib.Path",
                    "pathlib.PurePath",
                    "pathlib.PosixPath",
                    "os.path.expanduser",
                    "os.path.expandvars",
                    "os.path.abspath",
                    "os.path.realpath",
                    "os.path.normpath",
                    "os.path.dirname",
                    "pathlib.Path.home().joinpath",
                    "os.fspath",
                    "os.path.normcase",
                    "pathlib.WindowsPath" -> {
                yield Paths.join(walk, c);
            }
            case "tempfile.gettempdir" -> {
                yield Value.text("%TEMP%", Mark.TEMP);
            }
            case "pathlib.Path.home" -> {
                yield Value.text("~", Mark.HOME);
            }
            case "urllib.request.Request",
                    "requests.Request",
                    "aiohttp.ClientSession",
                    "requests.Session",
                    "requests.session",
                    "httpx.Client",
                    "httpx.AsyncClient" -> {
                yield Value.named(
                        c.name().replace("requests.session", "requests.Session") + "()",
                        Traffic.carried(c) & ~Mark.COMPUTED);
            }
            default -> {
                yield null;
            }
        };
    }

    private static Value folded(Call c) {
        Value v = Fold.function(c.name(), c.args());
        return v == null ? Value.named(c.name() + "()", c.marks()) : v;
    }

    /** {@code map(chr, […])} and {@code map(function, list)}. */
    private static @Nullable Value map(Walk walk, Call c) {
        if (c.args().size() < 2) {
            return null;
        }
        Value function = c.args().getFirst();
        List<Value> items = Fold.elements(c.args().get(1));
        if (items == null || items.size() > 4096 || function.unit() != null && items.size() > 512) {
            return null;
        }
        List<Value> out = new java.util.ArrayList<>();
        for (Value item : items) {
            if (function.unit() != null && out.size() > 7) {
                break;
            }
            out.add(walk.evaluator.calls.call(new Call(
                    c.node(),
                    function.unit() == null ? function.name() : "",
                    function,
                    List.of(item),
                    Map.of(),
                    c.scope())));
        }
        return Value.list(out).mark(c.args().get(1).marks());
    }
}
