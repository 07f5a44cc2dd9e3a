package dev.waag.code;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What calls and texts do: turns them into findings and capabilities. */
final class Effects {
    private static final int EVIDENCE = 400;
    private static final Set<String> RUNNERS = Set.of(
            "threading.Thread",
            "threading.Timer",
            "_thread.start_new_thread",
            "multiprocessing.Process",
            "atexit.register",
            "asyncio.run",
            "asyncio.create_task",
            "asyncio.ensure_future",
            "asyncio.get_event_loop().run_until_complete",
            "asyncio.new_event_loop().run_until_complete",
            "map",
            "filter",
            "functools.reduce",
            "reduce",
            "weakref.finalize",
            "signal.signal",
            "sched.scheduler().enter",
            "sys.settrace",
            "sys.setprofile",
            "concurrent.futures.ThreadPoolExecutor().submit",
            "concurrent.futures.ThreadPoolExecutor().map",
            "concurrent.futures.ProcessPoolExecutor().submit",
            "multiprocessing.Pool().map",
            "multiprocessing.Pool().apply_async",
            "functools.partial",
            "contextvars.copy_context().run",
            "list",
            "tuple",
            "asyncio.gather",
            "trio.run",
            "anyio.run",
            "gevent.spawn",
            "eventlet.spawn",
            "threading.Thread().run",
            "asyncio.to_thread",
            "importlib.util.LazyLoader",
            "os.register_at_fork",
            "sys.addaudithook",
            "gc.callbacks.append",
            "sys.meta_path.insert",
            "sys.meta_path.append",
            "sys.path_hooks.append",
            "asyncio.get_running_loop().create_task");
    private static final Set<String> CHANGES = Set.of(
            "append",
            "extend",
            "update",
            "add",
            "insert",
            "write",
            "writestr",
            "setdefault",
            "appendleft",
            "put",
            "writelines",
            "set_payload",
            "attach",
            "set_content");

    private final Walk walk;
    private final Tree tree;
    private final Findings findings;
    private final int layer;
    private final Walk.@Nullable Origin origin;
    /** Paths that something from afar or decoded was written to. */
    private final Map<String, Integer> written = new HashMap<>();

    private final Set<String> executed = new HashSet<>();
    private boolean duplicated;
    /** How often the code asked whether it is watched. */
    int watched;

    Effects(Walk walk, Findings findings, int layer, Walk.@Nullable Origin origin) {
        this.walk = walk;
        this.tree = walk.tree;
        this.findings = findings;
        this.layer = layer;
        this.origin = origin;
    }

    void add(Signal kind, int node, String message) {
        String inside =
                layer > 0 ? " (inside a payload that is unpacked " + layer + (layer == 1 ? " time)" : " times)") : "";
        watched += kind == Signal.ANTI_DEBUG ? 1 : 0;
        if (origin != null) {
            findings.add(
                    kind,
                    walk.phase,
                    origin.line(),
                    message + ", " + walk.phase.text() + inside,
                    tree.lineText(tree.start(node), EVIDENCE));
        } else {
            findings.add(
                    kind,
                    walk.phase,
                    tree.line(tree.start(node)),
                    message + ", " + walk.phase.text() + inside,
                    tree.lineText(tree.start(node), EVIDENCE));
        }
    }

    /** A text in the code. */
    void text(int node, String text, int marks) {
        if (Mark.any(marks, Mark.METADATA_URL)) {
            findings.capability(Capability.CLOUD_METADATA);
        }
        if (Mark.any(marks, Mark.CREDENTIAL_PATH)) {
            findings.capability(Capability.CREDENTIALS);
        }
        if (Mark.any(marks, Mark.BROWSER_PATH)) {
            findings.capability(Capability.BROWSER_DATA);
        }
        if (Places.looksForDebuggers(text) && Literal.isToken(text)) {
            add(Signal.ANTI_DEBUG, node, "looks for debuggers or virtual machines");
        }
    }

