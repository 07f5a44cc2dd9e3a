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
        switch (c.name()) {
            case "__import__", "importlib.import_module", "importlib.__import__", "imp.find_module" -> {
                if (text == null) {
                    return Value.marked(first.marks());
                }
                String module = c.name().equals("__import__") && text.contains(".") && c.arg(3, "fromlist").equals(Value.UNKNOWN) ? text.substring(0, text.indexOf('.')) : text;
                Value v = Evaluator.named(module, first.marks() & (Mark.COMPUTED | Mark.SCRAMBLED | Mark.DECODED));
                return effects.reached(c.node(), v);
            }
            case "getattr" -> {
                String key = c.textOf(1);
                if (key == null) {
                    return Value.marked(first.marks());
                }
                Value v = walk.evaluator.get(first, key);
                int hidden = c.args().get(1).marks() & (Mark.COMPUTED | Mark.SCRAMBLED | Mark.DECODED);
                return effects.reached(c.node(), v.name().isEmpty() ? v : v.mark(hidden));
            }
            case "setattr" -> {
                String key = c.textOf(1);
                if (key != null && first.fields() != null && c.args().size() > 2) {
                    first.fields().put(key, c.args().get(2));
                }
                return Value.UNKNOWN;
            }
            case "vars", "dir" -> {
                return c.args().isEmpty() ? Value.named("locals()", 0) : first;
            }
            case "globals", "locals" -> {
                return Value.named(c.name() + "()", 0);
            }
            case "operator.attrgetter", "operator.methodcaller", "operator.itemgetter" -> {
                return text == null ? Value.UNKNOWN : new Value("operator.attrgetter()", text, false, null, null, null, null, null, first.marks());
            }
            case "operator.attrgetter()" -> {
                String key = c.callee().text();
                return key == null ? Value.UNKNOWN : effects.reached(c.node(), walk.evaluator.get(first, key).mark(c.callee().marks() & (Mark.COMPUTED | Mark.SCRAMBLED)));
            }
            case "functools.partial" -> {
                if (!first.name().isEmpty() && first.unit() == null) {
                    Map<String, Value> fields = new HashMap<>();
                    fields.put("function", first);
                    fields.put("args", Value.list(c.args().subList(1, c.args().size())));
                    return new Value("functools.partial()", null, false, null, null, fields, null, null, c.marks());
                }
                return first.unit() != null ? first : null;
            }
            case "functools.partial()" -> {
                Map<String, Value> fields = c.callee().fields();
                Value function = fields == null ? null : fields.get("function");
                Value given = fields == null ? null : fields.get("args");
                if (function == null || given == null || given.items() == null) {
                    return null;
                }
                List<Value> all = new java.util.ArrayList<>(given.items());
                all.addAll(c.args());
                return walk.evaluator.call(new Call(c.node(), function.name(), function, all, c.named(), c.scope()));
            }
            case "compile" -> {
                if (c.args().size() + c.named().size() < 2) {
                    return null;
                }
                effects.capability(Capability.DYNAMIC_CODE);
                return new Value("", first.text(), first.bytes(), null, null, null, null, null, first.marks() | Mark.CODE);
            }
            case "map" -> {
                return map(effects, walk, c);
            }
            case "setup", "setuptools.setup", "distutils.core.setup", "numpy.distutils.core.setup", "skbuild.setup" -> {
                walk.commands(c.arg(99, "cmdclass"));
                Value spread = c.named().get("**");
                if (spread != null && spread.fields() != null) {
                    Value cmdclass = spread.fields().get("cmdclass");
                    walk.commands(cmdclass == null ? Value.UNKNOWN : cmdclass);
                }
                return Value.UNKNOWN;
            }
            case "os.getenv", "os.environ.get", "os.environ.pop", "os.environ.setdefault", "os.environ.__getitem__", "os.getenvb" -> {
                return text == null ? Value.marked(Mark.ENV_VAR) : Known.variable(text);
            }
            case "dict", "str", "repr", "json.dumps", "list", "sorted", "dict.copy", "copy.copy", "copy.deepcopy", "pprint.pformat" -> {
                return c.name().equals("dict") && first.fields() != null ? first : c.name().equals("dict") && !c.named().isEmpty() ? Value.fields(new HashMap<>(c.named()), c.marks())
                        : Fold.function(c.name(), c.args()) instanceof Value v ? v : Value.named(c.name() + "()", c.marks());
            }
            case "super" -> {
                return Value.UNKNOWN;
            }
            case "type" -> {
                return c.args().size() == 3 ? Value.UNKNOWN : null;
            }
            case "os.path.join", "posixpath.join", "ntpath.join", "pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "os.path.expanduser", "os.path.expandvars", "os.path.abspath", "os.path.realpath", "os.path.normpath", "os.path.dirname", "pathlib.Path.home().joinpath", "os.fspath", "os.path.normcase", "pathlib.WindowsPath" -> {
                return Paths.join(walk, c);
            }
            case "tempfile.gettempdir" -> {
                return Value.text("%TEMP%", Mark.TEMP);
            }
            case "pathlib.Path.home" -> {
                return Value.text("~", Mark.HOME);
            }
            case "urllib.request.Request", "requests.Request", "aiohttp.ClientSession", "requests.Session", "requests.session", "httpx.Client", "httpx.AsyncClient" -> {
                return Value.named(c.name().replace("requests.session", "requests.Session") + "()", c.marks() & ~Mark.COMPUTED);
            }
            default -> {
                return null;
            }
        }
    }

    /** {@code map(chr, […])} and {@code map(function, list)}. */
    private static @Nullable Value map(Effects effects, Walk walk, Call c) {
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
            out.add(walk.evaluator.call(new Call(c.node(), function.unit() == null ? function.name() : "", function, List.of(item), Map.of(), c.scope())));
        }
        return Value.list(out).mark(c.args().get(1).marks());
    }
}