    /** A name that was reached by an attribute or an index. */
    Value reached(int node, Value v) {
        int hidden = v.marks() & (Mark.COMPUTED | Mark.SCRAMBLED | Mark.DECODED);
        if (hidden != 0 && !v.name().isEmpty() && v.text() == null && Names.isSensitive(v.name())) {
            add(Signal.NAME_HIDDEN, node, "reaches " + v.name() + " by a name that is put together");
            return v.marks(v.marks() & ~(Mark.COMPUTED | Mark.SCRAMBLED | Mark.DECODED));
        }
        return v;
    }

    /** {@code object.key = value}. */
    void assigned(Value object, String key, Value value) {
        if (object.name().equals("sys")
                && (key.equals("excepthook") || key.equals("displayhook"))
                && value.unit() != null) {
            walk.evaluator.calls.callBack(value, List.of());
        }
        if (object.name().equals("builtins") || object.name().equals("__builtins__")) {
            findings.capability(Capability.DYNAMIC_CODE);
        }
    }

    /** A method of something whose kind or marks say what it does; null where the call's name alone decides. */
    @Nullable
    Value method(Call call, Value object, String method, int base) {
        if (CHANGES.contains(method) && !call.args().isEmpty()) {
            int marks = call.marks();
            if (object.text() == null) {
                walk.evaluator.targets.absorb(base, grown(object, method, call), marks & ~Mark.PATHS, call.scope());
            }
            if (method.startsWith("write") && isFile(object)) {
                wrote(call, object, base, marks);
                return Value.UNKNOWN;
            }
        }
        if (object.text() != null || object.items() != null && method.equals("join")) {
            Value folded = Fold.method(object, method, call.args());
            if (folded != null) {
                return folded.text() == null
                        ? folded
                        : walk.evaluator.made(call.node(), folded.text(), folded.bytes(), folded.marks());
            }
        }
        Value file = Paths.method(this, call, object, method);
        if (file != null) {
            return file;
        }
        switch (method) {
            case "decrypt", "decryptor", "decompress", "unhexlify" -> {
                if (call.callee().unit() == null) {
                    return Value.marked(object.marks() | call.marks() | Mark.DECODED);
                }
            }
            case "start", "run" -> {
                if (object.isInstance()
                        && object.unit() != null
                        && object.unit().bases.stream()
                                .anyMatch(b -> b.name().endsWith("Thread")
                                        || b.name().endsWith("Process")
                                        || b.name().endsWith("Timer"))) {
                    Value run = object.unit().member("run", 0);
                    walk.evaluator.calls.callBack(run == null ? null : run.bind(object), List.of());
                }
            }
            case "__getattribute__", "__getattr__" -> {
                String key = call.textOf(0);
                if (key != null && !object.name().isEmpty()) {
                    return reached(
                            call.node(),
                            Evaluator.named(
                                    object.name() + "." + key,
                                    call.args().getFirst().marks()));
                }
            }
            case "get", "pop", "__getitem__", "setdefault" -> {
                if (!call.args().isEmpty()
                        && (object.fields() != null
                                || object.name().startsWith("os.environ")
                                || object.name().equals("globals()")
                                || object.name().equals("sys.modules")
                                || object.name().equals("__builtins__"))) {
                    Value v = walk.evaluator.members.at(object, call.args().getFirst(), call.scope(), call.node());
                    return reached(
                            call.node(),
                            call.args().size() > 1 ? v.mark(call.args().get(1).marks()) : v);
                }
            }
            case "items", "values", "copy", "keys" -> {
                if (object.name().equals("os.environ")) {
                    return Value.marked(method.equals("keys") ? 0 : Mark.ENV);
                }
                if (object.fields() != null) {
                    return method.equals("copy") ? object : Value.marked(object.marks());
                }
            }
            case "reverse" -> {
                return Value.UNKNOWN;
            }
            default -> {}
        }
        return null;
    }

    private static Value grown(Value object, String method, Call call) {
        List<Value> items = object.items();
        if (items == null || items.size() >= 4096 || !method.equals("append")) {
            return object;
        }
        List<Value> more = new ArrayList<>(items);
        more.add(call.args().getFirst());
        return Value.list(more).mark(object.marks());
    }

    private static boolean isFile(Value object) {
        return object.name().equals("open()")
                || object.name().startsWith("tempfile.")
                || object.name().endsWith(".fdopen()");
    }

    /** Something went into a file. */
    private void wrote(Call call, Value file, int base, int marks) {
        String name = base == Tree.NO ? "" : tree.text(base);
        wrote(call, file, List.of(name + ".name", name), marks);
    }

    boolean inSetup() {
        return walk.role == CodeRole.SETUP;
    }

    void wrote(Call call, Value path, List<String> keys, int marks) {
        if (Mark.any(path.marks(), Mark.PERSIST_PATH)) {
            add(Signal.PERSISTENCE, call.node(), "writes to a place from which code is started again and again");
        }
        int foreign = marks & (Mark.REMOTE | Mark.DECODED | Mark.BLOB);
        if (foreign != 0) {
            for (String key : keys) {
                written.merge(key, foreign, (a, b) -> a | b);
            }
            if (path.fields() != null) {
                Value p = path.fields().get("path");
                if (p != null) {
                    written.merge(key(p), foreign, (a, b) -> a | b);
                }
            }
        }
    }

    static String key(Value path) {
        return path.text() != null && path.text().length() > 2 ? "=" + path.text() : "";
    }

    /** A call of something outside the file. */
    Value call(Call c) {
        String name = c.name();
        if (name.isEmpty()) {
            Value applied = c.callee().marks() != 0 ? c.callee() : Value.UNKNOWN;
            return Value.marked((applied.marks() | c.marks()) & ~Mark.PATHS);
        }
        if (Names.EXECUTE.contains(name)) {
            return execute(name, c);
        }
        Value v = Builtins.call(this, walk, c);
        if (v != null) {
            return v;
        }
        if (RUNNERS.contains(name)) {
            run(c);
        }
        if (Names.isNetwork(name)) {
            return Traffic.call(this, c);
        }
        if (Names.isProcess(name)) {
            return Commands.call(this, c);
        }
        Value listed = Listed.call(this, findings, c);
        if (listed != null) {
            return listed;
        }
        if (Names.FORGETS.contains(name)) {
            return Value.UNKNOWN;
        }
        if (name.equals("os.dup2")) {
            duplicated = true;
        }
        Value folded = Fold.function(name, c.args());
        if (folded != null) {
            return folded.text() == null
                    ? folded
                    : walk.evaluator.made(c.node(), folded.text(), folded.bytes(), folded.marks());
        }
        int marks = (c.callee().marks() | c.marks()) & ~Mark.COMPUTED;
        return Value.named(name + "()", marks);
    }

    boolean hasDuplicated() {
        return duplicated;
    }

    private void run(Call c) {
        List<Value> functions = new ArrayList<>(c.args());
        functions.addAll(c.named().values());
        Value args = c.arg(c.name().contains("Thread") ? 3 : 1, "args");
        for (Value f : functions) {
            List<Value> passed = args.items() != null
                    ? args.items()
                    : c.name().equals("map") && c.args().size() > 1
                            ? List.of(walk.evaluator.members.element(c.args().get(1)))
                            : List.of();
            if (f.unit() != null) {
                walk.evaluator.calls.callBack(f, passed);
            } else if (!f.name().isEmpty()
                    && f.marks() == 0
                    && (Names.EXECUTE.contains(f.name()) || Names.isProcess(f.name()) || Names.isNetwork(f.name()))
                    && !passed.isEmpty()) {
                walk.evaluator.calls.call(new Call(c.node(), f.name(), f, passed, Map.of(), c.scope()));
            }
        }
    }

    /** Code is handed to the interpreter. */
    Value execute(String name, Call c) {
        Value code = name.equals("timeit.timeit") || c.args().isEmpty()
                ? c.arg(0, "stmt")
                : c.args().getFirst();
        if (name.equals("runpy.run_path")
                || name.startsWith("imp.load")
                || name.startsWith("importlib.util.spec")
                || name.equals("execfile")) {
            runFile(c, name);
            return Value.named(name + "()", 0);
        }
        findings.capability(Capability.DYNAMIC_CODE);
        int marks = code.marks();
        if (Mark.any(marks, Mark.REMOTE)) {
            add(Signal.REMOTE_EXECUTED, c.node(), name + " runs what came from the network");
        } else if (Mark.any(marks, Mark.DECODED)) {
            add(Signal.DECODED_EXECUTED, c.node(), name + " runs what was decoded just before");
        } else if (Mark.any(marks, Mark.SCRAMBLED | Mark.CLIPBOARD)) {
            add(Signal.COMPUTED_EXECUTED, c.node(), name + " runs a text that is put together from single characters");
        } else if (Mark.any(marks, Mark.ENV_VAR | Mark.ENV_SECRET) && name.equals("exec")) {
            add(Signal.COMPUTED_EXECUTED, c.node(), "exec runs what a variable of the environment holds");
        } else if (!Mark.any(marks, Mark.FILE) && !code.isExact() && name.equals("exec")) {
            add(Signal.DYNAMIC_CODE, c.node(), "exec runs code that is made while running");
        }
        if (code.text() != null && code.text().length() > 8) {
            unpack(code, c.node(), true);
        }
        return Value.named(name + "()", marks & ~Mark.DECODED);
    }

    private void runFile(Call c, String name) {
        for (Value v : c.args()) {
            Integer from = written.get(key(v));
            if (from != null || mentions(c)) {
                add(Signal.WRITTEN_EXECUTED, c.node(), name + " runs a file that was written just before");
                return;
            }
        }
    }

    /** Looks into code that the source holds as data. */
    void unpack(Value code, int node, boolean python) {
        String text = code.text();
        if (text == null || layer >= walk.limits.layers() || !executed.add(text)) {
            return;
        }
        byte[] bytes = code.bytes() ? text.getBytes(ISO_8859_1) : text.getBytes(UTF_8);
        if (python && bytes.length < Fold.MOST && Triggers.worthParsing(bytes)) {
            Tree inner = Parser.parse(bytes, walk.limits);
            Walk.Origin at = origin != null ? origin : new Walk.Origin(tree.line(tree.start(node)), "");
            int[] share = {walk.limits.steps() / 4};
            CodeRole role = walk.phase == Phase.INSTALL ? CodeRole.SETUP : CodeRole.MODULE;
            new Walk(inner, role, walk.phase, findings, walk.limits, share, layer + 1, at).run();
        }
    }

    /** Whether a call names a file that was written just before, by the words of its source. */
    boolean mentions(Call c) {
        if (written.isEmpty()) {
            return false;
        }
        String source = tree.text(c.node());
        for (String key : written.keySet()) {
            if (key.startsWith("=")) {
                for (Value v : flat(c)) {
                    if (v.text() != null && v.text().contains(key.substring(1))) {
                        return true;
                    }
                }
            } else if (!key.isEmpty() && Literal.hasWord(source, key)) {
                return true;
            }
        }
        return false;
    }

    void writtenTo(String key, int marks) {
        if (!key.isEmpty() && Mark.any(marks, Mark.REMOTE | Mark.DECODED | Mark.BLOB)) {
            written.merge(key, marks, (a, b) -> a | b);
        }
    }

    static List<Value> flat(Call c) {
        List<Value> out = new ArrayList<>();
        for (Value v : c.args()) {
            out.add(v);
            if (v.items() != null) {
                out.addAll(v.items());
            }
        }
        out.addAll(c.named().values());
        return out;
    }

    String source(int node) {
        return tree.text(node);
    }

    Tree tree() {
        return tree;
    }

    Phase phase() {
        return walk.phase;
    }

    void capability(Capability capability) {
        findings.capability(capability);
    }
}
